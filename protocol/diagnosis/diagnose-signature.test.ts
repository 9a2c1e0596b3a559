import { describe, expect, it } from 'vitest'
import type { DiagnosedSignature } from './diagnose-signature.ts'
import { diagnoseRefusedSignature, diagnoseSignature } from './diagnose-signature.ts'
import type { SignatureDiagnosis } from './diagnosis.ts'
import {
  formOf,
  joined,
  key,
  md5,
  pay,
  rsa,
  type Sending,
  send,
  stranger,
  stringOf,
  without,
} from './signed-pay.test-values.ts'

function diagnosed(sending: Sending): SignatureDiagnosis {
  return diagnoseSignature(send(sending))
}

function refused(sending: Sending): DiagnosedSignature {
  return diagnoseRefusedSignature(send(sending))
}

const gbkPay = { ...pay, _input_charset: 'GBK' }

const idsOf = ({ mistakes }: SignatureDiagnosis) => mistakes.map(({ id }) => id)

describe('a right signature', () => {
  it.each<readonly [string, Sending]>([
    ['MD5', { signature: (text) => md5(text + key) }],
    ['RSA', { signType: 'RSA', signature: (text) => rsa(text, 'sha1') }],
    ['RSA2', { signType: 'RSA2', signature: (text) => rsa(text) }],
    ['MD5 in GBK', { fields: gbkPay, charset: 'GBK', signature: (text) => md5(text + key, 'GBK') }],
  ])('with %s is told as right', (_, sending) => {
    const expectedString = stringOf(sending.fields ?? pay)
    expect(diagnosed(sending)).toMatchObject({ verdict: 'right', mistakes: [], expectedString })
  })
})

