/**
 * What a refund does to a trade: a pure decision, and the second step of one that is done later.
 * Source: refund.md §2 (when), §3 (CNY), §4 (rules), §5 (codes).
 */
import { type Instant, nextMidnight } from '../../protocol/beijing-time.ts'
import { convert, type Money, money } from '../../protocol/money.ts'
import type { Dialect } from '../dialect/switch.ts'
import type { RefundOrder } from './order.ts'
import { refundsEnd } from './payment.ts'
import type { Refund, RefundState, Trade } from './trade.ts'

export type Refunding =
  /** `next` is absent when the refund was known already and nothing moves. */
  | { readonly kind: 'accepted'; readonly refund: Refund; readonly next?: Trade }
  | { readonly kind: 'failed'; readonly error: RefundRefusal }

export type RefundRefusal =
  | Dialect['refundTradeNotFound']
  | Dialect['refundTradeClosed']
  | Dialect['refundAmountExceeds']
  | Dialect['refundDiscordant']
  | Dialect['refundPeriodOver']
  | 'CURRENCY_NOT_SAME'
  | 'SELLER_BALANCE_NOT_ENOUGH'

export type RefundCircumstances = {
  readonly at: Instant
  /** Whether the seller's unsettled funds cover the amount. */
  readonly funded: boolean
  /** In [0, 1): where in the nightly batch an asynchronous refund falls. */
  readonly batchPosition: number
}

export function refundTrade(
  trade: Trade,
  order: RefundOrder,
  circumstances: RefundCircumstances,
  dialect: Dialect,
): Refunding {
  const known = trade.refunds.find((refund) => refund.partnerRefundId === order.partnerRefundId)
  if (known !== undefined) {
    const same = known.amount.amount === order.amount.amount && known.amount.currency === order.amount.currency
    if (!same) return { kind: 'failed', error: dialect.refundDiscordant }
    if (known.state.name === 'waiting' && order.isSync) return hurry(trade, known, circumstances, dialect)
    if (known.state.name !== 'failed') return { kind: 'accepted', refund: known }
  }
  const error = refusalOf(trade, order, circumstances, dialect)
  if (error !== undefined) return { kind: 'failed', error }
  const { at, funded } = circumstances
  if (order.isSync && !funded) return { kind: 'failed', error: 'SELLER_BALANCE_NOT_ENOUGH' }
  const refund: Refund = {
    partnerRefundId: order.partnerRefundId,
    amount: order.amount,
    amountCny: refundCny(trade, order.amount),
    reason: order.reason,
    requestedAt: at,
    state: order.isSync
      ? { name: 'done', doneAt: at }
      : { name: 'waiting', dueAt: asyncDue(trade, circumstances, dialect), attempts: 0 },
    ...(order.notify === undefined || order.isSync ? {} : { notify: order.notify }),
  }
  return { kind: 'accepted', refund, next: withRefund(trade, refund, at) }
}

/** A refund that waits is asked for again with `is_sync` Y, whose SUCCESS means refunded: it is done now, or not at all yet. */
function hurry(trade: Trade, refund: Refund, circumstances: RefundCircumstances, dialect: Dialect): Refunding {
  if (!circumstances.funded) return { kind: 'failed', error: 'SELLER_BALANCE_NOT_ENOUGH' }
  const next = settleRefund(trade, refund.partnerRefundId, circumstances, dialect)
  const done = next.refunds.find(({ partnerRefundId }) => partnerRefundId === refund.partnerRefundId)
  return { kind: 'accepted', refund: done ?? refund, next }
}

function refusalOf(
  trade: Trade,
  order: RefundOrder,
  { at }: RefundCircumstances,
  dialect: Dialect,
): RefundRefusal | undefined {
  const { state } = trade
  switch (state.name) {
    case 'WAIT_BUYER_PAY':
      return dialect.refundTradeNotFound
    case 'TRADE_CLOSED':
      return dialect.refundTradeClosed
    case 'TRADE_FINISHED':
      return dialect.refundPeriodOver
    case 'TRADE_SUCCESS':
      if (order.amount.currency !== refundCurrency(trade, dialect)) return 'CURRENCY_NOT_SAME'
      if (at >= refundsEnd(state.paidAt, dialect)) return dialect.refundPeriodOver
      return order.amount.amount > total(trade, dialect) - claimed(trade) ? dialect.refundAmountExceeds : undefined
  }
}

const nightMs = 6 * 3_600_000
const hourMs = 3_600_000

