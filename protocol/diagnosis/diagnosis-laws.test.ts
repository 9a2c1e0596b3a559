import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalString } from '../canonical.ts'
import { charsets } from '../charset.ts'
import { sign } from '../signature.ts'
import { diagnoseRefusedSignature } from './diagnose-signature.ts'
import { rightDraft, textOf } from './draft.ts'
import type { Evidence } from './evidence.ts'
import { renderDiagnosis } from './render-diagnosis.ts'
import { key, md5, send, stringOf, verifiers } from './signed-pay.test-values.ts'

const someKey = fc.string({
  minLength: 16,
  maxLength: 40,
  unit: fc.constantFrom(...'abcdefghijkmnpqrstuvwxyzABCDEFGH23456789'),
})
const someName = fc.oneof(
  fc.constantFrom(
    'partner',
    'service',
    '_input_charset',
    'sign',
    'sign_type',
    'extend_info',
    'trans_amount',
    '__proto__',
  ),
  fc.string({ maxLength: 12 }),
)
const someText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.json({ maxDepth: 3 }),
  fc.constantFrom('39.20', '', 'null', ' x ', '%E6%98', '&quot;', '星巴克', '\ud800', '\u001b[31m'),
)
const someParameters = fc.array(fc.record({ name: someName, value: someText }), { maxLength: 12 })
const someBytes = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.string({ maxLength: 200 }).map((text) => new TextEncoder().encode(text)),
)
const someReceived = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF'), maxLength: 64 }),
  fc.base64String({ maxLength: 400 }),
  fc.base64String({ minLength: 344, maxLength: 344 }),
)
const someEvidence = fc.record(
  {
    parameters: someParameters,
    rawQuery: someBytes,
    rawBody: someBytes,
    charset: fc.constantFrom(...charsets),
    signType: fc.constantFrom('MD5', 'RSA', 'RSA2', '', 'DSA'),
    received: someReceived,
    verifier: fc.oneof(
      fc.constantFrom(verifiers.RSA, verifiers.RSA2),
      fc.oneof(someKey, fc.string({ maxLength: 8 })).map((md5Key) => ({ signType: 'MD5' as const, key: md5Key })),
    ),
    otherKeys: fc.constantFrom([], [verifiers.MD5], [verifiers.RSA2]),
    message: fc.constantFrom(
      { kind: 'request' as const },
      { kind: 'notification' as const },
      { kind: 'answer' as const, request: [], declared: 'GBK' as const },
    ),
  },
  { requiredKeys: ['parameters', 'charset', 'signType', 'received', 'verifier'] },
)

describe('a diagnosis', () => {
  it('comes out of any message, and can be shown', () => {
    fc.assert(
      fc.property(someEvidence, (evidence: Evidence) => {
        const text = renderDiagnosis(diagnoseRefusedSignature(evidence))
        expect(text).toMatch(/^ILLEGAL_SIGN {2}/)
        expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/)
      }),
      { numRuns: 150 },
    )
  })

  it('never holds the key, nor the right signature, even when the caller sent them as parameters', () => {
    const somePlace = fc.constantFrom(
      ...([
        (_: string, secret: string) => secret,
        (text: string, secret: string) => md5(`${text}&key=${secret}`),
        (text: string, secret: string) => md5(text + secret).toUpperCase(),
        (text: string) => md5(text),
        () => md5('other'),
      ] as const),
    )
    fc.assert(
      fc.property(someKey, someParameters, somePlace, fc.boolean(), (md5Key, given, place, leaks) => {
        const clean = given.map(({ name, value }) => ({ name: name === 'sign' ? 'x' : name, value }))
        const parameters = leaks
          ? [...clean, { name: 'key', value: `my ${md5Key}` }, { name: md5Key, value: '1' }]
          : clean
        const text = canonicalString(parameters)
        const evidence: Evidence = {
          ...{ parameters, charset: 'UTF-8', signType: 'MD5', received: place(text, md5Key) },
          verifier: { signType: 'MD5', key: md5Key },
        }
        const diagnosis = diagnoseRefusedSignature(evidence)
        const right = sign(text, { signType: 'MD5', key: md5Key }, 'UTF-8')
        for (const shown of [JSON.stringify(diagnosis), renderDiagnosis(diagnosis, { width: 1_000 })]) {
          expect(shown).not.toContain(md5Key)
          expect(shown.toLowerCase()).not.toContain(right)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('names no mistake for a random signature', () => {
    const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 32, maxLength: 32 })
    fc.assert(
      fc.property(hex, (received) => {
        expect(diagnoseRefusedSignature(send({ signature: () => received })).signature.mistakes).toEqual([])
      }),
      { numRuns: 30 },
    )
  })

  it('calls a signature right exactly when the gateway does', () => {
    fc.assert(
      fc.property(someParameters, fc.constantFrom(...charsets), (given, charset) => {
        const parameters = given.filter(({ name }) => name !== 'sign')
        const received = sign(canonicalString(parameters), { signType: 'MD5', key }, charset)
        const evidence: Evidence = { parameters, charset, signType: 'MD5', received, verifier: verifiers.MD5 }
        expect(diagnoseRefusedSignature(evidence).signature.verdict).toBe('right')
      }),
    )
  })
})

describe('the draft without a mistake', () => {
  it('is the string that the gateway makes', () => {
    fc.assert(
      fc.property(someParameters, (parameters) => {
        expect(textOf(rightDraft(parameters, 'UTF-8'))).toBe(canonicalString(parameters))
      }),
    )
    expect(stringOf({ b: '1', a: '2' })).toBe('a=2&b=1')
  })
})
