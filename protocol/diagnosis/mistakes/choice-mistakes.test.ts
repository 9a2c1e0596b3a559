import { expect, it } from 'vitest'
import { expectedTelling, type MistakeCase, named, tellingOf } from '../mistake-cases.test-values.ts'
import { entriesOf, formOf, joined, key, md5, pay, stringOf, without } from '../signed-pay.test-values.ts'

const cases: readonly MistakeCase[] = [
  { makes: 'sign-type-kept', signature: (_, fields) => md5(stringOf({ ...fields, sign_type: 'MD5' }) + key) },
  {
    makes: 'sign-kept',
    how: 'empty',
    signature: (_, fields) =>
      md5(
        joined([...entriesOf({ ...fields, sign: '-' })].map(([name, value]) => [name, name === 'sign' ? '' : value])) +
          key,
      ),
  },
  { makes: 'sign-kept', how: 'as null', signature: (_, fields) => md5(stringOf({ ...fields, sign: 'null' }) + key) },
  {
    makes: 'empty-kept',
    signature: (_, fields) => md5(joined(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1))) + key),
  },
  {
    makes: 'null-dropped',
    fields: { ...pay, quantity: 'null', trans_currency: 'null' },
    signature: (_, fields) => md5(stringOf(without(fields, 'quantity', 'trans_currency')) + key),
  },
  {
    makes: 'blank-dropped',
    fields: { ...pay, memo: ' ' },
    signature: (_, fields) => md5(stringOf(without(fields, 'memo')) + key),
  },
  {
    makes: 'url-parameters-left-out',
    query: '_input_charset=UTF-8&service=alipay.acquire.overseas.spot.pay',
    body: (fields) => formOf(without(fields, '_input_charset', 'service'), 'UTF-8'),
    signature: (_, fields) => md5(stringOf(without(fields, '_input_charset', 'service')) + key),
  },
  {
    makes: 'charset-left-out',
    body: (fields) => formOf(fields, 'UTF-8'),
    signature: (_, fields) => md5(stringOf(without(fields, '_input_charset')) + key),
  },
  {
    makes: 'charset-spelt-otherwise',
    signature: (_, fields) => md5(stringOf({ ...fields, _input_charset: 'utf-8' }) + key),
  },
  {
    makes: 'charset-not-sent',
    fields: without(pay, '_input_charset'),
    query: '',
    signature: (_, fields) => md5(stringOf({ ...fields, _input_charset: 'utf-8' }) + key),
  },
  { makes: 'parameter-left-out', signature: (_, fields) => md5(stringOf(without(fields, 'notify_url')) + key) },
  {
    makes: 'duplicates-signed',
    body: (fields) => formOf(fields, 'UTF-8'),
    signature: (text) => md5(`_input_charset=UTF-8&${text}${key}`),
  },
]

it.each(named(cases))('%s, is told by name and alone', (_, made) => {
  expect(tellingOf(made)).toEqual(expectedTelling(made))
})
