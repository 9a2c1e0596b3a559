/**
 * Switches of the dialect that change what a request must be. The table of all: dialect-turns.ts.
 */
import type { Turn } from './dialect-turn.ts'
import { openReceiver } from './receiver.ts'
import type { Shop } from './shop.ts'
import { cancelFields, type Fields, payFields, pid, queryFields, refundFields } from './signed-call.ts'

/** The result of each call, in turn. */
const results =
  (...calls: Fields[]) =>
  async (shop: Shop) => {
    const told: (string | undefined)[] = []
    for (const fields of calls) {
      const { fields: answer } = await shop.ask(fields)
      told.push(answer.error ?? answer.result_code)
    }
    return told
  }

const ok = 'SUCCESS'
const bad = 'INVALID_PARAMETER'

const named = '"secondary_merchant_id":"S001","secondary_merchant_name":"Cafe","secondary_merchant_industry":"5812"'
const extendInfos = results(
  payFields('none', { extend_info: undefined }),
  payFields('empty', { extend_info: '{}' }),
  payFields('merchant', { extend_info: `{${named}}` }),
  payFields('shop', { extend_info: `{${named},"store_id":"ST01","store_name":"Airport"}` }),
)

const reasons = async (shop: Shop) => {
  await shop.ask(payFields('T1'))
  await shop.ask(refundFields('T1', 'R1', { refund_reason: 'right' }))
  await shop.ask(refundFields('T1', 'R2', { refund_reson: 'misspelt' }))
  const held = await shop.simulator.store.trade(pid, { partnerTransId: 'T1' })
  return held !== undefined && 'refunds' in held ? held.refunds.map(({ reason }) => reason) : []
}

const acknowledged = async (shop: Shop) => {
  await using receiver = await openReceiver((outgoing) => outgoing.end('SUCCESS\n'))
  await shop.ask(payFields('T1', { notify_url: receiver.url }))
  await shop.advance(1_000)
  return (await shop.simulator.store.notifications(pid)).map(({ state }) => state)
}

const nothingNamed = async (shop: Shop) => {
  const fields = payFields('T1', { _input_charset: undefined, trans_name: '咖啡店' })
  const { fields: answer } = await shop.ask(fields, { charset: 'UTF-8' })
  return answer.error ?? answer.result_code
}

const byNumber = async (shop: Shop) => {
  const { alipay_trans_id } = (await shop.ask(payFields('T1'))).fields
  const { fields } = await shop.ask(queryFields('T1', { partner_trans_id: undefined, alipay_trans_id }))
  return fields.error ?? fields.alipay_trans_status
}

const priced = { currency: 'HKD', trans_currency: 'TWD', trans_amount: '1000.00' }

export const ruleTurns: readonly Turn[] = [
  {
    name: 'cancelBlocksUnknownTrade',
    value: false,
    story: results(cancelFields('T1'), payFields('T1')),
    usual: [ok, 'TRADE_HAS_CLOSE'],
    turned: [ok, ok],
  },
  {
    name: 'cancelInputCharset',
    value: 'optional',
    story: results(cancelFields('T1', { _input_charset: undefined })),
    usual: [bad],
    turned: [ok],
  },
  {
    name: 'cancelTimestamp',
    value: 'optional',
    story: results(cancelFields('T1', { timestamp: undefined })),
    usual: [bad],
    turned: [ok],
  },
  { name: 'defaultCharset', value: 'UTF-8', story: nothingNamed, usual: 'ILLEGAL_SIGN', turned: ok },
  {
    name: 'identityCodeType',
    value: 'barcode',
    story: results(
      payFields('T1', { identity_code_type: 'QRcode' }),
      payFields('T2', { identity_code_type: 'barcode' }),
    ),
    usual: [ok, ok],
    turned: [bad, ok],
  },
  {
    name: 'lengthUnit',
    value: 'bytes',
    story: results(payFields('T1', { trans_name: '咖'.repeat(86) }), payFields('T2', { trans_name: '咖'.repeat(85) })),
    usual: [ok, ok],
    turned: [bad, ok],
  },
  {
    name: 'notifyAcknowledgement',
    value: 'exactly success',
    story: acknowledged,
    usual: ['acknowledged'],
    turned: ['pending'],
  },
  {
    name: 'payExtendInfo',
    value: 'acquirer',
    story: extendInfos,
    usual: [bad, ok, ok, ok],
    turned: [bad, bad, ok, ok],
  },
  { name: 'payExtendInfo', value: 'strict', story: extendInfos, usual: [bad, ok, ok, ok], turned: [bad, bad, bad, ok] },
  { name: 'payExtendInfo', value: 'optional', story: extendInfos, usual: [bad, ok, ok, ok], turned: [ok, ok, ok, ok] },
  { name: 'payNotifyUrl', value: 'required', story: results(payFields('T1')), usual: [ok], turned: [bad] },
  { name: 'queryPartnerTransId', value: 'required', story: byNumber, usual: 'TRADE_SUCCESS', turned: bad },
  {
    name: 'refundCurrency',
    value: 'pricing',
    story: results(
      payFields('T1', priced),
      refundFields('T1', 'R1', { currency: 'HKD' }),
      refundFields('T1', 'R2', { currency: 'TWD' }),
    ),
    usual: [ok, ok, 'CURRENCY_NOT_SAME'],
    turned: [ok, 'CURRENCY_NOT_SAME', ok],
  },
  {
    name: 'refundNotifyUrl',
    value: 'required',
    story: results(payFields('T1'), refundFields('T1', 'R1')),
    usual: [ok, ok],
    turned: [ok, bad],
  },
  {
    name: 'refundReasonName',
    value: 'refund_reason',
    story: reasons,
    usual: ['right', 'misspelt'],
    turned: ['right', ''],
  },
  {
    name: 'refundReasonName',
    value: 'refund_reson',
    story: reasons,
    usual: ['right', 'misspelt'],
    turned: ['', 'misspelt'],
  },
  {
    name: 'wholeCurrencyDecimals',
    value: 'accept',
    story: results(
      payFields('T1', { currency: 'JPY', trans_amount: '100.00' }),
      payFields('T2', { currency: 'JPY', trans_amount: '100.50' }),
      payFields('T3', { currency: 'JPY', trans_amount: '100' }),
    ),
    usual: [bad, bad, ok],
    turned: [ok, bad, ok],
  },
]
