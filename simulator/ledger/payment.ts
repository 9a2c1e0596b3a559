/**
 * How a trade begins, is paid, or ends unpaid: pure transitions.
 * Source: query.md §3 (state machine), spot-pay.md §7 (repeats), §3 (rates).
 */
import { type Instant, nextMidnight } from '../../protocol/beijing-time.ts'
import { convert } from '../../protocol/money.ts'
import type { BuyerPlan, NotificationPlan } from '../behaviour/behaviour.ts'
import type { Dialect } from '../dialect/switch.ts'
import type { PayOrder } from './order.ts'
import { exchangeRate, transForexRate } from './rate-table.ts'
import type { Buyer, Trade } from './trade.ts'

export type Opening = {
  readonly alipayTransId: string
  readonly buyer: Buyer
  readonly at: Instant
  readonly behaviour: string
  /** `waiting`: the buyer must still enter the password. */
  readonly state: 'paid' | 'waiting'
  /** How long an unpaid trade lives, in milliseconds. @default what the dialect says */
  readonly closesAfterMs?: number
  readonly buyerPlan?: BuyerPlan
  readonly notificationPlan?: NotificationPlan
}

/** A new trade, its rates fixed now and for good. */
export function openTrade(order: PayOrder, opening: Opening, dialect: Dialect): Trade {
  const { price, settlementCurrency } = order
  const forex = transForexRate(price.currency, settlementCurrency)
  const settlement = price.currency === settlementCurrency ? price : convert(price, forex, settlementCurrency)
  const rate = exchangeRate(settlementCurrency)
  const { alipayTransId, buyer, at, behaviour, state, closesAfterMs, buyerPlan, notificationPlan } = opening
  return {
    partner: order.partner,
    partnerTransId: order.partnerTransId,
    alipayTransId,
    version: 1,
    subject: order.subject,
    price,
    settlement,
    transForexRate: forex,
    exchangeRate: rate,
    totalCny: convert(settlement, rate, 'CNY'),
    buyer,
    identityCode: order.identityCode,
    shop: order.shop,
    ...(order.notify === undefined ? {} : { notify: order.notify }),
    createdAt: at,
    behaviour,
    ...(buyerPlan === undefined ? {} : { buyerPlan }),
    ...(notificationPlan === undefined ? {} : { notificationPlan }),
    state:
      state === 'paid'
        ? { name: 'TRADE_SUCCESS', paidAt: at }
        : { name: 'WAIT_BUYER_PAY', expiresAt: at + (closesAfterMs ?? unpaidLifeMs(dialect)) },
    refunds: [],
  }
}

/** The same trade, not paid yet: the wallet wants the password first. Nobody but the buyer goes on from here. */
export function askForPassword(trade: Trade, dialect: Dialect): Trade {
  const expiresAt = trade.createdAt + unpaidLifeMs(dialect)
  return { ...trade, buyerPlan: { does: 'nothing' }, state: { name: 'WAIT_BUYER_PAY', expiresAt } }
}

/** What a pay with a known `partner_trans_id` finds. Alipay compares buyer and amount before it tells the status. */
export type RepeatedPay = 'other buyer' | 'other order' | 'same'

export function compareRepeat(trade: Trade, order: PayOrder, buyer: Buyer): RepeatedPay {
  if (trade.buyer.userId !== buyer.userId) return 'other buyer'
  const same =
    trade.price.amount === order.price.amount &&
    trade.price.currency === order.price.currency &&
    trade.settlement.currency === order.settlementCurrency
  return same ? 'same' : 'other order'
}

/** The buyer confirmed. Any other state stays as it is: a closed trade can no longer be paid. */
export function confirm(trade: Trade, at: Instant): Trade {
  if (trade.state.name !== 'WAIT_BUYER_PAY') return trade
  return { ...trade, version: trade.version + 1, state: { name: 'TRADE_SUCCESS', paidAt: at } }
}

/** The buyer refused, or could not pay. */
export function decline(trade: Trade, at: Instant): Trade {
  if (trade.state.name !== 'WAIT_BUYER_PAY') return trade
  return { ...trade, version: trade.version + 1, state: { name: 'TRADE_CLOSED', closedAt: at, by: 'refused' } }
}

/**
 * The trade as it stands at an instant: what time alone does to it. The same version: nothing is decided here, so nothing
 * has to be stored.
 */
export function asOf(trade: Trade, at: Instant, dialect: Dialect): Trade {
  const { state } = trade
  if (state.name === 'WAIT_BUYER_PAY' && at >= state.expiresAt)
    return { ...trade, state: { name: 'TRADE_CLOSED', closedAt: state.expiresAt, by: 'expiry' } }
  if (dialect.tradeFinished && state.name === 'TRADE_SUCCESS' && at >= refundsEnd(state.paidAt, dialect))
    return { ...trade, state: { name: 'TRADE_FINISHED', paidAt: state.paidAt } }
  return trade
}

const dayMs = 86_400_000
const refundDays = { '365 days': 365, '360 days': 360, '90 days': 90 } as const

/** The first instant at which a payment can no longer be refunded. Source: refund.md §4. */
export function refundsEnd(paidAt: Instant, dialect: Dialect): Instant {
  return paidAt + refundDays[dialect.refundPeriod] * dayMs
}

/** The first instant at which a paid trade can no longer be cancelled. Source: cancel.md §4. */
export function cancelEnds(paidAt: Instant, dialect: Dialect): Instant {
  switch (dialect.cancelWindow) {
    case 'day end':
      return nextMidnight(paidAt)
    case 'day end and 15 minutes':
      return nextMidnight(paidAt) + 900_000
    case '24 hours':
      return paidAt + dayMs
  }
}

/** The same for a trade that is still unpaid: a quarter of an hour at least. Source: cancel.md §4. */
export function unpaidCancelEnds(createdAt: Instant, dialect: Dialect): Instant {
  return Math.max(cancelEnds(createdAt, dialect), createdAt + 900_000)
}

/** Source: spot-pay.md §7. */
function unpaidLifeMs(dialect: Dialect): number {
  return dialect.unpaidTradeCloses === '3 minutes' ? 180_000 : 900_000
}
