import { expect, it } from 'vitest'
import { expectedTelling, type MistakeCase, named, tellingOf } from '../mistake-cases.test-values.ts'
import { entriesOf, formOf, joined, key, md5, pay, stringOf, without } from '../signed-pay.test-values.ts'

const info = pay.extend_info ?? ''
const encoded = (write: (value: string) => string) =>
  md5(joined(entriesOf(pay).map(([name, value]) => [name, write(value)])) + key)

const cases: readonly MistakeCase[] = [
  { makes: 'url-encoded', how: 'encodeURIComponent', signature: () => encoded(encodeURIComponent) },
  {
    makes: 'url-encoded',
    how: 'blank as +',
    signature: () => encoded((value) => encodeURIComponent(value).replaceAll('%20', '+')),
  },
  {
    makes: 'url-encoded',
    how: 'lower-case hex',
    signature: () =>
      encoded((value) =>
        encodeURIComponent(value)
          .replaceAll('%20', '+')
          .replace(/%../g, (hex) => hex.toLowerCase()),
      ),
  },
  {
    makes: 'url-encoded-as-sent',
    body: (fields) =>
      Buffer.from(
        Object.entries(without(fields, '_input_charset'))
          .map(([name, value]) => `${name}=${encodeURI(value)}`)
          .join('&'),
      ),
    signature: (_, fields) => md5(joined(entriesOf(fields).map(([name, value]) => [name, encodeURI(value)])) + key),
  },
  {
    makes: 'values-escaped-twice',
    body: (fields) =>
      formOf(
        Object.fromEntries(
          Object.entries(without(fields, '_input_charset')).map(([name, value]) => [name, encodeURIComponent(value)]),
        ),
        'UTF-8',
      ),
    signature: (text) => md5(text + key),
  },
  {
    makes: 'plus-signed-as-blank',
    fields: { ...pay, trans_name: 'Coffee+cake' },
    signature: (text) => md5(text.replace('+', ' ') + key),
  },
  {
    makes: 'plus-not-escaped',
    fields: { ...pay, trans_name: 'Coffee+cake', extend_info: '{}' },
    body: (fields) => Buffer.from(formOf(without(fields, '_input_charset'), 'UTF-8').toString().replaceAll('%2B', '+')),
    signature: (text) => md5(text + key),
  },
  {
    makes: 'ampersand-not-escaped',
    fields: { ...pay, trans_name: 'Fish & Chips' },
    body: (fields) => Buffer.from(formOf(without(fields, '_input_charset'), 'UTF-8').toString().replaceAll('%26', '&')),
    signature: (text) => md5(text + key),
  },
  { makes: 'amount-rewritten', signature: (_, fields) => md5(stringOf({ ...fields, trans_amount: '39.2' }) + key) },
  {
    makes: 'amount-rewritten',
    how: 'with two decimals',
    fields: { ...pay, trans_amount: '39' },
    signature: (_, fields) => md5(stringOf({ ...fields, trans_amount: '39.00' }) + key),
  },
  {
    makes: 'values-trimmed',
    fields: { ...pay, trans_name: ' Coffee ' },
    signature: (_, fields) => md5(stringOf({ ...fields, trans_name: 'Coffee' }) + key),
    orElse: ['white-space-collapsed'],
  },
  {
    makes: 'white-space-collapsed',
    fields: { ...pay, trans_name: 'Coffee  and \tcake' },
    signature: (_, fields) => md5(stringOf({ ...fields, trans_name: 'Coffee and cake' }) + key),
  },
  { makes: 'white-space-removed', signature: (text) => md5(text.replace(/\s/g, '') + key) },
  {
    makes: 'line-breaks-changed',
    fields: { ...pay, memo: 'one\r\ntwo' },
    signature: (text) => md5(text.replace('\r\n', '\n') + key),
  },
  {
    makes: 'unicode-normalised',
    fields: { ...pay, trans_name: 'Café' },
    signature: (text) => md5(text.normalize('NFD') + key),
  },
  { makes: 'html-escaped', how: '" alone', signature: (text) => md5(text.replaceAll('"', '&quot;') + key) },
  {
    makes: 'html-escaped',
    how: 'XML text',
    signature: (text) => md5(text.replace('<', '&lt;').replace('>', '&gt;') + key),
  },
  {
    makes: 'sent-html-escaped',
    body: (fields) =>
      formOf({ ...without(fields, '_input_charset'), extend_info: info.replaceAll('"', '&quot;') }, 'UTF-8'),
    signature: (text) => md5(text + key),
  },
]

it.each(named(cases))('%s, is told by name and alone', (_, made) => {
  expect(tellingOf(made)).toEqual(expectedTelling(made))
})
