/**
 * A card: one thing that a person is asked to do at the till, and the question that follows it. The answers that may be given
 * are tables. Plain data; knows neither page nor terminal. Source: terminal-api.md (Words).
 */
import type { PaymentStatus, RefundStatus } from '../../reference/terminal-api/words.ts'

type Choice<Id extends string> = {
  readonly id: Id
  /** As a person at a till would say it. */
  readonly label: string
  readonly hint: string
}

/** `refused`: the till would not begin, so that nothing was sent. */
export type PaymentAnswer = PaymentStatus | 'refused'
export type RefundAnswer = RefundStatus | 'refused'
export type AnswerId = PaymentAnswer | RefundAnswer | 'done'

export const paymentChoices: readonly Choice<PaymentAnswer>[] = [
  { id: 'paid', label: 'Paid', hint: 'You would hand out the goods.' },
  { id: 'not_paid', label: 'Not paid', hint: 'It ended without money.' },
  { id: 'cancelled', label: 'Cancelled', hint: 'It was undone; nothing is kept.' },
  { id: 'pending', label: 'Still waiting', hint: 'No end is shown yet. You are asked again.' },
  { id: 'unclear', label: 'Needs a person', hint: 'It gave up: call somebody, check by hand.' },
  { id: 'refused', label: 'It did not take it', hint: 'The till would not even begin.' },
]

export const refundChoices: readonly Choice<RefundAnswer>[] = [
  { id: 'refunded', label: 'Refunded', hint: 'The customer has the money back.' },
  { id: 'not_refunded', label: 'Not refunded', hint: 'It ended, and nothing went back.' },
  { id: 'pending', label: 'Still waiting', hint: 'No end is shown yet. You are asked again.' },
  { id: 'unclear', label: 'Needs a person', hint: 'It gave up: call somebody, check by hand.' },
  { id: 'refused', label: 'It did not take it', hint: 'The till would not even begin.' },
]

export const doneChoices: readonly Choice<'done'>[] = [{ id: 'done', label: 'Done', hint: '' }]

export type CardDraft = {
  /** What to do, in one sentence without its full stop. */
  readonly title: string
  /** How, when it is not obvious. */
  readonly advice?: string | undefined
  /** Decimal text in major units, with its currency: shown large. */
  readonly amount?: string
  /** What the till's scanner reads. */
  readonly code?: string
  readonly codeType?: 'barcode' | 'qrcode'
  /** What the till should end in, in words. */
  readonly expectation?: string | undefined
  readonly question: string
  readonly choices: readonly Choice<AnswerId>[]
}

export type Card = CardDraft & {
  /** Different for each card of a run: an answer names the one that it is for. */
  readonly id: string
  /** The gateway has got a payment with this code: it need not be scanned again. */
  readonly seen: boolean
}

/** What came back for a card. */
export type Given =
  | {
      readonly kind: 'answered'
      readonly answer: AnswerId
      /** Word for word what the till showed; empty when nothing was written. */
      readonly note: string
      readonly operator: string
    }
  /** A later instruction has overtaken it: nobody was asked. */
  | { readonly kind: 'overtaken' }
