/**
 * What a genuine notification changes. Pure. Source: flows.md §1 (the cancel overrides a notification that comes later), §5;
 * certification.md §2 (R12), §6 (K20, K21, K24).
 *
 * A notification never settles a payment: the loop is asking at that moment, and its next query says the same within seconds,
 * over a connection that we opened. One way to learn about money is enough, and the pages tell a till to query rather than to
 * wait. The end of an asynchronous refund, though, is told by nothing else.
 */
import { type AlipayNotification, notificationMismatch } from '../../client/index.ts'
import type { Pages } from '../book/order-book.ts'
import type { PaymentRecord, RefundRecord } from '../book/records.ts'

export type Genuine = Exclude<AlipayNotification, { notification: 'refused' }>

export type Consequence =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'refund'; readonly refund: RefundRecord }
  /** Kept and acknowledged, but it contradicts the book: a person must look. */
  | { readonly kind: 'alarm'; readonly what: string; readonly paymentId: string }
  /** Not about anything in the book: neither kept nor acknowledged. */
  | { readonly kind: 'foreign'; readonly why: string }

export function afterNotification(notification: Genuine, pages: Pages): Consequence {
  const payment = pages.paymentNamed(notification.outTradeNo)
  if (payment === undefined) return { kind: 'foreign', why: `no payment ${notification.outTradeNo}` }
  const mismatch = notificationMismatch(notification, payment)
  if (mismatch !== undefined) return { kind: 'foreign', why: `${mismatch.distrust}: ${mismatch.detail}` }
  return notification.notification === 'refund' ? afterRefund(notification, pages) : afterPayment(notification, payment)
}

function afterPayment({ tradeStatus }: Genuine, { paymentId, status }: PaymentRecord): Consequence {
  // Nothing is documented but "paid"; what else comes is kept for a reader and decides nothing.
  const saysPaid = tradeStatus === 'TRADE_SUCCESS' || tradeStatus === 'TRADE_FINISHED'
  if (!saysPaid || status === 'paid' || status === 'pending') return { kind: 'nothing' }
  return { kind: 'alarm', paymentId, what: `A notification says "paid" of a payment that was told ${status}.` }
}

function afterRefund(notification: Extract<Genuine, { notification: 'refund' }>, pages: Pages): Consequence {
  const refund = pages.refundNamed(notification.outBizNo ?? '')
  if (refund === undefined) return { kind: 'foreign', why: `no refund ${notification.outBizNo}` }
  const { refundFee } = notification
  if (refundFee !== undefined && refundFee.amount !== refund.amount.amount)
    return { kind: 'foreign', why: `refund_fee ${refundFee.amount}, asked for ${refund.amount.amount} minor units` }
  const { paymentId, status } = refund
  switch (status) {
    case 'refunded':
      return { kind: 'nothing' }
    case 'not_refunded':
      return {
        kind: 'alarm',
        paymentId,
        what: 'A notification says "refunded" of a refund that was told not_refunded.',
      }
    case 'pending':
    case 'unclear': {
      const told = {
        status: 'refunded',
        owes: 'nothing',
        message: 'Refunded. The customer has the money back.',
      } as const
      return { kind: 'refund', refund: { ...refund, ...told } }
    }
  }
}
