import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyCharacter } from '../test/any-character.ts'
import { charsetNamed, charsets, decodeText, encodeText, isEncodable, possibleBytes } from './charset.ts'

/** Text of ASCII, Chinese, signs, the euro and what only UTF-8 has. */
const anyText = fc.string({
  unit: fc.oneof(anyCharacter, fc.constantFrom('中', '豆', '龘', '€', '。', ' ', '&', '😀', 'é', '가', '\uD800')),
})

describe.each(charsets)('%s', (charset) => {
  it('brings back every text it can encode, and says which it can', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const back = decodeText(encodeText(text, charset), charset)
        expect(back.valid).toBe(true)
        expect(back.text === text).toBe(isEncodable(text, charset))
      }),
      { numRuns: 500 },
    )
  })

  it('brings back ASCII', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
        expect(decodeText(encodeText(text, charset), charset)).toEqual({ text, valid: true })
      }),
    )
  })

  it('reads any bytes without an exception, and is only content with those that it would write', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const { text, valid } = decodeText(bytes, charset)
        const back = encodeText(text, charset)
        if (valid && !text.includes('€') && !text.includes('\u3000')) expect(back.equals(bytes)).toBe(true)
        if (!valid) expect(text).toContain('\uFFFD')
      }),
      { numRuns: 500 },
    )
  })

  it('reads a view into a longer buffer', () => {
    const whole = encodeText('xx中文yy', charset)
    expect(decodeText(whole.subarray(2, -2), charset)).toEqual({ text: '中文', valid: true })
  })
})

describe('UTF-8', () => {
  it.each([
    ['an overlong form', 'c0af'],
    ['half a surrogate pair', 'eda080'],
    ['a code point above the last', 'f4908080'],
    ['a sequence that is cut short', 'e4b8'],
    ['a continuation byte alone', '80'],
  ])('does not take %s for text', (_, bytes) => {
    expect(decodeText(Buffer.from(bytes, 'hex'), 'UTF-8').valid).toBe(false)
  })

  it('takes U+FFFD itself for text', () => {
    expect(decodeText(Buffer.from('\uFFFD'), 'UTF-8')).toEqual({ text: '\uFFFD', valid: true })
  })

  it('keeps a byte order mark: it is a character of the value', () => {
    expect(decodeText(Buffer.from('\uFEFFa'), 'UTF-8').text).toBe('\uFEFFa')
  })
})

it('knows two ways to write the euro sign in GBK, and one for everything else', () => {
  const hex = (text: string, charset: 'UTF-8' | 'GBK') =>
    possibleBytes(text, charset).map((bytes) => bytes.toString('hex'))
  expect(hex('1€', 'GBK')).toEqual(['3180', '31a2e3'])
  expect(hex('1中', 'GBK')).toEqual(['31d6d0'])
  expect(hex('1€', 'UTF-8')).toEqual(['31e282ac'])
})

it.each([
  ['UTF-8', 'UTF-8'],
  ['utf-8', 'UTF-8'],
  ['Utf-8', 'UTF-8'],
  ['gbk', 'GBK'],
  ['GBK', 'GBK'],
  ['gb2312', 'GB2312'],
  ['UTF8', undefined],
  ['GB18030', undefined],
  ['ISO-8859-1', undefined],
  ['', undefined],
  [' GBK', undefined],
])('"%s" names %s', (text, charset) => {
  expect(charsetNamed(text)).toBe(charset)
})
