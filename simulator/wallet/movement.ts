/**
 * What happened to the buyer's money between two forms of a trade: pure. Source: query.md §3, cancel.md §3, refund.md §3.
 */
import { refundedCny } from '../ledger/refund.ts'
import type { Trade } from '../ledger/trade.ts'

export type Movement = {
  /** CNY minor units. */
  readonly taken: number
  readonly givenBack: number
}

export function movementOf(before: Trade | undefined, after: Trade): Movement {
  return {
    taken: isPaid(after) && !isPaid(before) ? after.totalCny.amount : 0,
    givenBack: givenBack(after) - givenBack(before),
  }
}

function isPaid(trade: Trade | undefined): boolean {
  return trade !== undefined && 'paidAt' in trade.state
}

function givenBack(trade: Trade | undefined): number {
  return trade === undefined ? 0 : refundedCny(trade).amount
}
