/**
 * The line that a new sale or refund gets in the book, and whether it gets one. A refund above what is left is written down as
 * refused and never sent: the till knows what it has given back. Source: refund.md §4; certification.md §6 (K18).
 */
import { formatAmount, type Money } from '../../../protocol/money.ts'
import type { Clock } from '../../client/index.ts'
import type { PaymentRequest } from '../../terminal-api/words.ts'
import type { OpenPages } from '../book/order-book.ts'
import type { PaymentRecord, RefundRecord } from '../book/records.ts'
import type { Ids } from '../ids.ts'
import type { AskedRefund } from './read-request.ts'
import { refundable } from './view.ts'

type Asked<Request> = { readonly request: Request; readonly amount: Money }

export function newPayment(
  { ids, clock }: { readonly ids: Ids; readonly clock: Pick<Clock, 'now'> },
  { request, amount }: Asked<PaymentRequest>,
  key = request.payment_id,
): PaymentRecord {
  return {
    paymentId: key,
    partnerTransId: ids.partnerTransId(key),
    request,
    amount,
    createdAt: clock.now(),
    status: 'pending',
    owes: 'pay',
    refundedLate: false,
  }
}

export type NewRefund = { readonly ok: true } | { readonly ok: false; readonly message: string }

/** Writes the refund down, when it is a new one; the same one asked for again is left as it is. */
export function newRefund(
  open: OpenPages,
  ids: Ids,
  { paymentId, request, amount }: Asked<AskedRefund> & { readonly paymentId: string },
): NewRefund {
  const { refund_id: refundId, reason, is_sync: isSync = true } = request
  const known = open.refund(paymentId, refundId)
  if (known !== undefined) {
    const same = known.amount.amount === amount.amount && known.reason === reason && known.isSync === isSync
    return same ? { ok: true } : { ok: false, message: `"${refundId}" is another refund already.` }
  }
  const payment = open.payment(paymentId)
  if (payment?.status !== 'paid')
    return { ok: false, message: `Only what is paid can be refunded; the payment is ${payment?.status}.` }
  const refund: RefundRecord = {
    paymentId,
    refundId,
    partnerRefundId: ids.partnerRefundId(paymentId, refundId),
    amount,
    isSync,
    status: 'pending',
    owes: 'refund',
    ...(reason !== undefined && { reason }),
  }
  const left = refundable(payment, open.refundsOf(paymentId))
  open.putRefund(amount.amount > left.amount ? { ...refund, ...tooMuch(left) } : refund)
  return { ok: true }
}

function tooMuch(left: Money): Pick<RefundRecord, 'status' | 'owes' | 'message'> {
  const message = `Not refunded: only ${formatAmount(left)} ${left.currency} of this payment can still be given back.`
  return { status: 'not_refunded', owes: 'nothing', message }
}
