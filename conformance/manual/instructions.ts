/**
 * What each step of a case is in the words of a person at a till. Pure.
 * Source: terminal-api.md (Words); certification.md §1, §3.
 */
import {
  type PaymentRequest,
  type PaymentStatus,
  paymentStatuses,
  type RefundRequest,
  type RefundStatus,
  refundStatuses,
} from '../../reference/terminal-api/words.ts'
import type { Case, Step } from '../case/case-schema.ts'
import { type AnswerId, type CardDraft, doneChoices, paymentChoices, refundChoices } from './card.ts'

const endWords: Readonly<Record<string, string>> = {
  paid: 'paid',
  not_paid: 'not paid',
  cancelled: 'cancelled',
  pending: 'still waiting',
  unclear: 'needs a person',
  refunded: 'refunded',
  not_refunded: 'not refunded',
}

/** `paid`; `cancelled or not paid`. */
export function endsText(ends: readonly string[]): string {
  return ends.map((end) => endWords[end] ?? end).join(' or ')
}

function moneyText({ amount, currency }: Pick<PaymentRequest, 'amount' | 'currency'>): string {
  return `${amount} ${currency}`
}

const shown = 'What did the till show?'

export function payCard(request: PaymentRequest, expectation: string | undefined): CardDraft {
  const { code, code_type: codeType = 'barcode', subject, store_id: store, terminal_id: terminal } = request
  const wishes = [
    ...(subject === undefined ? [] : [`Call the goods “${subject}”.`]),
    ...(store === undefined ? [] : [`Sell it in store ${store}.`]),
    ...(terminal === undefined ? [] : [`Use terminal ${terminal}.`]),
  ]
  return {
    title: 'Ring up this amount and scan the code',
    advice: wishes.length === 0 ? undefined : wishes.join(' '),
    amount: moneyText(request),
    code,
    codeType,
    expectation,
    question: shown,
    choices: paymentChoices,
  }
}

/** @param still the till was told to be waiting a moment ago */
export function lookCard(request: PaymentRequest, { still, expectation }: Look): CardDraft {
  return {
    title: still ? 'Wait until the till has decided' : 'Look the sale up on the till once more',
    advice: still
      ? 'A careful till asks the gateway again for a while. Answer when its screen changes.'
      : 'Open its list of sales, or the receipt.',
    amount: moneyText(request),
    expectation,
    question: still ? 'What does the till show now?' : shown,
    choices: paymentChoices,
  }
}

export type Look = { readonly still: boolean; readonly expectation?: string | undefined }

export function cancelCard(request: PaymentRequest, expectation: string | undefined): CardDraft {
  return {
    title: 'Cancel this sale on the till',
    advice: 'Void the whole sale, as for a customer who has changed his mind. Do not refund it.',
    amount: moneyText(request),
    expectation,
    question: shown,
    choices: paymentChoices,
  }
}

export function refundCard(sale: PaymentRequest, refund: RefundRequest, expectation: string | undefined): CardDraft {
  const { currency } = sale
  const all = refund.amount === sale.amount
  const reason = refund.reason === undefined ? '' : ` Give “${refund.reason}” as the reason.`
  return {
    title: all ? 'Refund this sale on the till' : 'Refund this part of the sale on the till',
    advice: `The sale was ${moneyText(sale)}; start from its receipt or the till's list of sales.${reason}`,
    amount: moneyText({ amount: refund.amount, currency }),
    expectation,
    question: shown,
    choices: refundChoices,
  }
}

export function refundLookCard(
  sale: PaymentRequest,
  refund: RefundRequest,
  expectation: string | undefined,
): CardDraft {
  return {
    ...refundCard(sale, refund, expectation),
    title: 'Look the refund up on the till once more',
    advice: 'Do not refund again: only look.',
  }
}

export const plugCard: CardDraft = {
  title: 'Pull the plug of the till, now',
  advice:
    'As a power cut does: no log-out, no shut-down. If the till talks to a server of your own, that is what loses power.',
  question: 'Is it off?',
  choices: doneChoices,
}

export const restartCard: CardDraft = {
  title: 'Switch the till on again',
  advice: 'Wait until it could take a sale. Do not begin one.',
  question: 'Is it ready?',
  choices: doneChoices,
}

/** A phrase; undefined when a person can play it. */
export function notByHand({ steps }: Case): string | undefined {
  if (steps.some((step) => 'many' in step)) return 'a person cannot take so many payments at once'
  if (steps.some((step) => 'parallel' in step)) return 'a person cannot do two things at once'
  if (steps.some((step) => 'repeat_pay' in step)) return 'a person cannot send the same payment twice'
  return undefined
}

/** After such a step the till may show something else than before, though nobody has touched it. */
export function maySurprise(step: Step): boolean {
  if ('wait' in step) return step.wait.ms !== undefined || step.wait.until === 'notified'
  return 'kill' in step || 'restart' in step || 'advance' in step || 'send_notification' in step
}

/** What the step asks the SUT to refuse with; undefined where it is not to refuse. */
export function refusalOf(step: Step | undefined): 'bad_request' | 'not_found' | 'conflict' | undefined {
  if (step === undefined) return undefined
  if ('pay' in step) return step.pay.refused
  if ('cancel' in step) return step.cancel.refused
  return 'refund' in step ? step.refund.refused : undefined
}

/** The board takes only what a card offers: another answer is a mistake of ours. */
export function paymentStatus(answer: AnswerId): PaymentStatus {
  return paymentStatuses.find((status) => status === answer) ?? 'unclear'
}

/** Like {@link paymentStatus}. */
export function refundStatus(answer: AnswerId): RefundStatus {
  return refundStatuses.find((status) => status === answer) ?? 'unclear'
}
