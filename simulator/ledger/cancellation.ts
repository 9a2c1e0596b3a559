/**
 * What a cancel does to a trade: a pure decision. It makes sure that no money stays with the merchant.
 * Source: cancel.md §3, §4.
 */
import type { Instant } from '../../protocol/beijing-time.ts'
import type { Dialect } from '../dialect/switch.ts'
import { cancelEnds, unpaidCancelEnds } from './payment.ts'
import type { BlockedId, Trade } from './trade.ts'

export type Cancellation =
  /** `next` is absent when there was nothing to do. */
  | { readonly kind: 'cancelled'; readonly action?: 'close' | 'refund'; readonly next?: Trade }
  /** Nothing is known of the id; a late pay must find it closed. */
  | { readonly kind: 'blocked'; readonly block?: BlockedId }
  | { readonly kind: 'failed'; readonly error: CancelRefusal; readonly retryFlag: 'Y' | 'N' }

export type CancelRefusal =
  | 'TRADE_NOT_EXIST'
  | 'TRADE_CANCEL_TIME_OUT'
  | 'REASON_TRADE_REFUND_FEE_ERR'
  | 'TRADE_HAS_FINISHED'

/** Cancels a trade that exists. */
export function cancelTrade(trade: Trade, at: Instant, dialect: Dialect): Cancellation {
  const { state } = trade
  switch (state.name) {
    case 'WAIT_BUYER_PAY':
      if (at >= unpaidCancelEnds(trade.createdAt, dialect)) return failed('TRADE_CANCEL_TIME_OUT')
      return close(trade, { name: 'TRADE_CLOSED', closedAt: at, by: 'cancel' }, 'close')
    case 'TRADE_SUCCESS':
      if (trade.refunds.some((refund) => refund.state.name !== 'failed')) return failed('REASON_TRADE_REFUND_FEE_ERR')
      if (at >= cancelEnds(state.paidAt, dialect)) return failed('TRADE_CANCEL_TIME_OUT')
      return close(trade, { name: 'TRADE_CLOSED', closedAt: at, by: 'cancel', paidAt: state.paidAt }, 'refund')
    case 'TRADE_CLOSED':
      return state.by === 'refund' ? failed('REASON_TRADE_REFUND_FEE_ERR') : { kind: 'cancelled' }
    case 'TRADE_FINISHED':
      return failed('TRADE_HAS_FINISHED')
  }
}

/** Cancels an id under which there is no trade (yet). */
export function cancelUnknown(
  id: { partner: string; partnerTransId: string; byAlipayTransId: boolean },
  at: Instant,
  dialect: Dialect,
): Cancellation {
  const { partner, partnerTransId, byAlipayTransId } = id
  if (byAlipayTransId) return failed('TRADE_NOT_EXIST')
  if (!dialect.cancelBlocksUnknownTrade) return { kind: 'blocked' }
  return { kind: 'blocked', block: { partner, partnerTransId, blockedAt: at } }
}

function close(trade: Trade, state: Trade['state'], action: 'close' | 'refund'): Cancellation {
  return { kind: 'cancelled', action, next: { ...trade, version: trade.version + 1, state } }
}

function failed(error: CancelRefusal): Cancellation {
  return { kind: 'failed', error, retryFlag: 'N' }
}
