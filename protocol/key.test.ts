import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyCharacter, anyUnit } from '../test/any-character.ts'
import { publishedKey } from '../test/recordings.ts'
import { fingerprint, readPrivateKey, readPublicKey, toPem } from './key.ts'
import { ProtocolError, type ProtocolErrorCode } from './protocol-error.ts'

const privateKey = createPrivateKey(publishedKey.private)
const publicKey = createPublicKey(publishedKey.public)

const pem = (key: KeyObject, type: 'pkcs1' | 'pkcs8' | 'spki') => {
  if (type === 'pkcs8' || (type === 'pkcs1' && key.type === 'private'))
    return key.export({ format: 'pem', type: type as 'pkcs8' }).toString()
  return key.export({ format: 'pem', type: type as 'spki' }).toString()
}
const bare = (text: string) => text.replace(/-----.*-----/g, '').replace(/\s/g, '')
const label = (text: string, name: string) => text.replace(/(BEGIN|END) [A-Z ]+-----/g, `$1 ${name}-----`)

function codeOf(read: () => unknown): ProtocolErrorCode | 'no error' {
  try {
    read()
    return 'no error'
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    return error.code
  }
}

const privateForms: [string, string][] = [
  ['PKCS#8 in PEM', publishedKey.private],
  ['PKCS#1 in PEM', pem(privateKey, 'pkcs1')],
  ['PKCS#8 in bare Base64', bare(publishedKey.private)],
  ['PKCS#1 in bare Base64', bare(pem(privateKey, 'pkcs1'))],
  ['PKCS#1 under the label of PKCS#8', label(pem(privateKey, 'pkcs1'), 'PRIVATE KEY')],
  ['PKCS#8 under the label of PKCS#1', label(publishedKey.private, 'RSA PRIVATE KEY')],
  ['Base64 in lines, as copied', `  ${bare(publishedKey.private).replace(/(.{60})/g, '$1\r\n\t')} \n`],
]

const publicForms: [string, string][] = [
  ['SPKI in PEM', publishedKey.public],
  ['PKCS#1 in PEM', pem(publicKey, 'pkcs1')],
  ['SPKI in bare Base64', bare(publishedKey.public)],
  ['PKCS#1 in bare Base64', bare(pem(publicKey, 'pkcs1'))],
  ['PKCS#1 under the label of SPKI', label(pem(publicKey, 'pkcs1'), 'PUBLIC KEY')],
  ['SPKI with Windows line ends', publishedKey.public.replaceAll('\n', '\r\n')],
]

describe('a private key', () => {
  it.each(privateForms)('is read from %s', (_, text) => {
    expect(readPrivateKey(text).equals(privateKey)).toBe(true)
  })

  it.each(publicForms)('is missing where a public one is given: %s', (_, text) => {
    expect(codeOf(() => readPrivateKey(text))).toBe('PUBLIC_KEY_GIVEN')
  })
})

describe('a public key', () => {
  it.each(publicForms)('is read from %s', (_, text) => {
    expect(readPublicKey(text).equals(publicKey)).toBe(true)
  })

  it.each(privateForms)('is not made of a private one: %s', (_, text) => {
    expect(codeOf(() => readPublicKey(text))).toBe('PRIVATE_KEY_GIVEN')
  })
})

describe('what is no RSA key', () => {
  const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const encrypted = privateKey
    .export({ format: 'pem', type: 'pkcs8', cipher: 'aes-128-cbc', passphrase: 'x' })
    .toString()

  it.each([
    ['nothing', ''],
    ['words', 'my key'],
    ['the MD5 key', `1${'0'.repeat(31)}`],
    ['an empty PEM', '-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----'],
    ['half a key', bare(publishedKey.private).slice(0, 400)],
    ['an encrypted key', encrypted],
    ['an elliptic private key', pem(elliptic.privateKey, 'pkcs8')],
    ['an elliptic public key', pem(elliptic.publicKey, 'spki')],
    ['many dashes', '-'.repeat(100_000)],
  ])('is neither a private nor a public one: %s', (_, text) => {
    expect(codeOf(() => readPrivateKey(text))).toBe('UNUSABLE_PRIVATE_KEY')
    expect(codeOf(() => readPublicKey(text))).toBe('UNUSABLE_PUBLIC_KEY')
  })

  it('is told by ProtocolError alone, whatever is given', () => {
    const der = Buffer.from(bare(publishedKey.private), 'base64')
    const mangled = fc.tuple(fc.nat(der.length - 1), fc.nat(255), fc.nat(der.length)).map(([at, byte, end]) => {
      const copy = Buffer.from(der)
      copy[at] = byte
      return copy.subarray(0, Math.max(end, at)).toString('base64')
    })
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: fc.oneof(anyCharacter, anyUnit) }), fc.base64String(), mangled),
        (text) => {
          expect(codeOf(() => readPrivateKey(text))).toMatch(/^(?:no error|UNUSABLE_PRIVATE_KEY|PUBLIC_KEY_GIVEN)$/)
          expect(codeOf(() => readPublicKey(text))).toMatch(/^(?:no error|UNUSABLE_PUBLIC_KEY|PRIVATE_KEY_GIVEN)$/)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('says what to give instead, and shows no key', () => {
    const told = (read: () => unknown) => {
      try {
        read()
      } catch (error) {
        return String(error)
      }
      return ''
    }
    expect(told(() => readPublicKey(publishedKey.private))).toBe(
      'ProtocolError: [PRIVATE_KEY_GIVEN] This is a private key; a public key belongs here. Keep the private key to yourself.',
    )
  })
})

describe('a pair', () => {
  it('has one fingerprint, in the form of OpenSSH', () => {
    expect(fingerprint(publicKey)).toBe(fingerprint(privateKey))
    expect(fingerprint(publicKey)).toBe('SHA256:jWXjddLpbU857gmic7U/PDQVVamB+2HYfoG2vDH9GEc')
  })

  it('has another fingerprint than another pair', () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 1024 })
    expect(fingerprint(other.publicKey)).not.toBe(fingerprint(publicKey))
  })

  it('is written as PEM that is labelled as what it is', () => {
    expect(toPem(privateKey)).toBe(publishedKey.private)
    expect(toPem(publicKey)).toBe(publishedKey.public)
  })
})
