/** A result that a merchant is owed, and how far its delivery has come. Source: issue 7 (1): the outbox. */
import type { Instant } from '../../../protocol/beijing-time.ts'

/** `kept`: the merchant comes for it. `due`: it is pushed, now or later. `dead`: pushed in vain, until somebody resends it. */
export type EventState = 'kept' | 'due' | 'delivered' | 'dead'

export type EventDraft = {
  readonly merchantId: string
  /** The key in the book. */
  readonly paymentId: string
  readonly refundId?: string
  readonly at: Instant
  /** JSON, but for the event id. */
  readonly body: Readonly<Record<string, unknown>>
  readonly state: EventState
}

export type EventRecord = {
  /** Counts up from 1 in the whole book; the cursor of the feed and the id of the stream. */
  readonly position: number
  readonly eventId: string
  readonly merchantId: string
  readonly paymentId: string
  readonly refundId?: string
  readonly at: Instant
  /** JSON as it is sent, the same at every repeat. */
  readonly body: string
  readonly state: EventState
  readonly attempts: number
  /** When it is pushed next. */
  readonly dueAt: Instant
  /** What the receiver said last, or why nobody did. */
  readonly answer?: string
}
