import { expect, it } from 'vitest'
import { expectedTelling, type MistakeCase, named, tellingOf } from '../mistake-cases.test-values.ts'
import { key, md5, pay, stringOf } from '../signed-pay.test-values.ts'

const info = pay.extend_info ?? ''
const members = Object.entries(JSON.parse(info) as Record<string, string>)
const withInfo = (json: string) => stringOf({ ...pay, extend_info: json })
const unicodeEscaped = (text: string) =>
  text.replace(/[^\u0000-\u007F]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16)}`)

const cases: readonly MistakeCase[] = [
  {
    makes: 'json-blanks',
    how: 'as Python writes it',
    signature: () => md5(withInfo(info.replaceAll('":"', '": "').replaceAll('","', '", "')) + key),
  },
  {
    makes: 'json-blanks',
    how: 'none where blanks were sent',
    fields: { ...pay, extend_info: info.replaceAll('":"', '": "') },
    signature: () => md5(withInfo(info) + key),
  },
  { makes: 'json-pretty', signature: () => md5(withInfo(JSON.stringify(JSON.parse(info), null, 2)) + key) },
  { makes: 'json-slashes', signature: () => md5(withInfo(info.replaceAll('/', '\\/')) + key) },
  { makes: 'json-unicode', signature: () => md5(withInfo(unicodeEscaped(info)) + key) },
  {
    makes: 'json-unicode',
    how: 'sent escaped',
    fields: { ...pay, extend_info: unicodeEscaped(info) },
    signature: () => md5(withInfo(info) + key),
  },
  {
    makes: 'json-keys-sorted',
    signature: () =>
      md5(withInfo(JSON.stringify(Object.fromEntries(members.toSorted(([a], [b]) => (a < b ? -1 : 1))))) + key),
    fields: { ...pay, extend_info: JSON.stringify(Object.fromEntries(members.toReversed())) },
  },
]

it.each(named(cases))('%s, is told by name and alone', (_, made) => {
  expect(tellingOf(made)).toEqual(expectedTelling(made))
})
