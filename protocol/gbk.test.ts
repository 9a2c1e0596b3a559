import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyCharacter } from '../test/any-character.ts'
import { decodeGbk, encodeGbk, euroPair, isInGbk } from './gbk.ts'

const pairs: number[] = []
for (let lead = 0x81; lead <= 0xfe; lead++)
  for (let trail = 0x40; trail <= 0xfe; trail++) if (trail !== 0x7f) pairs.push(lead * 256 + trail)

const bytesOf = (pair: number) => Uint8Array.of(pair >> 8, pair & 0xff)
const hex = (pair: number) => pair.toString(16)

describe('GBK', () => {
  it('has a character for each of its two-byte codes, and writes it back as it was, but for two that have another code', () => {
    const others: string[] = []
    for (const pair of pairs) {
      const { text, valid } = decodeGbk(bytesOf(pair))
      if (!valid || text.length !== 1 || !isInGbk(text)) others.push(`${hex(pair)} is no character`)
      const back = encodeGbk(text).toString('hex')
      if (back !== hex(pair)) others.push(`${hex(pair)} ${text} ${back}`)
    }
    expect(pairs).toHaveLength(23_940)
    expect(others).toEqual(['a2e3 € 80', 'a3a0 \u3000 a1a1'])
  })

  it('is what the platform says it is, but for what Unicode gave a place of its own since', () => {
    const platform = new TextDecoder('gbk', { fatal: true })
    const differing = pairs.filter((pair) => platform.decode(bytesOf(pair)) !== decodeGbk(bytesOf(pair)).text)
    expect(differing).toEqual([])
  })

  it.each([
    ['中', 'd6d0'],
    ['国', 'b9fa'],
    ['商户网关', 'c9ccbba7cdf8b9d8'],
    ['蔡豆豆', 'b2ccb6b9b6b9'],
    ['€', '80'],
    ['，。《》￥', 'a3aca1a3a1b6a1b7a3a4'],
    ['A中1', '41d6d031'],
  ])('%s is %s', (text, code) => {
    expect(encodeGbk(text).toString('hex')).toBe(code)
    expect(decodeGbk(Buffer.from(code, 'hex'))).toEqual({ text, valid: true })
  })

  it('can write the euro sign as Java does', () => {
    expect(encodeGbk('1€', euroPair).toString('hex')).toBe('31a2e3')
  })

  it.each([
    ['ff', '\uFFFD'],
    ['81', '\uFFFD'],
    ['8120', '\uFFFD '],
    ['817f', '\uFFFD\u007F'],
    ['81ff', '\uFFFD\uFFFD'],
    ['d6d0c9', '中\uFFFD'],
    ['81308436', '\uFFFD0\uFFFD6'],
  ])('the bytes %s are not all text', (bytes, text) => {
    expect(decodeGbk(Buffer.from(bytes, 'hex'))).toEqual({ text, valid: false })
  })

  it.each(['\u0080', 'é̂', '😀', '\uD83D', '\uDE00', '\uFFFD', '\uFEFF', '가'])(
    '%j has no code and becomes ?',
    (text) => {
      expect(isInGbk(text)).toBe(false)
      expect(encodeGbk(`a${text}b`).toString('latin1')).toMatch(/^a.*\?b$/s)
    },
  )

  it('writes one ? for a character of two units', () => {
    expect(encodeGbk('😀😀').toString('latin1')).toBe('??')
  })

  it('brings back every text that is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (text) => {
        const { text: back } = decodeGbk(encodeGbk(text))
        expect(back === text).toBe(isInGbk(text))
      }),
    )
  })
})
