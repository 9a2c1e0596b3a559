import { expect, it } from 'vitest'
import { expectedTelling, type MistakeCase, named, tellingOf } from '../mistake-cases.test-values.ts'
import { entriesOf, formOf, joined, key, md5, pay, rsa, stringOf, without } from '../signed-pay.test-values.ts'

const reordered = (sort: (a: readonly string[], b: readonly string[]) => number) =>
  md5(joined(entriesOf(pay).toSorted(sort)) + key)

const cases: readonly MistakeCase[] = [
  {
    makes: 'order-as-sent',
    query: '',
    body: (fields) => formOf(fields, 'UTF-8'),
    signature: (_, fields) => md5(joined(Object.entries(fields).filter(([, value]) => value !== '')) + key),
  },
  { makes: 'order-by-value', signature: () => reordered(([, a = ''], [, b = '']) => Number(a > b) - Number(a < b)) },
  { makes: 'order-descending', signature: () => reordered(([a = ''], [b = '']) => (a > b ? -1 : 1)) },
  {
    makes: 'order-locale',
    signature: () => reordered(([a = ''], [b = '']) => (a.replaceAll('_', '') < b.replaceAll('_', '') ? -1 : 1)),
  },
  {
    makes: 'order-locale',
    how: 'as upper case, which puts the underscore last',
    fields: { ...pay, partnerid: 'y' },
    signature: (_, fields) =>
      md5(joined(entriesOf(fields).toSorted(([a], [b]) => (a.toUpperCase() < b.toUpperCase() ? -1 : 1))) + key),
  },
  {
    makes: 'order-charset-last',
    signature: (_, fields) => md5(`${stringOf(without(fields, '_input_charset'))}&_input_charset=UTF-8${key}`),
    orElse: ['order-locale'],
  },
  {
    makes: 'order-charset-first',
    fields: { ...pay, Operator: '7' },
    signature: (_, fields) => md5(`_input_charset=UTF-8&${stringOf(without(fields, '_input_charset'))}${key}`),
  },
  {
    makes: 'quoted-values',
    signature: (_, fields) =>
      md5(
        entriesOf(fields)
          .map(([name, value]) => `${name}="${value}"`)
          .join('&') + key,
      ),
  },
  {
    makes: 'joined-otherwise',
    signature: (_, fields) =>
      md5(
        entriesOf(fields)
          .map(([name, value]) => name + value)
          .join('') + key,
      ),
  },
  { makes: 'trailing-ampersand', signType: 'RSA2', signature: (text) => rsa(`${text}&`) },
  { makes: 'leading-mark', signature: (text) => md5(`?${text}${key}`) },
  { makes: 'lower-cased', signature: (text) => md5(text.toLowerCase() + key) },
]

it.each(named(cases))('%s, is told by name and alone', (_, made) => {
  expect(tellingOf(made)).toEqual(expectedTelling(made))
})
