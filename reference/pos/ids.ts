/**
 * The ids under which Alipay knows a sale and its refunds: made from the caller's, so that the same sale has the same id
 * after a crash, on another machine, and from a book that was lost.
 * Source: terminal-api.md (payment_id); spot-pay.md §1 (partner_trans_id); refund.md §1 (partner_refund_id).
 */
import { hash } from 'node:crypto'

export type Ids = {
  partnerTransId(paymentId: string): string
  /** Another than the payment's, and unique in the whole partner: callers count refunds per payment. */
  partnerRefundId(paymentId: string, refundId: string): string
}

/** Letters, digits and `_` are safe with every product of the gateway; no page states the alphabet of this one. */
const safe = /^[A-Za-z0-9_]{1,64}$/

export const derivedIds: Ids = {
  partnerTransId: (paymentId) => (safe.test(paymentId) ? paymentId : `${readable(paymentId)}_${digest([paymentId])}`),
  // The digest keeps ("A", "1_R2") and ("A_R1", "2") apart.
  partnerRefundId: (paymentId, refundId) => `${readable(paymentId)}_R${digest([paymentId, refundId])}`,
}

/** So that a person finds it again; the digest behind it tells ids apart. */
function readable(id: string): string {
  return id.replace(/[^A-Za-z0-9]/g, '_').slice(0, 40)
}

function digest(ids: readonly string[]): string {
  return hash('sha256', JSON.stringify(ids)).slice(0, 20)
}
