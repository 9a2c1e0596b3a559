import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyCharacter, anyUnit } from '../test/any-character.ts'
import { publishedKey } from '../test/recordings.ts'
import { type Charset, charsets } from './charset.ts'
import { readPrivateKey, readPublicKey } from './key.ts'
import { type Signer, sign, signOffThread, signTypeNamed, signTypes, type Verifier, verify } from './signature.ts'

const key = 'ehyl6d4xbqfi2b6ed04dvtbz85i8vxcy'
const privateKey = readPrivateKey(publishedKey.private)
const publicKey = readPublicKey(publishedKey.public)

const signers: Record<(typeof signTypes)[number], Signer & Verifier> = {
  MD5: { signType: 'MD5', key },
  RSA: { signType: 'RSA', privateKey, publicKey },
  RSA2: { signType: 'RSA2', privateKey, publicKey },
}

/** Text that has bytes of its own in every charset of the gateway. */
const signable = fc.string({
  unit: fc.oneof(
    fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }),
    fc.constantFrom('中', '国', '豆', '€', '，', '='),
  ),
})
const anyText = fc.string({
  unit: fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }), fc.constant('\uD800')),
})
const anyCharset = fc.constantFrom<Charset>(...charsets)

describe.each(signTypes)('%s', (signType) => {
  const signer = signers[signType]

  it('holds for what was signed', () => {
    fc.assert(
      fc.property(anyText, anyCharset, (text, charset) => {
        expect(verify(text, sign(text, signer, charset), signer, charset)).toBe(true)
      }),
    )
  })

  it('is the same off the event loop', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, anyCharset, async (text, charset) => {
        expect(await signOffThread(text, signer, charset)).toBe(sign(text, signer, charset))
      }),
      { numRuns: 20 },
    )
  })

  it('breaks when the text is changed in one place', () => {
    const change = fc.record({ text: signable, at: fc.nat(), by: fc.constantFrom('', 'a', 'B', '7', '中', '豆', '€') })
    fc.assert(
      fc.property(change, anyCharset, ({ text, at, by }, charset) => {
        const place = at % (text.length + 1)
        const changed = text.slice(0, place) + by + text.slice(place + 1)
        fc.pre(changed !== text)
        expect(verify(changed, sign(text, signer, charset), signer, charset)).toBe(false)
      }),
    )
  })

  it('breaks when any one character of it is another, left out or put in', () => {
    const signature = sign('a=1&b=2', signer, 'UTF-8')
    const others =
      signType === 'MD5'
        ? '0123456789abcdefABCDEF ='
        : 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_ \n'
    const still: string[] = []
    for (let at = 0; at <= signature.length; at++)
      for (const by of ['', ...others]) {
        const changed = [
          signature.slice(0, at) + by + signature.slice(at + 1),
          signature.slice(0, at) + by + signature.slice(at),
        ]
        for (const candidate of changed)
          if (candidate !== signature && verify('a=1&b=2', candidate, signer, 'UTF-8')) still.push(candidate)
      }
    expect(still).toEqual([])
  })

  it('does not hold in another charset, once there is Chinese text', () => {
    const signature = sign('a=中', signer, 'UTF-8')
    expect(verify('a=中', signature, signer, 'UTF-8')).toBe(true)
    expect(verify('a=中', signature, signer, 'GBK')).toBe(false)
    expect(verify('a=中', sign('a=中', signer, 'GBK'), signer, 'GB2312')).toBe(true)
  })

  it('takes anything for a signature, and believes nothing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: fc.oneof(anyCharacter, anyUnit) }), fc.base64String()), (signature) => {
        expect(verify('a=1', signature, signer, 'UTF-8')).toBe(false)
      }),
    )
  })
})

describe('a signature over a euro sign in GBK', () => {
  const bytes = (hex: string) => Buffer.concat([Buffer.from('a=1'), Buffer.from(hex, 'hex')])

  it.each([
    ['as Windows, PHP and browsers write it', '80'],
    ['as Java writes it', 'a2e3'],
  ])('is believed %s', async (_, hex) => {
    const { createHash, sign: signBytes } = await import('node:crypto')
    const md5 = createHash('md5').update(bytes(hex)).update(key).digest('hex')
    expect(verify('a=1€', md5, signers.MD5, 'GBK')).toBe(true)
    const rsa2 = signBytes('sha256', bytes(hex), privateKey).toString('base64')
    expect(verify('a=1€', rsa2, signers.RSA2, 'GBK')).toBe(true)
  })
})

describe('MD5', () => {
  it('is 32 small hex digits, over the text with the key right behind it', () => {
    expect(sign('partner=123&service=test', { signType: 'MD5', key: `1${'0'.repeat(31)}` }, 'UTF-8')).toBe(
      'bbd13b52823b576291595f472ebcfbc2',
    )
    expect(verify('a=1', sign('a=1', signers.MD5, 'UTF-8').toUpperCase(), signers.MD5, 'UTF-8')).toBe(false)
  })

  it('does not hold under another key', () => {
    expect(verify('a=1', sign('a=1', signers.MD5, 'UTF-8'), { signType: 'MD5', key: `${key}x` }, 'UTF-8')).toBe(false)
  })
})

it.each(['RSA', 'RSA2'] as const)('%s is Base64 in one line', (signType) => {
  expect(sign('a=1', signers[signType], 'UTF-8')).toMatch(/^[A-Za-z0-9+/]{171}=$/)
})

it('knows the sign types in capitals only', () => {
  expect(signTypes.map(signTypeNamed)).toEqual(['MD5', 'RSA', 'RSA2'])
  expect(['md5', 'DSA', 'RSA256', '', 'MD5 '].map(signTypeNamed)).toEqual(Array(5).fill(undefined))
})
