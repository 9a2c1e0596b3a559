import { describe, expect, it } from 'vitest'
import { canonicalString } from '../canonical.ts'
import { encodeText } from '../charset.ts'
import { decodeForm, encodeForm, toParameters } from '../parameter.ts'
import type { SignType } from '../signature.ts'
import { diagnoseSignature } from './diagnose-signature.ts'
import type { Evidence } from './evidence.ts'
import type { MistakeId } from './mistakes.ts'
import { key, md5, merchant, rsa, stranger, stringOf, verifiers } from './signed-pay.test-values.ts'

type Case = { readonly makes: MistakeId; readonly how?: string; readonly evidence: Evidence }

const notified = {
  notify_id: 'nb1234567890abcdef1234567890abcdef',
  notify_time: '2024-01-15 10:30:05',
  notify_type: 'trade_status_sync',
  out_trade_no: 'SIM20240115000001',
  trade_no: '2024011522001436940500000001',
  trade_status: 'TRADE_SUCCESS',
}

function notification(extra: Record<string, string>, query = ''): Evidence {
  const sign = md5(stringOf(notified) + key)
  const rawBody = Buffer.from(encodeForm(toParameters({ ...notified, ...extra, sign_type: 'MD5', sign }), 'UTF-8'))
  const rawQuery = Buffer.from(query)
  const parameters = [rawQuery, rawBody].flatMap((raw) => decodeForm(raw, 'UTF-8').parameters)
  return {
    ...{ parameters, rawQuery, rawBody, charset: 'UTF-8', signType: 'MD5', received: sign, verifier: verifiers.MD5 },
    message: { kind: 'notification' },
  }
}

const response = {
  alipay_trans_id: '2024011522001436940500000001',
  partner_trans_id: 'SIM20240115000001',
  result_code: 'SUCCESS',
  store_name: '星巴克 & Co',
}
const request = toParameters({ partner: '2088000000000001', _input_charset: 'UTF-8', sign: 'x', sign_type: 'MD5' })

function answer(received: string, signType: SignType = 'MD5'): Evidence {
  return {
    ...{ parameters: toParameters(response), charset: 'UTF-8', signType, received, verifier: verifiers[signType] },
    message: { kind: 'answer', request, declared: 'GBK' },
  }
}

const cases: readonly Case[] = [
  {
    makes: 'framework-parameters',
    how: 'of a framework',
    evidence: notification({ m: 'pay', c: 'notify', a: 'index' }),
  },
  { makes: 'framework-parameters', how: "of notify_url's query", evidence: notification({}, 'shop=7&till=2') },
  { makes: 'parameter-left-out', evidence: notification({ added: 'later' }) },
  { makes: 'envelope-signed', evidence: answer(md5(stringOf({ ...response, is_success: 'T' }) + key)) },
  {
    makes: 'envelope-signed',
    how: 'the request instead',
    evidence: answer(md5(`_input_charset=UTF-8&partner=2088000000000001${key}`)),
  },
  { makes: 'declared-charset-signed', evidence: answer(md5(encodeText(stringOf(response) + key, 'GBK'))) },
  { makes: 'html-escaped', evidence: answer(md5(stringOf(response).replace('& Co', '&amp; Co') + key)) },
  { makes: 'sign-type-kept', evidence: answer(md5(stringOf({ ...response, sign_type: 'MD5' }) + key)) },
  { makes: 'rsa-for-rsa2', evidence: answer(rsa(stringOf(response), 'sha1'), 'RSA2') },
  { makes: 'sign-type-misnamed', evidence: { ...answer(rsa(stringOf(response)), 'RSA2'), signType: 'RSA' } },
]

describe('the signature of a notification or an answer', () => {
  it.each(cases.map((row) => [`${row.makes}${row.how === undefined ? '' : `, ${row.how}`}`, row] as const))(
    '%s is told by name and alone',
    (_, { makes, evidence }) => {
      const diagnosis = diagnoseSignature(evidence)
      expect(diagnosis.mistakes.map(({ id }) => id)).toEqual([makes])
      expect(diagnosis.verdict === 'mistaken' && diagnosis.alternatives).toEqual([])
    },
  )

  it('is right when it is', () => {
    expect(diagnoseSignature(notification({})).verdict).toBe('right')
    expect(diagnoseSignature(answer(md5(stringOf(response) + key))).verdict).toBe('right')
  })

  it('is told as checked with the wrong public key', () => {
    const evidence = answer(rsa(stringOf(response)), 'RSA2')
    const diagnosis = diagnoseSignature({
      ...evidence,
      verifier: { signType: 'RSA2', publicKey: stranger.publicKey },
      others: [{ label: 'your own public key', verifier: { signType: 'RSA2', publicKey: merchant.publicKey } }],
    })
    expect(diagnosis.mistakes).toMatchObject([{ id: 'other-key', detail: 'your own public key' }])
  })
})

describe('the expected string', () => {
  it('is the one that the gateway itself makes', () => {
    const evidence = notification({ memo: '' })
    expect(diagnoseSignature(evidence).expectedString).toBe(canonicalString(evidence.parameters))
  })
})