describe('two mistakes at once', () => {
  it.each<readonly [string, readonly string[], Sending]>([
    [
      'as PHP writes JSON',
      ['json-slashes', 'json-unicode'],
      {
        signature: () => {
          const escaped = (pay.extend_info ?? '')
            .replaceAll('/', '\\/')
            .replace(/[^\u0000-\u007F]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16)}`)
          return md5(stringOf({ ...pay, extend_info: escaped }) + key)
        },
      },
    ],
    [
      'text and key',
      ['sign-type-kept', 'key-named'],
      { signature: () => md5(`${stringOf({ ...pay, sign_type: 'MD5' })}&key=${key}`) },
    ],
    ['digest and key', ['key-named', 'md5-twice'], { signature: (text) => md5(md5(`${text}&key=${key}`)) }],
    [
      'two of the text and one of the key',
      ['url-encoded', 'empty-kept', 'key-after-ampersand'],
      {
        signature: (_, fields) => {
          const entries = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1))
          return md5(`${joined(entries.map(([name, value]) => [name, encodeURIComponent(value)]))}&${key}`)
        },
      },
    ],
    [
      'under RSA',
      ['charset-left-out', 'rsa-for-rsa2'],
      {
        signType: 'RSA2',
        body: (fields) => formOf(fields, 'UTF-8'),
        signature: (_, fields) => rsa(stringOf(without(fields, '_input_charset')), 'sha1'),
      },
    ],
    [
      'text and writing',
      ['order-as-sent', 'hex-upper-case'],
      {
        query: '',
        body: (fields) => formOf(fields, 'UTF-8'),
        signature: (_, fields) =>
          md5(joined(Object.entries(fields).filter(([, value]) => value !== '')) + key).toUpperCase(),
      },
    ],
  ])('%s are both told', (_, ids, sending) => {
    expect(idsOf(diagnosed(sending))).toEqual(ids)
  })
})

describe('a signature that no mistake explains', () => {
  it('has no mistakes, says what was tried and what to check, the key first', () => {
    const diagnosis = diagnosed({ signature: () => md5('something else') })
    expect(diagnosis).toMatchObject({ verdict: 'unexplained', mistakes: [], facts: [] })
    if (diagnosis.verdict !== 'unexplained') return expect.unreachable()
    expect(diagnosis.tried).toMatch(/^\d+ classic mistakes were tried, one at a time and two at once, on \d{3,} texts/)
    expect(diagnosis.checks[0]).toContain('key')
    expect(diagnosis.checks[1]).toContain('UTF-8')
  })

  it('does not send an ASCII message to check its charset', () => {
    const diagnosis = diagnosed({ fields: without(pay, 'extend_info'), signature: () => md5('something else') })
    expect(diagnosis.verdict === 'unexplained' && diagnosis.checks.join()).not.toContain('_input_charset')
  })

  it.each<readonly [string, string, Sending]>([
    [
      'that the key is right',
      'The private key is the right one',
      { signType: 'RSA2', signature: () => rsa('other text') },
    ],
    [
      'whose key it was',
      'made with another key: partner 7',
      {
        signType: 'RSA2',
        signature: () => rsa('other text', 'sha256', stranger.privateKey),
        others: [{ label: 'partner 7', verifier: { signType: 'RSA2', publicKey: stranger.publicKey } }],
      },
    ],
    [
      'that the key is a wrong one',
      'does not open with the public key',
      { signType: 'RSA2', signature: (text) => rsa(text, 'sha256', stranger.privateKey) },
    ],
    [
      'that it was cut off',
      '192 bytes, but the key makes 256',
      { signType: 'RSA2', signature: (text) => rsa(text).slice(0, 256) },
    ],
    ['that it is missing', 'There is no signature', { signature: () => '' }],
    ['that it is no MD5', 'has 7 characters', { signature: () => 'my sign' }],
    [
      'that bytes are no text',
      'are no text in UTF-8',
      {
        signature: () => md5('something else'),
        body: (fields) => formOf(without(fields, '_input_charset'), 'GBK'),
      },
    ],
  ])('tells %s', (_, fact, sending) => {
    const diagnosis = diagnosed(sending)
    expect(diagnosis.verdict === 'unexplained' && diagnosis.facts.join('\n')).toContain(fact)
  })

  it('tells that the message names another sign type than it was checked for', () => {
    const diagnosis = diagnoseSignature({ ...send({ signature: () => md5('other') }), signType: 'RSA2' })
    expect(diagnosis).toMatchObject({
      verdict: 'unexplained',
      facts: ['The message names `sign_type` RSA2; it was checked as MD5.'],
    })
  })
})

describe('the difference', () => {
  it('is where the two strings part', () => {
    const diagnosis = diagnosed({ signature: (_, fields) => md5(stringOf(without(fields, 'currency')) + key) })
    if (diagnosis.verdict !== 'mistaken') return expect.unreachable()
    const { at = 0, expected = '', caller = '', caret = 0 } = diagnosis.difference ?? {}
    expect(diagnosis.expectedString.slice(at)).toMatch(/^currency=USD/)
    expect(expected.slice(caret)).toMatch(/^currency=USD/)
    expect(caller.slice(caret)).toMatch(/^extend_info=/)
  })

  it('shows the place of the key, and not the key', () => {
    const diagnosis = diagnosed({ signature: (text) => md5(`${text}&key=${key}`) })
    const difference = diagnosis.verdict === 'mistaken' ? diagnosis.difference : undefined
    expect(difference?.expected).toMatch(/trans_name=Coffee <2> cake\[key\]$/)
    expect(difference?.caller).toMatch(/trans_name=Coffee <2> cake&key=\[key\]$/)
  })

  it('is one of bytes where the texts are the same', () => {
    const diagnosis = diagnosed({ signature: (text) => md5(text + key, 'GBK') })
    const difference = diagnosis.verdict === 'mistaken' ? diagnosis.difference : undefined
    expect(difference?.bytes).toEqual({ expected: 'E6 98 9F', caller: 'D0 C7' })
    expect(difference?.expected.slice(difference.caret)).toMatch(/^星巴克/)
  })
})

describe('the refusal', () => {
  it('names the mistakes and how to mend them', () => {
    expect(refused({ signature: (text) => md5(`${text}&${key}`) })).toMatchObject({
      code: 'ILLEGAL_SIGN',
      sentence: 'The signature is wrong: key joined with &.',
      next: expect.stringContaining('Append the 32 characters of the key directly'),
      parameter: 'sign',
    })
  })

  it('tells of another partner no more than the label', () => {
    const foreign = 'anotherpartnerskey00000000000000'
    const diagnosis = refused({
      signature: (text) => md5(text + foreign),
      others: [{ label: 'partner 7', verifier: { signType: 'MD5', key: foreign } }],
    })
    expect(diagnosis.sentence).toBe("The signature is wrong: another partner's key (partner 7).")
    expect(JSON.stringify(diagnosis)).not.toContain(foreign)
  })

  it('sends whoever knows no better to check the key', () => {
    expect(refused({ signature: () => md5('other') }).next).toContain('Check that the key is the one of this partner')
  })
})

const triedOn = (diagnosis: SignatureDiagnosis) =>
  diagnosis.verdict === 'unexplained' ? Number(/on (\d+) texts/.exec(diagnosis.tried)?.[1]) : Number.NaN

describe('a large message', () => {
  it('is told its mistake of the key, and its string is cut', () => {
    const fields = { ...pay, memo: 'x'.repeat(300_000) }
    const diagnosis = diagnosed({ fields, signature: (text) => md5(`${text}&${key}`) })
    expect(idsOf(diagnosis)).toEqual(['key-after-ampersand'])
    expect(diagnosis.expectedString).toMatch(/… \(\d+ more\)$/)
    expect(diagnosis.expectedString.length).toBeLessThan(4_200)
  })

  it('is given up on after bounded work', () => {
    const fields = { ...pay, memo: 'x'.repeat(2_000_000) }
    const diagnosis = diagnosed({ fields, signature: () => md5('other') })
    expect(triedOn(diagnosis)).toBeLessThan(10)
    expect(diagnosis).toMatchObject({ tried: expect.stringContaining('too large to try every mistake') })
  })

  it('of many parameters is no more work', () => {
    const fields = { ...pay, ...Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`p${at}`, 'v'])) }
    const diagnosis = diagnosed({ fields, signature: () => md5('other') })
    expect(triedOn(diagnosis)).toBeLessThan(60)
  })
})