/** On the payment day at once, later in the night of the day that it is asked for. */
function asyncDue(trade: Trade, { at, batchPosition }: RefundCircumstances, dialect: Dialect): Instant {
  const paidAt = 'paidAt' in trade.state ? trade.state.paidAt : at
  const opensToday = nextMidnight(at) - hourMs
  const isOpen = dialect.refundBatch === '23:00' ? at === opensToday : at >= opensToday
  return at < nextMidnight(paidAt) || isOpen ? at : nextBatch(at, batchPosition, dialect)
}

/** In the first night that opens after the instant. */
function nextBatch(at: Instant, batchPosition: number, dialect: Dialect): Instant {
  const opens = nextMidnight(at + hourMs) - hourMs
  return dialect.refundBatch === '23:00' ? opens : opens + Math.floor(batchPosition * nightMs)
}

const patienceDays = 180

/** A waiting refund falls due: it is done, tried again next night for want of funds, or failed for good after 180 days. */
export function settleRefund(
  trade: Trade,
  partnerRefundId: string,
  { at, funded, batchPosition }: RefundCircumstances,
  dialect: Dialect,
): Trade {
  const refund = trade.refunds.find((candidate) => candidate.partnerRefundId === partnerRefundId)
  if (refund?.state.name !== 'waiting') return trade
  const { attempts } = refund.state
  const patient = at < refund.requestedAt + patienceDays * 24 * hourMs
  let state: RefundState
  if (funded) state = { name: 'done', doneAt: at }
  else if (!patient) state = { name: 'failed', failedAt: at, error: 'SELLER_BALANCE_NOT_ENOUGH' }
  else state = { name: 'waiting', dueAt: nextBatch(at, batchPosition, dialect), attempts: attempts + 1 }
  return withRefund(trade, { ...refund, state }, at)
}

/** The trade with the refund in it, closed when all of its money has gone back. */
function withRefund(trade: Trade, refund: Refund, at: Instant): Trade {
  const others = trade.refunds.filter((other) => other.partnerRefundId !== refund.partnerRefundId)
  const refunds = [...others, refund]
  const done = sum(refunds.filter((candidate) => candidate.state.name === 'done'))
  const whole = refund.amount.currency === trade.settlement.currency ? trade.settlement : trade.price
  const state: Trade['state'] =
    (trade.state.name === 'TRADE_SUCCESS' || trade.state.name === 'TRADE_FINISHED') && done === whole.amount
      ? { name: 'TRADE_CLOSED', closedAt: at, by: 'refund', paidAt: trade.state.paidAt }
      : trade.state
  return { ...trade, version: trade.version + 1, refunds, state }
}

/** Amount × the original rate, half-up; the refund that takes the rest takes the rest of the CNY too. Source: refund.md §3. */
function refundCny(trade: Trade, amount: Money): Money {
  const held = trade.refunds.filter((refund) => refund.state.name !== 'failed')
  const whole = amount.currency === trade.settlement.currency ? trade.settlement : trade.price
  const cnyHeld = held.reduce((total, refund) => total + refund.amountCny.amount, 0)
  const rest = Math.max(0, trade.totalCny.amount - cnyHeld)
  if (sum(held) + amount.amount === whole.amount) return money(rest, 'CNY')
  const inSettlement =
    amount.currency === trade.settlement.currency
      ? amount
      : convert(amount, trade.transForexRate, trade.settlement.currency)
  return money(Math.min(rest, convert(inSettlement, trade.exchangeRate, 'CNY').amount), 'CNY')
}

function refundCurrency(trade: Trade, dialect: Dialect): Money['currency'] {
  return dialect.refundCurrency === 'settlement' ? trade.settlement.currency : trade.price.currency
}

function total(trade: Trade, dialect: Dialect): number {
  return dialect.refundCurrency === 'settlement' ? trade.settlement.amount : trade.price.amount
}

/** What refunds have taken or will take. */
function claimed(trade: Trade): number {
  return sum(trade.refunds.filter((refund) => refund.state.name !== 'failed'))
}

/** The CNY that has really gone back, by refunds or by a cancel: `refund_amount_cny`. Source: query.md §2, cancel.md §3. */
export function refundedCny(trade: Trade): Money {
  const { state } = trade
  if (state.name === 'TRADE_CLOSED' && state.by === 'cancel' && 'paidAt' in state) return trade.totalCny
  const done = trade.refunds.filter((refund) => refund.state.name === 'done')
  return money(
    done.reduce((total, refund) => total + refund.amountCny.amount, 0),
    'CNY',
  )
}

function sum(refunds: readonly Refund[]): number {
  return refunds.reduce((total, refund) => total + refund.amount.amount, 0)
}
