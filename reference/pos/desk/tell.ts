/**
 * How the end of a loop is told in the words of the terminal API. `paid`, `not_paid`, `cancelled` and `refunded` are promises
 * about money: nothing but the end that means them becomes one of them. Source: terminal-api.md; refund.md §2.
 */
import type { PaymentEnd, RefundEnd } from '../../client/index.ts'
import { given } from '../../client/trade-facts.ts'
import type { PaymentRecord, RefundRecord } from '../book/records.ts'

export type ToldPayment = Pick<PaymentRecord, 'status' | 'message' | 'reason' | 'alipayTransId' | 'buyer'>

export function tellPayment(end: PaymentEnd): ToldPayment {
  const { message } = end
  switch (end.end) {
    case 'paid':
      return { status: 'paid', message, ...tradeOf(end) }
    case 'notPaid':
      return { status: 'not_paid', message, reason: end.reason, ...tradeOf(end) }
    case 'cancelled':
      return { status: 'cancelled', message, ...tradeOf(end) }
    case 'unclear':
      return { status: 'unclear', message, reason: end.error ?? end.personMustLook }
  }
}

function tradeOf({ trade }: Exclude<PaymentEnd, { end: 'unclear' }>): Pick<ToldPayment, 'alipayTransId' | 'buyer'> {
  return given({ alipayTransId: trade?.alipayTransId, buyer: trade?.alipayBuyerLoginId })
}

export type ToldRefund = Pick<RefundRecord, 'status' | 'message'>

export function tellRefund({ end, message }: RefundEnd): ToldRefund {
  switch (end) {
    case 'refunded':
      return { status: 'refunded', message }
    case 'accepted':
      // Only the notification says that it was done, at night at the latest. Source: refund.md §2.
      return { status: 'pending', message }
    case 'notRefunded':
      return { status: 'not_refunded', message }
    case 'unclear':
      return { status: 'unclear', message }
  }
}
