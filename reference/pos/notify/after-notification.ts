/**
 * What a genuine notification changes. Pure. Source: flows.md §1 (the cancel overrides a notification that comes later), §5;
 * certification.md §2 (R4: an answer or a notification, R12), §6 (K20, K21, K24).
 *
 * A notification of a payment is believed without a query: its signature, its seller, the id, the amount and the currency say
 * as much as an answer does, and the pages let a till wait "for the answer or a notification".
 */
import { type AlipayNotification, notificationMismatch } from '../../client/index.ts'
import { given } from '../../client/trade-facts.ts'
import type { Pages } from '../book/order-book.ts'
import type { PaymentRecord, RefundRecord } from '../book/records.ts'

export type Genuine = Exclude<AlipayNotification, { notification: 'refused' }>

export type Consequence =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'payment'; readonly payment: PaymentRecord }
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

function afterPayment({ tradeStatus, tradeNo }: Genuine, payment: PaymentRecord): Consequence {
  // Nothing is documented but "paid"; what else comes is kept for a reader and decides nothing.
  if (tradeStatus !== 'TRADE_SUCCESS' && tradeStatus !== 'TRADE_FINISHED') return { kind: 'nothing' }
  const { paymentId, status, owes } = payment
  if (status === 'paid') return { kind: 'nothing' }
  // Being cancelled: the answer of the cancel decides, whichever comes first.
  if (status === 'pending' && owes === 'cancel') return { kind: 'nothing' }
  if (status !== 'pending')
    return { kind: 'alarm', paymentId, what: `A notification says "paid" of a payment that was told ${status}.` }
  const told = { status: 'paid', owes: 'nothing', message: 'Paid. Hand over the goods.' } as const
  return { kind: 'payment', payment: { ...payment, ...told, ...given({ alipayTransId: tradeNo }) } }
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
