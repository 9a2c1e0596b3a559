/**
 * What is asked of the gateway, field by field. Pure. The signature and the common fields come with the call.
 * Source: spot-pay.md §1 and §2, query.md §1, cancel.md §1, refund.md §1.
 */
import { createHash } from 'node:crypto'

const decimal = (cents) => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`

export function payRequest(order, partner) {
  const shop = {
    secondary_merchant_id: 'M002',
    secondary_merchant_name: 'Rest Backend',
    secondary_merchant_industry: '5411',
    store_id: order.shop,
    store_name: 'Rest Backend',
  }
  const fields = {
    alipay_seller_id: partner,
    trans_name: order.text,
    partner_trans_id: order.orderNo,
    currency: order.currency,
    trans_amount: decimal(order.amountCents),
    buyer_identity_code: order.scannedCode,
    identity_code_type: order.scannedAs,
    trans_create_time: order.madeAt,
    biz_product: 'OVERSEAS_MBARCODE_PAY',
    extend_info: JSON.stringify(shop),
  }
  return ['alipay.acquire.overseas.spot.pay', fields]
}

export const queryRequest = (orderNo) => ['alipay.acquire.overseas.query', { partner_trans_id: orderNo }]

export function cancelRequest(orderNo, now) {
  return ['alipay.acquire.cancel', { out_trade_no: orderNo, timestamp: String(now) }]
}

/** The result comes with the answer: `is_sync` is Y. */
export function refundRequest({ orderNo, currency }, { alipayReturn, amountCents, why }) {
  const fields = {
    partner_trans_id: orderNo,
    partner_refund_id: alipayReturn,
    refund_amount: decimal(amountCents),
    currency,
    refund_reason: why,
    is_sync: 'Y',
  }
  return ['alipay.acquire.overseas.spot.refund', fields]
}

/** Looks like this and like nothing else: a return must not share an order's number. */
export const returnNumberShape = /^R-[0-9a-f]{40}$/

export function returnNumber(orderNo, returnNo) {
  return `R-${createHash('sha256')
    .update(JSON.stringify([orderNo, returnNo]))
    .digest('hex')
    .slice(0, 40)}`
}
