/**
 * What happened to the buyer between two forms of a trade: pure. Source: query.md §3, cancel.md §3, refund.md §3.
 */
import { refundedCny } from '../ledger/refund.ts'
import type { Trade } from '../ledger/trade.ts'

export type Movement = {
  /** CNY minor units. */
  readonly taken: number
  readonly givenBack: number
  /** The buyer is asked for the password. */
  readonly wanted: boolean
  readonly closedUnpaid: boolean
}

export function movementOf(before: Trade | undefined, after: Trade): Movement {
  return {
    taken: isPaid(after) && !isPaid(before) ? after.totalCny.amount : 0,
    givenBack: givenBack(after) - givenBack(before),
    wanted: before === undefined && after.state.name === 'WAIT_BUYER_PAY',
    closedUnpaid: after.state.name === 'TRADE_CLOSED' && !isPaid(after) && before?.state.name !== 'TRADE_CLOSED',
  }
}

function isPaid(trade: Trade | undefined): boolean {
  return trade !== undefined && 'paidAt' in trade.state
}

function givenBack(trade: Trade | undefined): number {
  return trade === undefined ? 0 : refundedCny(trade).amount
}
