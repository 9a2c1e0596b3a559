/**
 * What the audit is made of: what the cashier heard, what the shop's book says, what Alipay's ledger holds. Plain data. Money
 * is an integer of minor units of one currency.
 */
import type { PaymentStatus } from '../../reference/terminal-api/words.ts'

/** The payment code as the journal masks it, and the amount: of one sale and no other. */
export type Mark = string

export function markOf(maskedCode: string, minor: number): Mark {
  return `${maskedCode}/${minor}`
}

/** A sale as whoever stood at the till saw it. */
export type SaleFact = {
  readonly paymentId: string
  readonly mark: Mark
  /** The last word: definite, or `undecided`. */
  readonly told: 'paid' | 'not_paid' | 'cancelled' | 'undecided'
  /** When the first definite word was heard; milliseconds since 1970 on the wall clock. */
  readonly toldAt: number | undefined
}

export type BookFact = {
  readonly paymentId: string
  /** Undefined where the book does not keep the code. */
  readonly mark: Mark | undefined
  readonly status: PaymentStatus
  readonly amount: number
  readonly refunded: number
  /** The ids under which Alipay knows it, as far as the book tells them. */
  readonly orders: readonly string[]
}

export type RefundFact = { readonly id: string; readonly amount: number; readonly isDone: boolean }

export type TradeFact = {
  readonly partnerTransId: string
  readonly alipayTransId: string
  readonly mark: Mark
  readonly amount: number
  readonly isOpen: boolean
  /** A cancel gave back whatever was paid. */
  readonly isCancelled: boolean
  /** On the partner's clock, milliseconds: for gaps between trades. */
  readonly createdAt: number
  /** On the wall clock; undefined when it was never paid. */
  readonly paidAt: number | undefined
  readonly refunds: readonly RefundFact[]
}

export type AuditFacts = {
  readonly sales: readonly SaleFact[]
  readonly book: readonly BookFact[]
  readonly trades: readonly TradeFact[]
  readonly currency: string
  /** From paid at Alipay to told in the shop, on the wall clock: beyond that it is late. */
  readonly lateMs: number
}

export function givenBack({ refunds }: TradeFact): number {
  return refunds.reduce((sum, { amount, isDone }) => sum + (isDone ? amount : 0), 0)
}

/** What the shop has of it now. */
export function held(trade: TradeFact): number {
  return trade.paidAt === undefined || trade.isCancelled ? 0 : trade.amount - givenBack(trade)
}
