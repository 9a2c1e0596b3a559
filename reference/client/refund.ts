/**
 * Refund: gives back all or part of a paid trade, once for each `partner_refund_id`.
 * Pure. Source: refund.md §1, §2, §3, §5.
 */
import { formatAmount, type Money } from '../../protocol/money.ts'
import type { AnswerFields, Heard } from './hear.ts'
import { type Exchange, type Refused, refusedOrUnknown, type Unknown, unknown } from './outcome.ts'
import type { RequestFields } from './request.ts'
import { given } from './trade-facts.ts'
import { type Expectation, mismatchOf, moneyOf } from './trust.ts'

export type RefundOrder = {
  /** The id of the payment. */
  readonly partnerTransId: string
  /** Your own id of this refund, another than the payment's; fixed before the first attempt. A repeat never refunds twice. */
  readonly partnerRefundId: string
  /** At most what is left, in the settlement currency of the payment. */
  readonly amount: Money
  readonly alipayTransId?: string
  readonly refundReason?: string
  /**
   * Whether the answer is the result. If not, the refund is only accepted, and a notification follows once it succeeded.
   * @default true, so that the answer is the result; the gateway's own default is N
   */
  readonly isSync?: boolean
  /** Where the notification of an asynchronous refund goes. */
  readonly notifyUrl?: string
}

/** The names are the wire's, in camelCase. */
export type RefundFacts = {
  readonly alipayTransId?: string
  readonly refundAmount?: Money
  readonly refundAmountCny?: Money
  readonly exchangeRate?: string
}

export type RefundOutcome =
  | { readonly outcome: 'refunded'; readonly refund: RefundFacts; readonly exchange: Exchange }
  /** Asynchronous: it will be tried; only a notification tells that it succeeded. */
  | { readonly outcome: 'accepted'; readonly refund: RefundFacts; readonly exchange: Exchange }
  | Refused
  /** Repeat with the same `partnerRefundId`. */
  | Unknown

export function refundFields(order: RefundOrder): RequestFields {
  return {
    partner_trans_id: order.partnerTransId,
    alipay_trans_id: order.alipayTransId,
    partner_refund_id: order.partnerRefundId,
    refund_amount: formatAmount(order.amount),
    currency: order.amount.currency,
    refund_reason: order.refundReason,
    is_sync: isSync(order) ? 'Y' : 'N',
    notify_url: order.notifyUrl,
  }
}

export function readRefund(heard: Heard, order: RefundOrder, exchange: Exchange): RefundOutcome {
  if (heard.heard === 'nothing') return unknown(heard.doubt, exchange)
  if (heard.heard === 'refusal')
    return refusedOrUnknown({ service: 'refund', level: 'gateway', error: heard.error, exchange })
  const { fields } = heard
  const mismatch = mismatchOf(fields, expectationOf(order))
  if (mismatch !== undefined) return unknown({ reason: 'distrusted', ...mismatch }, exchange)
  const result = fields.get('result_code')
  const error = fields.get('error')
  if (result === 'SUCCESS') {
    // Only this id tells two refunds of one payment apart, and a refund from a payment.
    if (!fields.has('partner_refund_id'))
      return unknown({ reason: 'distrusted', distrust: 'incomplete', detail: 'no partner_refund_id' }, exchange)
    return { outcome: isSync(order) ? 'refunded' : 'accepted', refund: refundFacts(fields), exchange }
  }
  if ((result === 'FAILED' || result === 'FAIL') && error !== undefined)
    return refusedOrUnknown({ service: 'refund', level: 'business', error, exchange })
  return unknown({ reason: 'unclearResult', detail: `result_code ${result}, error ${error}` }, exchange)
}

function isSync({ isSync = true }: RefundOrder): boolean {
  return isSync
}

function refundFacts(fields: AnswerFields): RefundFacts {
  return given({
    alipayTransId: fields.get('alipay_trans_id'),
    refundAmount: moneyOf(fields.get('refund_amount'), fields.get('currency')),
    refundAmountCny: moneyOf(fields.get('refund_amount_cny'), 'CNY'),
    exchangeRate: fields.get('exchange_rate'),
  })
}

function expectationOf({ partnerTransId, partnerRefundId, alipayTransId, amount }: RefundOrder): Expectation {
  return {
    ids: { partner_refund_id: partnerRefundId, partner_trans_id: partnerTransId, alipay_trans_id: alipayTransId },
    amount: { field: 'refund_amount', money: amount },
    currencies: [amount.currency],
    foreign: ['alipay_trans_status', 'retry_flag'],
  }
}
