import { expect, it } from 'vitest'
import { expectedTelling, type MistakeCase, named, tellingOf } from '../mistake-cases.test-values.ts'
import { key, md5, pay, stringOf } from '../signed-pay.test-values.ts'

const cases: readonly MistakeCase[] = [
  { makes: 'key-after-ampersand', signature: (text) => md5(`${text}&${key}`), orElse: ['trailing-ampersand'] },
  { makes: 'key-named', signature: (text) => md5(`${text}&key=${key}`) },
  { makes: 'key-named', how: 'without &', signature: (text) => md5(`${text}key=${key}`) },
  { makes: 'key-in-front', signature: (text) => md5(key + text) },
  { makes: 'key-on-both-sides', signature: (text) => md5(key + text + key) },
  { makes: 'key-sorted-in', signature: (_, fields) => md5(stringOf({ ...fields, key })) },
  { makes: 'key-missing', signature: (text) => md5(text) },
  { makes: 'key-with-blanks', how: 'a line break behind', signature: (text) => md5(`${text}${key}\n`) },
  { makes: 'key-with-blanks', how: 'a byte order mark', signature: (text) => md5(`${text}\uFEFF${key}`) },
  { makes: 'key-case-changed', signature: (text) => md5(text + key.toUpperCase()) },
  { makes: 'key-case-changed', how: 'lower', signature: (text) => md5(text + key.toLowerCase()) },
  { makes: 'sample-key', signature: (text) => md5(`${text}10000000000000000000000000000000`) },
  { makes: 'partner-as-key', signature: (text) => md5(text + pay.partner) },
  {
    makes: 'other-key',
    how: 'of another partner',
    signature: (text) => md5(`${text}anotherpartnerskey00000000000000`),
    others: [
      { label: 'partner 2088000000000002', verifier: { signType: 'MD5', key: 'anotherpartnerskey00000000000000' } },
    ],
  },
  {
    makes: 'other-key',
    how: 'an older one',
    signature: (text) => md5(`${text}theolderkeyofthepartner000000000`),
    otherKeys: [{ signType: 'MD5', key: 'theolderkeyofthepartner000000000' }],
  },
  { makes: 'key-sent-as-sign', signature: () => key },
  { makes: 'sample-sign', signature: () => '59c7275cf3c82f038b7c0076f9888926' },
]

it.each(named(cases))('%s, is told by name and alone', (_, made) => {
  expect(tellingOf(made)).toEqual(expectedTelling(made))
})
