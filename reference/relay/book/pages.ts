/**
 * What can be read and written in the book of a relay: a till's pages, and beside them its merchants, the nonces it has seen and
 * the results it owes.
 */
import type { Instant } from '../../../protocol/beijing-time.ts'
import type { OpenPages, PageRange, Pages } from '../../pos/book/order-book.ts'
import type { PaymentRecord, RefundRecord } from '../../pos/book/records.ts'
import type { Merchant } from '../merchants/merchant.ts'
import type { EventDraft, EventRecord } from './event-record.ts'

export type RelayReading = {
  merchant(merchantId: string): Merchant | undefined
  merchantWithKey(apiKey: string): Merchant | undefined
  merchants(): readonly Merchant[]
  /** Of one merchant, oldest first: those that are kept still. */
  events(
    merchantId: string,
    range: Pick<PageRange, 'after' | 'limit'> & { readonly dead?: boolean },
  ): readonly EventRecord[]
  /** Whether it was cancelled before it came. */
  isGivenUp(paymentKey: string): boolean
  event(eventId: string): EventRecord | undefined
  /** What is due, longest first. @param perMerchant of one merchant no more than these. @default limit */
  dueEvents(now: Instant, limit: number, perMerchant?: number): readonly EventRecord[]
  /** When the next one is due that is not due yet. */
  nextDueAt(now: Instant): Instant | undefined
}

export type RelayWriting = {
  /** Writes it anew or over the one of the same id. @throws when its key belongs to another */
  putMerchant(merchant: Merchant): void
  /** False when it was there; those that are too old to matter are forgotten. */
  addNonce(merchantId: string, nonce: string, range: { readonly at: Instant; readonly forgetBefore: Instant }): boolean
  /** Of each merchant the newest are kept, as with its results. */
  addGivenUp(paymentKey: string): void
  addEvent(draft: EventDraft): void
  putEvent(event: Pick<EventRecord, 'eventId' | 'state' | 'attempts' | 'dueAt' | 'answer'>): void
}

export type RelayPages = Pages & RelayReading
export type OpenRelayPages = OpenPages & RelayReading & RelayWriting

/** What a change of the book makes a merchant to be told. */
export type EventsOf = {
  payment(
    before: PaymentRecord | undefined,
    after: PaymentRecord,
    pages: RelayPages,
    at: Instant,
  ): readonly EventDraft[]
  refund(before: RefundRecord | undefined, after: RefundRecord, pages: RelayPages, at: Instant): readonly EventDraft[]
}
