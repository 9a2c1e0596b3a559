/**
 * The order book: what a till must still know when its power comes back. Who keeps it, and how, is behind this interface.
 * A reading sees committed pages only; a writing sees and changes all of them at once or none.
 */
import type { NotificationRecord, PaymentRecord, RefundRecord, StepRecord } from './records.ts'

/** A sale, or one refund of it. */
export type Subject = Pick<StepRecord, 'paymentId' | 'refundId'>

export type PageRange = {
  readonly after: number
  readonly limit: number
  /** Only payments whose id begins so. @default all */
  readonly keysFrom?: string
}

export type Pages = {
  payment(paymentId: string): PaymentRecord | undefined
  paymentNamed(partnerTransId: string): PaymentRecord | undefined
  /** In the order in which they were written down. `position` counts up from 1 and has gaps. */
  payments(range: PageRange): readonly (PaymentRecord & { readonly position: number })[]
  refund(paymentId: string, refundId: string): RefundRecord | undefined
  refundNamed(partnerRefundId: string): RefundRecord | undefined
  refundsOf(paymentId: string): readonly RefundRecord[]
  /** All with a debt. */
  owing(): { readonly payments: readonly PaymentRecord[]; readonly refunds: readonly RefundRecord[] }
  /** All that happened to it, oldest first. */
  stepsOf(subject: Subject): readonly StepRecord[]
  /** What was sent for it since it was settled last, oldest first. */
  sentFor(subject: Subject): readonly StepRecord[]
  hasNotification(notifyId: string): boolean
}

export type OpenPages = Pages & {
  /** Writes it anew or over the one of the same id. @throws when its `partnerTransId` belongs to another */
  putPayment(payment: PaymentRecord): void
  /** As {@link putPayment}, for the `partnerRefundId`. */
  putRefund(refund: RefundRecord): void
  addStep(step: StepRecord): void
  addNotification(notification: NotificationRecord): void
}

export type OrderBook = {
  readonly pages: Pages
  /**
   * Resolves once it lies on the disk. The work is done in one go: it cannot wait for anything, and nobody writes beside it.
   * When it throws, nothing of it is kept and the promise rejects with what it threw.
   */
  write<Result>(work: (pages: OpenPages) => Result): Promise<Result>
  /** After all that is being written. */
  close(): Promise<void>
}
