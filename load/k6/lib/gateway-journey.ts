/**
 * Capacity of the gateway itself: signed pays, some asked about, some taken back, some refunded. What it answers is read as a
 * till would read it at least: definite, or ask again. Source: spot-pay.md §1, query.md §1, cancel.md §1, refund.md §1.
 */

import { sleep } from 'k6'
import exec from 'k6/execution'
import { call } from './call.ts'
import { begun, callErrors, decided, timeToResult, undecided } from './measures.ts'
import type { Mix } from './mixes.ts'
import { fraction, nthSale, type Sale } from './sale.ts'
import { decimals, scaledMs, share, text } from './settings.ts'
import { type Credentials, type Fields, rsa2Key, signed } from './signing.ts'
import { tell } from './tell.ts'

const gateway = text('LOAD_GATEWAY_URL')
const partner = text('LOAD_PARTNER')
const queryAfterS = scaledMs('LOAD_POLL_MS') / 1_000
const giveUpMs = scaledMs('LOAD_GIVE_UP_MS')

const services = {
  pay: 'alipay.acquire.overseas.spot.pay',
  query: 'alipay.acquire.overseas.query',
  cancel: 'alipay.acquire.cancel',
  refund: 'alipay.acquire.overseas.spot.refund',
} as const

export function gatewayJourney({ percent }: Mix): () => Promise<void> {
  const settings = {
    seed: text('LOAD_SEED'),
    runId: text('LOAD_RUN_ID'),
    percent,
    decimals: decimals(),
    cancelShare: share('LOAD_CANCEL_SHARE'),
    refundShare: share('LOAD_REFUND_SHARE'),
  }
  const credentials: Credentials =
    text('LOAD_SIGN_TYPE') === 'RSA2'
      ? { signType: 'RSA2', key: rsa2Key(text('LOAD_PRIVATE_KEY')) }
      : { signType: 'MD5', key: text('LOAD_MD5_KEY') }
  return () => trade(nthSale(settings, exec.scenario.iterationInTest), credentials)
}

async function trade(sale: Sale, credentials: Credentials): Promise<void> {
  const at = Date.now()
  let calls = 0
  let error: string | undefined
  const send = async (service: keyof typeof services, fields: Fields): Promise<Answer> => {
    calls += 1
    const answer = await ask(service, fields, credentials)
    error ??= answer.error
    return answer
  }
  begun.add(1)
  const order = { partner_trans_id: sale.paymentId }
  const paid = await send('pay', payFields(sale))
  let told = paidWord(paid)
  while (told === undefined && Date.now() - at < giveUpMs) {
    sleep(queryAfterS)
    told = queriedWord(await send('query', order))
  }
  const until = Date.now()
  if (told !== undefined) timeToResult.add(until - at, { call: 'pay' })
  if (told !== undefined && fraction(`${sale.paymentId}/query`) < share('LOAD_QUERY_SHARE')) await send('query', order)
  if (sale.cancels && told !== 'not_paid') {
    const answer = await send('cancel', { out_trade_no: sale.paymentId, timestamp: String(Date.now()) })
    if (answer.result === 'SUCCESS') told = 'cancelled'
  }
  const refunded =
    told === 'paid' && sale.refund !== undefined ? await send('refund', refundFields(sale, sale.refund)) : undefined
  ;(told === undefined ? undecided : decided).add(1)
  tell({
    n: sale.n,
    id: sale.paymentId,
    at,
    until,
    told: told ?? 'undecided',
    ...(told !== undefined && { ms: until - at }),
    calls,
    ...(refunded?.result === 'SUCCESS' && { refunded: sale.refund?.amount ?? '0' }),
    ...(error !== undefined && { error }),
  })
}

type Answer = { readonly result: string; readonly state: string; readonly error: string | undefined }

async function ask(service: keyof typeof services, fields: Fields, credentials: Credentials): Promise<Answer> {
  const request = { service: services[service], _input_charset: 'UTF-8', partner, ...fields }
  const body = await signed(request, credentials)
  const { body: xml, error } = call({ method: 'POST', url: `${gateway}?_input_charset=UTF-8`, name: service, body })
  if (error !== undefined) return { result: '', state: '', error }
  if (element(xml, 'is_success') !== 'T') {
    // SYSTEM_ERROR says that nobody knows; all other refusals, that the request was wrong.
    const kind = xml.includes('<is_success>F') ? 'refused' : 'nonsense'
    if (element(xml, 'error') !== 'SYSTEM_ERROR') callErrors.add(1, { class: kind })
    return { result: '', state: '', error: element(xml, 'error') || kind }
  }
  return { result: element(xml, 'result_code'), state: element(xml, 'alipay_trans_status'), error: undefined }
}

/** The gateway's own answers only, which have no attribute and no entity in what is looked for. */
function element(xml: string, name: string): string {
  const begin = xml.indexOf(`<${name}>`)
  const end = xml.indexOf(`</${name}>`, begin)
  return begin < 0 || end < 0 ? '' : xml.slice(begin + name.length + 2, end)
}

function paidWord({ result }: Answer): string | undefined {
  return result === 'SUCCESS' ? 'paid' : result === 'FAILED' ? 'not_paid' : undefined
}

function queriedWord({ state }: Answer): string | undefined {
  return state === 'TRADE_SUCCESS' || state === 'TRADE_FINISHED'
    ? 'paid'
    : state === 'TRADE_CLOSED'
      ? 'not_paid'
      : undefined
}

function payFields(sale: Sale): Fields {
  return {
    alipay_seller_id: partner,
    trans_name: 'Coffee',
    partner_trans_id: sale.paymentId,
    currency: text('LOAD_CURRENCY'),
    trans_amount: sale.amount,
    buyer_identity_code: sale.code,
    identity_code_type: 'barcode',
    trans_create_time: beijingTime(Date.now()),
    biz_product: 'OVERSEAS_MBARCODE_PAY',
    extend_info: JSON.stringify({
      ...{ secondary_merchant_id: 'S001', secondary_merchant_name: 'Demo Cafe', secondary_merchant_industry: '5812' },
      ...{ store_id: 'ST01', store_name: 'Demo Cafe Airport' },
    }),
  }
}

function refundFields({ paymentId }: Sale, { refundId, amount }: NonNullable<Sale['refund']>): Fields {
  return {
    partner_trans_id: paymentId,
    partner_refund_id: refundId,
    refund_amount: amount,
    currency: text('LOAD_CURRENCY'),
    is_sync: 'Y',
  }
}

/** `20240115120000`, GMT+8. */
function beijingTime(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().replace(/\D/g, '').slice(0, 14)
}
