/**
 * What a buyer is to be told between two forms of a trade, in the order in which it happened: pure.
 * Source: query.md §3 (state machine), cancel.md §3, refund.md §2; introduction.md (the customer is told).
 */
import type { Instant } from '../../protocol/beijing-time.ts'
import type { Money } from '../../protocol/money.ts'
import type { Refund, RefundState, Trade } from '../ledger/trade.ts'
import type { MessageKind, RefusalReason } from './message-texts.ts'

export type Tiding = {
  readonly kind: MessageKind
  /** When it happened; without one, now. */
  readonly at?: Instant
  readonly amountCny: Money
  readonly reason?: RefusalReason
}

/** @param whyRefused why a trade that waited was closed as refused: asked only then */
export function tidingsOf(before: Trade | undefined, after: Trade, whyRefused: () => RefusalReason): readonly Tiding[] {
  const amountCny = after.totalCny
  const told: Tiding[] = []
  if (before === undefined && after.state.name === 'WAIT_BUYER_PAY') told.push({ kind: 'password wanted', amountCny })
  if (isPaid(after) && !isPaid(before)) told.push({ kind: 'paid', amountCny })
  for (const refund of after.refunds) {
    const kind = refundKind(refund, before)
    if (kind !== undefined) told.push({ kind, amountCny: refund.amountCny })
  }
  const { state } = after
  if (state.name !== 'TRADE_CLOSED' || before?.state.name === 'TRADE_CLOSED') return told
  switch (state.by) {
    case 'expiry':
      return [...told, { kind: 'closed', at: state.closedAt, amountCny }]
    case 'refused':
      return [...told, { kind: 'refused', amountCny, reason: whyRefused() }]
    case 'cancel':
      return [...told, { kind: 'paidAt' in state ? 'cancelled' : 'cancelled unpaid', amountCny }]
    case 'refund':
      return told
  }
}

const refundKinds = {
  waiting: 'refund accepted',
  done: 'refunded',
  failed: 'refund failed',
} as const satisfies Record<RefundState['name'], MessageKind>

function refundKind({ partnerRefundId, state }: Refund, before: Trade | undefined): MessageKind | undefined {
  const earlier = before?.refunds.find((refund) => refund.partnerRefundId === partnerRefundId)
  return earlier?.state.name === state.name ? undefined : refundKinds[state.name]
}

function isPaid(trade: Trade | undefined): boolean {
  return trade !== undefined && 'paidAt' in trade.state
}
