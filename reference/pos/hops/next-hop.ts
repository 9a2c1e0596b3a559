/**
 * Whom a sale is handed on to: the gateway itself, or a relay that stands before it. What a hop must be able to do, and how it
 * tells the book what it is about to send and what came of it. Source: introduction.md ("Steps of the four modes").
 */
import type { PaymentEnd, PaymentStepName, RefundEnd, Timings } from '../../client/index.ts'
import type { PaymentRecord, RefundRecord } from '../book/records.ts'
import type { LogEntry } from '../log.ts'

/** What a step has told about a sale. */
export type Learnt = Partial<Pick<PaymentRecord, 'alipayTransId' | 'buyer' | 'refundedLate'>>

export type HopStep<Step extends string> =
  | { readonly event: 'sending'; readonly step: Step }
  | {
      readonly event: 'outcome'
      readonly step: Step
      /** In a few words; never with the payment code in it. */
      readonly detail: string
      readonly learnt?: Learnt
      readonly alarm?: Pick<LogEntry, 'what' | 'detail'> | undefined
    }

/** Awaited before anything is sent, so that a crash between the two is known. What it throws ends the walk. */
export type OnHopStep<Step extends string> = (step: HopStep<Step>) => Promise<void>

export type PaymentWalk = {
  /** Not yet scaled. */
  readonly timings: Partial<Timings>
  /** Aborted when nobody wants the sale any more. */
  readonly signal: AbortSignal
  readonly onStep: OnHopStep<PaymentStepName>
}

export type RefundWalk = {
  readonly timings: Partial<Timings>
  /** It was sent before, and how that ended is not known. */
  readonly begun: boolean
  readonly onStep: OnHopStep<'refund'>
}

export type NextHop = {
  /** A sale that was never sent. */
  collect(payment: PaymentRecord, walk: PaymentWalk): Promise<PaymentEnd>
  /** A sale that may have been sent: found out, or cancelled, but never paid again. */
  settle(payment: PaymentRecord, walk: PaymentWalk & { readonly startAt: 'query' | 'cancel' }): Promise<PaymentEnd>
  refund(refund: RefundRecord, payment: PaymentRecord, walk: RefundWalk): Promise<RefundEnd>
}
