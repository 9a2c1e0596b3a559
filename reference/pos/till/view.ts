/** A line of the book in the words of the terminal API. Pure. Source: terminal-api.md. */
import { formatAmount, type Money, money } from '../../../protocol/money.ts'
import { given } from '../../client/trade-facts.ts'
import type { Payment, Refund } from '../../terminal-api/words.ts'
import type { PaymentRecord, RefundRecord } from '../book/records.ts'

export function viewPayment(payment: PaymentRecord, refunds: readonly RefundRecord[]): Payment {
  const { request, status, partnerTransId, alipayTransId, buyer, reason, message } = payment
  return {
    ...request,
    status,
    refunded: formatAmount(refunded(payment, refunds)),
    partner_trans_id: partnerTransId,
    ...given({ alipay_trans_id: alipayTransId, buyer, reason, message }),
  }
}

export function viewRefund({ refundId, amount, reason, status, message }: RefundRecord): Refund {
  return { refund_id: refundId, amount: formatAmount(amount), ...given({ reason, message }), status }
}

/** By refunds; what a cancel gave back is told by the status. */
function refunded({ amount, refundedLate }: PaymentRecord, refunds: readonly RefundRecord[]): Money {
  return refundedLate ? amount : sumOf(amount, refunds, ['refunded'])
}

/** What may still be given back: a refund that is pending or unclear may have happened. Source: refund.md §4. */
export function refundable({ amount }: PaymentRecord, refunds: readonly RefundRecord[]): Money {
  return money(amount.amount - sumOf(amount, refunds, ['refunded', 'pending', 'unclear']).amount, amount.currency)
}

function sumOf({ currency }: Money, refunds: readonly RefundRecord[], statuses: readonly Refund['status'][]): Money {
  const counted = refunds.filter(({ status }) => statuses.includes(status))
  return money(
    counted.reduce((sum, { amount }) => sum + amount.amount, 0),
    currency,
  )
}
