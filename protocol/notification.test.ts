import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { publishedKey } from '../test/recordings.ts'
import { canonicalString } from './canonical.ts'
import { type Charset, charsets, encodeText, isEncodable } from './charset.ts'
import { readPrivateKey, readPublicKey } from './key.ts'
import { verifyNotification, writeNotification } from './notification.ts'
import { encodeForm, type Parameter } from './parameter.ts'
import { type Signer, signTypes, type Verifier } from './signature.ts'

const rsa = { privateKey: readPrivateKey(publishedKey.private), publicKey: readPublicKey(publishedKey.public) }
const keys: Record<(typeof signTypes)[number], Signer & Verifier> = {
  MD5: { signType: 'MD5', key: 'ehyl6d4xbqfi2b6ed04dvtbz85i8vxcy' },
  RSA: { signType: 'RSA', ...rsa },
  RSA2: { signType: 'RSA2', ...rsa },
}
const fields: Parameter[] = [
  { name: 'notify_time', value: '2024-01-15 10:30:03' },
  { name: 'subject', value: '咖啡 & <b>+1%' },
  { name: 'total_fee', value: '39.25' },
]
const post = (list: readonly Parameter[], charset: Charset = 'UTF-8') => Buffer.from(encodeForm(list, charset))

describe.each(signTypes)('a notification signed by %s', (signType) => {
  const key = keys[signType]

  it('is genuine as it was written, in every charset', () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
        fc.constantFrom(' ', '&', '=', '+', '%', '中'),
      ),
    })
    const list = fc.uniqueArray(fc.record({ name: text, value: text }), { selector: ({ name }) => name })
    fc.assert(
      fc.property(list, fc.constantFrom(...charsets), (all, charset) => {
        const given = all.filter(
          ({ name, value }) => !['sign', 'sign_type'].includes(name) && isEncodable(name + value, charset),
        )
        const body = Buffer.from(writeNotification(given, key, charset))
        const read = verifyNotification(body, key, charset)
        expect(read.ok).toBe(true)
        expect(read.parameters.slice(0, -2)).toEqual(given)
      }),
    )
  })

  it('is not genuine with any byte of a value changed, a field more or a field less', () => {
    const body = writeNotification(fields, key, 'UTF-8')
    const changes = [
      body.replace('39.25', '39.26'),
      body.replace('total_fee', 'total_fef'),
      body.replace('+10%3A30', '10%3A30'),
      `${body}&trade_status=TRADE_SUCCESS`,
      body.replace('total_fee=39.25&', ''),
      body.replace('total_fee=39.25', 'total_fee=39.25&total_fee=0.01'),
    ]
    expect(new Set([body, ...changes]).size).toBe(changes.length + 1)
    for (const changed of changes)
      expect(verifyNotification(Buffer.from(changed), key, 'UTF-8')).toMatchObject({
        ok: false,
        problem: 'wrong signature',
      })
  })

  it('is not genuine for another sign type, whoever says so', () => {
    const body = Buffer.from(writeNotification(fields, key, 'UTF-8'))
    for (const other of signTypes.filter((name) => name !== signType))
      expect(verifyNotification(body, keys[other], 'UTF-8')).toMatchObject({ ok: false, problem: 'other sign type' })
  })

  it('is not genuine in another charset', () => {
    const body = Buffer.from(writeNotification(fields, key, 'GBK'))
    expect(verifyNotification(body, key, 'GBK').ok).toBe(true)
    expect(verifyNotification(body, key, 'UTF-8')).toMatchObject({ ok: false, problem: 'unreadable' })
  })

  it('is read from any bytes without an exception, and believed only with the bytes that were signed', () => {
    const real = writeNotification(fields, key, 'UTF-8')
    const signedBytes = Buffer.from(canonicalString(fields))
    const mangled = fc
      .tuple(fc.nat(real.length), fc.nat(9), fc.string())
      .map(([at, length, by]) => Buffer.from(real.slice(0, at) + by + real.slice(at + length)))
    fc.assert(
      fc.property(fc.oneof(mangled, fc.uint8Array()), fc.constantFrom(...charsets), (body, charset) => {
        const read = verifyNotification(body, key, charset)
        // Not the same text: some UTF-8 is GBK as well, of other characters, and a signature covers bytes.
        if (read.ok) expect(encodeText(canonicalString(read.parameters), charset)).toEqual(signedBytes)
      }),
      { numRuns: 500 },
    )
  })
})

describe('what is wrong with a notification', () => {
  const signed = [...fields, { name: 'sign_type', value: 'MD5' }, { name: 'sign', value: 'x' }]

  it.each([
    ['unsigned', post(fields)],
    ['unsigned', post([...fields, { name: 'sign', value: '' }])],
    ['unsigned', Buffer.alloc(0)],
    ['other sign type', post([...fields, { name: 'sign', value: 'x' }])],
    ['other sign type', post([...fields, { name: 'sign', value: 'x' }, { name: 'sign_type', value: 'md5' }])],
    ['wrong signature', post(signed)],
    ['unreadable', Buffer.concat([post(signed), Buffer.from('&a=%')])],
    ['unreadable', Buffer.concat([post(signed), Buffer.from('&a=%FF')])],
  ])('is told: %s', (problem, body) => {
    expect(verifyNotification(body, keys.MD5, 'UTF-8')).toMatchObject({ ok: false, problem })
  })

  it('is told with the string that should have been signed', () => {
    expect(verifyNotification(post(signed), keys.MD5, 'UTF-8')).toMatchObject({
      parameters: signed,
      signedString: 'notify_time=2024-01-15 10:30:03&subject=咖啡 & <b>+1%&total_fee=39.25',
    })
  })
})

it('is written in the order given, then the sign type and the signature', () => {
  expect(
    writeNotification([{ name: 'notify_id', value: '1234' }], { signType: 'MD5', key: `1${'0'.repeat(31)}` }, 'UTF-8'),
  ).toBe('notify_id=1234&sign_type=MD5&sign=22fc7e38e5acdfede396aa463870d111')
})
