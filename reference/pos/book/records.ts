/**
 * What the order book holds: each sale, each refund, and every step that was sent for them.
 * Source: terminal-api.md (the words); certification.md §2 (R10, R11: a person can see what happened).
 */
import type { Instant } from '../../../protocol/beijing-time.ts'
import type { Money } from '../../../protocol/money.ts'
import type { PaymentRequest, PaymentStatus, RefundStatus } from '../../terminal-api/words.ts'

/**
 * What is still to be done with a sale, now or by whoever starts after a crash:
 * - `pay`: it is written down and nothing was sent;
 * - `outcome`: the pay was sent, or was about to be: find out, never pay again;
 * - `cancel`: nobody wants it any more: make sure that no money is held.
 */
export type PaymentDebt = 'pay' | 'outcome' | 'cancel' | 'nothing'

export type PaymentRecord = {
  readonly paymentId: string
  readonly partnerTransId: string
  /** As the caller asked for it. */
  readonly request: PaymentRequest
  readonly amount: Money
  readonly createdAt: Instant
  readonly status: PaymentStatus
  readonly owes: PaymentDebt
  readonly alipayTransId?: string
  readonly buyer?: string
  /** The gateway's error code. */
  readonly reason?: string
  readonly message?: string
  /** The whole amount went back by a refund, because a cancel came too late. */
  readonly refundedLate: boolean
}

export type RefundRecord = {
  readonly paymentId: string
  readonly refundId: string
  readonly partnerRefundId: string
  readonly amount: Money
  readonly reason?: string
  /** Whether the gateway's answer is the result; if not, its notification is. */
  readonly isSync: boolean
  readonly status: RefundStatus
  /** `refund`: it must be sent until the gateway has answered clearly. */
  readonly owes: 'refund' | 'nothing'
  readonly message?: string
}

/** One thing that happened to a sale (`refundId` undefined) or to a refund. */
export type StepRecord = {
  readonly paymentId: string
  readonly refundId?: string
  readonly at: Instant
  /** `sending` is written before the request goes out; `settled` ends a series. */
  readonly event: 'sending' | 'outcome' | 'settled'
  /** `pay`, `query`, `cancel`, `check`, `refund`; of `settled` the status. */
  readonly step: string
  readonly detail?: string
}

/** A genuine notification, as it was posted. */
export type NotificationRecord = { readonly notifyId: string; readonly receivedAt: Instant; readonly body: Uint8Array }
