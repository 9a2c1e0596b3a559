/**
 * What was seen around a relay while a case ran: what its merchants heard from it, what it answered to the calls of a case, and
 * how it called the next hop. Plain data, as the rest of a case's record. Source: docs/modes.md; introduction.md.
 */

/** A merchant of the kit, as the SUT was told to know it. */
export type SeenMerchant = {
  readonly name: string
  readonly id: string
  readonly title: string
  readonly industry: string
  readonly stores: readonly { readonly store_id: string; readonly name: string }[]
}

/** A result that reached a merchant, by whatever way. */
export type HeardResult = {
  readonly merchant: string
  readonly via: 'push' | 'poll' | 'stream'
  /** On the wall clock. */
  readonly at: number
  readonly event_id: string
  readonly type: string
  readonly payment_id: string
  readonly status: string
  readonly amount: string
  readonly currency: string
  readonly refund_id?: string
  readonly refund_status?: string
  /** As it came, payment codes masked. */
  readonly body: string
  /** Only of a push: whether its signature is the merchant's and its timestamp of now. */
  readonly signed?: boolean
  /** Only of a push: the answer of the kit; 0 where there was none. */
  readonly answered?: number
}

/** What the SUT answered to a call that a case made by hand. */
export type SeenAnswer = {
  readonly merchant: string
  readonly call: string
  readonly status: number
  readonly body: string
}

/** A call of the SUT at the next hop: only where that is the kit's own acquirer. */
export type NextCall = {
  /** On the wall clock. */
  readonly at: number
  readonly call: string
  readonly payment_id: string
  readonly refund_id?: string
  /** As whom it was made: the kit's name of the merchant; empty for a key that nobody has. */
  readonly merchant: string
  readonly signed: boolean
  readonly amount?: string
  readonly currency?: string
  /** Masked. */
  readonly code?: string
  /** What came back to the SUT: 0 for nothing. */
  readonly answered: number
  /** What the kit did to it. */
  readonly done: string
}

export type ChainSeen = {
  readonly role: 'integrator' | 'acquirer'
  readonly merchants: readonly SeenMerchant[]
  readonly heard: readonly HeardResult[]
  readonly answers: readonly SeenAnswer[]
  readonly next: readonly NextCall[]
}
