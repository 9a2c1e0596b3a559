/**
 * Which results a merchant is told of, and in which words: a payment or a refund that has left "pending". Pure.
 * Source: introduction.md (the result travels back hop by hop); terminal-api.md (the words).
 */
import type { Instant } from '../../../protocol/beijing-time.ts'
import type { PaymentRecord, RefundRecord } from '../../pos/book/records.ts'
import { ownerOf } from '../../pos/till/book-scope.ts'
import { viewPayment, viewRefund } from '../../pos/till/view.ts'
import type { RelayEvent } from '../../terminal-api/words.ts'
import type { EventDraft } from '../book/event-record.ts'
import type { EventsOf, RelayPages } from '../book/pages.ts'

export const eventsOf: EventsOf = {
  payment: (before, after, pages, at) => (isNews(before, after) ? [draft(after, undefined, pages, at)] : []),
  refund(before, after, pages, at) {
    const payment = pages.payment(after.paymentId)
    return payment !== undefined && isNews(before, after) ? [draft(payment, after, pages, at)] : []
  },
}

type Told = { readonly status: string }

function isNews(before: Told | undefined, after: Told): boolean {
  return after.status !== 'pending' && after.status !== before?.status
}

function draft(payment: PaymentRecord, refund: RefundRecord | undefined, pages: RelayPages, at: Instant): EventDraft {
  const { paymentId } = payment
  const { merchantId } = ownerOf(paymentId)
  const body: Omit<RelayEvent, 'event_id'> = {
    type: refund === undefined ? 'payment' : 'refund',
    created_at: new Date(at).toISOString(),
    payment: viewPayment(payment, pages.refundsOf(paymentId)),
    ...(refund !== undefined && { refund: viewRefund(refund) }),
  }
  const isPushed = pages.merchant(merchantId)?.notify.method === 'webhook'
  return {
    ...{ merchantId, paymentId, at, body },
    state: isPushed ? 'due' : 'kept',
    ...(refund !== undefined && { refundId: refund.refundId }),
  }
}
