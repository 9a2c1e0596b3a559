/**
 * What comes after an outcome in the payment loop: the one place where a decision on money is made.
 * Pure functions of the outcome and of what was done so far; they know no clock and no network.
 * Source: flows.md §1; spot-pay.md §6; query.md §4, §5; cancel.md §5, §6; certification.md §2.
 */
import type { Money } from '../../protocol/money.ts'
import type { CancelOutcome } from './cancel.ts'
import { mainCode, type Unknown } from './outcome.ts'
import type { PayOrder, PayOutcome } from './pay.ts'
import { cancelled, notPaid, type PaymentEnd, paid, unclear } from './payment-end.ts'
import type { QueryOutcome } from './query.ts'
import type { RefundOutcome } from './refund.ts'
import type { TradeFacts } from './trade-facts.ts'

/**
 * - `query`: find out, hoping for a sale;
 * - `cancel`: no sale any more, make sure that nothing is held;
 * - `check`: a query after a cancel came too late;
 * - `refund`: give back what can no longer be cancelled.
 */
export type NextStep =
  | { readonly do: 'query' | 'cancel' | 'check' }
  | { readonly do: 'refund'; readonly amount: Money }
  | { readonly do: 'end'; readonly end: PaymentEnd }

/** How far the loop is. */
export type Progress = {
  readonly queries: number
  readonly cancels: number
  readonly checks: number
  readonly refunds: number
  /** The cashier does not want the sale any more. */
  readonly gaveUp: boolean
  /** The last believed word about our id was a payment of another amount: a cancel could give back somebody else's. */
  readonly otherPayment: boolean
  readonly limits: { readonly queriesMax: number; readonly cancelsMax: number; readonly refundsMax: number }
}

export function afterPay(outcome: PayOutcome, progress: Progress): NextStep {
  switch (outcome.outcome) {
    case 'paid':
      return progress.gaveUp ? toCancel(progress) : end(paid(outcome.trade, 'pay'))
    case 'refused':
      // A code that no table has, or one like TRADE_HAS_SUCCESS, does not say that nothing was debited.
      if (outcome.row === undefined ? outcome.level === 'business' : !refusesForGood.has(outcome.row.kind))
        return findOut(progress)
      return end(notPaid(outcome.error, outcome.message))
    case 'waiting':
    case 'unknown':
      return findOut(progress)
  }
}

/** Kinds of a refused pay that debited nothing. A gateway's refusal (`is_success` F) processed nothing, whatever its code. */
const refusesForGood: ReadonlySet<string> = new Set(['final', 'new id', 'repair'])

export function afterQuery(outcome: QueryOutcome, progress: Progress): NextStep {
  if (outcome.outcome === 'closed') return end(closed(outcome.trade))
  if (progress.gaveUp) return toCancel(progress)
  if (outcome.outcome === 'paid' || outcome.outcome === 'finished') return end(paid(outcome.trade, 'query'))
  // TRADE_NOT_EXIST is no exception: the pay may still be on its way, so it ends in a cancel like all the others.
  return progress.queries < progress.limits.queriesMax ? { do: 'query' } : toCancel(progress)
}

/** The cashier gave up while the loop was waiting. */
export function afterGivingUp(progress: Progress): NextStep {
  return toCancel(progress)
}

export function afterCancel(outcome: CancelOutcome, { cancels, limits }: Progress): NextStep {
  switch (outcome.outcome) {
    case 'cancelled':
      return end(cancelled(outcome.action, outcome.trade))
    case 'refused':
      if (isTooLate(outcome.error)) return { do: 'check' }
      if (!outcome.retry) return end(unclear('cancelRefused', outcome.error))
      return cancels < limits.cancelsMax ? { do: 'cancel' } : end(unclear('cancelNotConfirmed', outcome.error))
    case 'unknown':
      return cancels < limits.cancelsMax ? { do: 'cancel' } : end(unclear('cancelNotConfirmed'))
  }
}

/** Errors of a cancel after which a refund does what the cancel could not. Source: cancel.md §5. */
function isTooLate(error: string): boolean {
  const code = mainCode(error, 'cancel')
  return code === 'TRADE_CANCEL_TIME_OUT' || code === 'CANCEL_NOT_ALLOWED'
}

export function afterCheck(outcome: QueryOutcome, { checks, limits }: Progress, price: Price): NextStep {
  switch (outcome.outcome) {
    case 'paid': {
      const amount = owed(price, outcome.trade)
      return amount === undefined ? end(unclear('amountNotKnown')) : { do: 'refund', amount }
    }
    case 'closed':
      return end(closed(outcome.trade))
    case 'finished':
      return end(unclear('notRefundable'))
    case 'waiting':
    case 'notFound':
    case 'refused':
    case 'unknown':
      return checks < limits.queriesMax ? { do: 'check' } : end(unclear('stateNotFound'))
  }
}

export function afterRefund(outcome: RefundOutcome, { refunds, limits }: Progress, amount: Money): NextStep {
  switch (outcome.outcome) {
    case 'refunded':
      return end(cancelled('refund', {}))
    case 'unknown':
      return refunds < limits.refundsMax ? { do: 'refund', amount } : end(unclear('refundNotConfirmed'))
    case 'refused':
      return end(unclear('refundRefused', outcome.error))
    case 'accepted':
      return end(unclear('refundNotConfirmed'))
  }
}

/** What a payment costs: all that the decisions have to know of it. */
export type Price = Pick<PayOrder, 'amount' | 'settlementCurrency'>

/** A refund is in settlement currency; when the price is in another, only the gateway knows how much that was. */
function owed({ amount, settlementCurrency }: Price, { forexTotalFee }: TradeFacts): Money | undefined {
  return settlementCurrency === undefined || settlementCurrency === amount.currency ? amount : forexTotalFee
}

/** Whether the id now seems to belong to a payment of another amount; an outcome that tells nothing changes nothing. */
export function seemsOtherPayment(outcome: PayOutcome | QueryOutcome, before: boolean): boolean {
  if (outcome.outcome === 'unknown') return isOtherAmount(outcome) || before
  return outcome.outcome === 'refused' ? before : false
}

function isOtherAmount(outcome: Unknown): boolean {
  return outcome.reason === 'distrusted' && (outcome.distrust === 'otherAmount' || outcome.distrust === 'otherCurrency')
}

function findOut(progress: Progress): NextStep {
  return progress.gaveUp ? toCancel(progress) : { do: 'query' }
}

function toCancel({ otherPayment }: Progress): NextStep {
  return otherPayment ? end(unclear('otherPayment')) : { do: 'cancel' }
}

/** A closed trade was paid once if it has a time of payment or a sum given back: its status alone does not tell. Source: query.md §3. */
function closed(trade: TradeFacts): PaymentEnd {
  const wasPaid = trade.alipayPayTime !== undefined || trade.refundAmountCny !== undefined
  return wasPaid ? cancelled('refund', trade) : notPaid('TRADE_CLOSED', undefined, trade)
}

function end(paymentEnd: PaymentEnd): NextStep {
  return { do: 'end', end: paymentEnd }
}
