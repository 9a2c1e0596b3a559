import { expect, it } from 'vitest'
import { expectedTelling, type MistakeCase, named, tellingOf } from '../mistake-cases.test-values.ts'
import { formOf, key, md5, pay, without } from '../signed-pay.test-values.ts'

const gbkPay = { ...pay, _input_charset: 'GBK' }
const latin1 = (text: string) => Buffer.from(text.replace(/[^\u0000-\u00FF]/g, '?'), 'latin1')

const cases: readonly MistakeCase[] = [
  { makes: 'gbk-signed', signature: (text) => md5(text + key, 'GBK') },
  { makes: 'utf8-signed', fields: gbkPay, charset: 'GBK', signature: (text) => md5(text + key, 'UTF-8') },
  { makes: 'latin1-signed', signature: (text) => md5(latin1(text + key)) },
  {
    makes: 'utf8-twice-signed',
    signature: (text) => md5(Buffer.from(text + key).toString('latin1')),
  },
  { makes: 'utf16-signed', signature: (text) => md5(Buffer.from(text + key, 'utf16le')) },
  {
    makes: 'charset-not-in-url',
    query: '',
    body: (fields) => formOf(fields, 'UTF-8'),
    readAs: 'GBK',
    signature: (text) => md5(text + key),
  },
  {
    makes: 'form-in-other-charset',
    fields: gbkPay,
    charset: 'GBK',
    body: (fields) => formOf(without(fields, '_input_charset'), 'UTF-8'),
    signature: (text) => md5(text + key),
  },
  {
    makes: 'form-written-in-other-charset',
    body: (fields) => formOf(without(fields, '_input_charset'), 'GBK'),
    signature: (text) => md5(text + key),
  },
]

it.each(named(cases))('%s, is told by name and alone', (_, made) => {
  expect(tellingOf(made)).toEqual(expectedTelling(made))
})
