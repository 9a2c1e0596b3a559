import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { charsets, isEncodable } from './charset.ts'
import { decodeForm, encodeComponent, encodeForm, type Parameter, toParameters, valueNamed } from './parameter.ts'

const text = fc.string({
  unit: fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    fc.constantFrom('中', '豆', '联', '通', '模', '€', '&', '=', '+', '%', ' ', '%2', '"', '\n'),
  ),
})
const parameters = fc.array(fc.record({ name: text, value: text }))
const ofForm = (form: string, charset: (typeof charsets)[number] = 'UTF-8') =>
  decodeForm(Buffer.from(form, 'latin1'), charset)
const pairs = (list: readonly Parameter[]) => list.map(({ name, value }) => [name, value])

describe.each(charsets)('a form in %s', (charset) => {
  it('brings back every list of parameters, order and duplicates kept', () => {
    fc.assert(
      fc.property(parameters, (list) => {
        const encodable = list.filter(({ name, value }) => isEncodable(name + value, charset))
        const form = encodeForm(encodable, charset)
        expect(form).toMatch(/^[\x21-\x7e]*$/)
        expect(ofForm(form, charset)).toEqual({ parameters: encodable, problems: [] })
      }),
      { numRuns: 500 },
    )
  })

  it('is read from any bytes without an exception', () => {
    const mangled = fc.array(
      fc.oneof(
        fc.uint8Array({ maxLength: 8 }),
        fc.constantFrom(...['&', '=', '%', '%4', '+', '%C3'].map((piece) => new TextEncoder().encode(piece))),
      ),
    )
    fc.assert(
      fc.property(mangled, (pieces) => {
        const bytes = Buffer.concat(pieces)
        const read = decodeForm(bytes, charset)
        expect(read.parameters).toHaveLength(
          bytes
            .toString('latin1')
            .split('&')
            .filter((piece) => piece !== '').length,
        )
        expect(read.problems.length).toBeLessThanOrEqual(2 * read.parameters.length)
      }),
      { numRuns: 500 },
    )
  })
})

describe('a form in UTF-8', () => {
  const wild = fc.string({
    unit: fc.oneof(
      fc.constantFrom('&', '=', '%', '+', '%41', '%e4%b8%ad', '%80', '%zz', 'a'),
      fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }),
    ),
  })

  it('is read as URLSearchParams reads it', () => {
    fc.assert(
      fc.property(wild, (form) => {
        // A leading ? is dropped there and is part of the name here.
        expect(pairs(ofForm(form).parameters)).toEqual([...new URLSearchParams(`?${form}`)])
      }),
      { numRuns: 1000 },
    )
  })

  it('is written as URLSearchParams writes it', () => {
    fc.assert(
      fc.property(parameters, (list) => {
        expect(encodeForm(list, 'UTF-8')).toBe(new URLSearchParams(pairs(list) as [string, string][]).toString())
      }),
    )
  })
})

it.each<[string, [string, string][]]>([
  [
    'a=1&b=2',
    [
      ['a', '1'],
      ['b', '2'],
    ],
  ],
  ['', []],
  ['&&a=1&', [['a', '1']]],
  ['a', [['a', '']]],
  [
    'a&b=1&c',
    [
      ['a', ''],
      ['b', '1'],
      ['c', ''],
    ],
  ],
  ['a=', [['a', '']]],
  ['=1', [['', '1']]],
  ['=', [['', '']]],
  ['a=b=c==', [['a', 'b=c==']]],
  [
    'a=1&a=2',
    [
      ['a', '1'],
      ['a', '2'],
    ],
  ],
  ['a+b=c+d%2B', [['a b', 'c d+']]],
  ['%61%3D=%26%25', [['a=', '&%']]],
  ['a=%e4%b8%ad%E5%9B%BD', [['a', '中国']]],
  ['a=%00', [['a', '\0']]],
])('%j is read as %j', (form, expected) => {
  expect(ofForm(form)).toEqual({ parameters: expected.map(([name, value]) => ({ name, value })), problems: [] })
})

it('reads bytes that are not escaped as text of the charset', () => {
  expect(decodeForm(Buffer.from('a=中+国'), 'UTF-8')).toEqual({
    parameters: [{ name: 'a', value: '中 国' }],
    problems: [],
  })
  expect(ofForm('a=\xd6\xd0', 'GBK').parameters).toEqual([{ name: 'a', value: '中' }])
  expect(ofForm('a=%D6%D0', 'GBK').parameters).toEqual([{ name: 'a', value: '中' }])
})

it.each([
  ['a=1&b=%&c=2', 'broken percent-escape', '%', '%'],
  ['b=100%25%', 'broken percent-escape', '100%25%', '100%%'],
  ['b=%4', 'broken percent-escape', '%4', '%4'],
  ['b=%4g', 'broken percent-escape', '%4g', '%4g'],
  ['b=%zz+', 'broken percent-escape', '%zz+', '%zz '],
  ['b=%u4E2D', 'broken percent-escape', '%u4E2D', '%u4E2D'],
  ['b=%FF', 'bytes not in charset', '%FF', '\uFFFD'],
  ['b=%D6%D0', 'bytes not in charset', '%D6%D0', '\uFFFD\uFFFD'],
  ['b=\xff', 'bytes not in charset', '\xff', '\uFFFD'],
])('what is wrong in %j is told, and the rest is read', (form, problem, at, value) => {
  const read = ofForm(form)
  expect(read.problems).toEqual([{ problem, at }])
  expect(valueNamed(read.parameters, 'b')).toBe(value)
  if (form.startsWith('a')) expect(valueNamed(read.parameters, 'c')).toBe('2')
})

it('shows no more than 200 characters of what is wrong', () => {
  expect(ofForm(`a=${'%'.repeat(1000)}`).problems).toEqual([
    { problem: 'broken percent-escape', at: `${'%'.repeat(200)}…` },
  ])
})

it.each([
  ['a&', 2],
  ['%41&', 2],
  ['+&', 2],
  ['&', 2],
  ['=', 2],
  ['%', 2],
  ['%4', 2],
  ['=&', 2],
  ['a=%ff&', 0.5],
])('%j is read in one pass when there are megabytes of it', (piece, megabytes) => {
  const pieces = Math.floor((megabytes * 1_048_576) / piece.length)
  expect(ofForm(piece.repeat(pieces)).parameters.length).toBeLessThanOrEqual(pieces)
})

it.each([
  ['a-b_c.d*1', 'a-b_c.d*1'],
  ['a b', 'a+b'],
  ["!'()~", '%21%27%28%29%7E'],
  ['{"a":"b"}', '%7B%22a%22%3A%22b%22%7D'],
  ['中', '%E4%B8%AD'],
])('%j is escaped as %j', (value, escaped) => {
  expect(encodeComponent(value, 'UTF-8')).toBe(escaped)
})

it('escapes the bytes of the charset', () => {
  expect(encodeComponent('中', 'GBK')).toBe('%D6%D0')
})

it('finds the first value of a name', () => {
  const list = [
    { name: 'a', value: '1' },
    { name: 'a', value: '2' },
  ]
  expect(valueNamed(list, 'a')).toBe('1')
  expect(valueNamed(list, 'b')).toBeUndefined()
})

it('makes a list of a record, without what is absent', () => {
  expect(toParameters({ b: '1', a: '', c: undefined })).toEqual([
    { name: 'b', value: '1' },
    { name: 'a', value: '' },
  ])
})
