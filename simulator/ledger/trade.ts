/**
 * A trade: what was ordered, what became of it, what was given back. Plain data, as every store keeps it.
 * Knows no transitions and no wire. Source: query.md §3, spot-pay.md §1, refund.md §4.
 */
import type { Instant } from '../../protocol/beijing-time.ts'
import type { Charset } from '../../protocol/charset.ts'
import type { Money, Rate } from '../../protocol/money.ts'
import type { SignType } from '../../protocol/signature.ts'
import type { BuyerPlan, NotificationPlan } from '../behaviour/behaviour.ts'
import type { Shop } from './shop.ts'

export type Buyer = {
  /** `2088` and 12 digits. */
  readonly userId: string
  /** Masked, as the gateway shows it: `132****6685`. */
  readonly loginId: string
  readonly paymentInst: 'ALIPAYCN' | 'ALIPAYHK'
}

/** How to tell the partner: where, in which charset, signed how. */
export type NotifyAddress = { readonly url: string; readonly charset: Charset; readonly signType: SignType }

export type TradeState =
  | { readonly name: 'WAIT_BUYER_PAY'; readonly expiresAt: Instant }
  | { readonly name: 'TRADE_SUCCESS'; readonly paidAt: Instant }
  | { readonly name: 'TRADE_FINISHED'; readonly paidAt: Instant }
  /** Never paid; `refused`: the buyer declined or could not pay. */
  | { readonly name: 'TRADE_CLOSED'; readonly closedAt: Instant; readonly by: 'expiry' | 'cancel' | 'refused' }
  /** Was paid, and all of it was given back. */
  | {
      readonly name: 'TRADE_CLOSED'
      readonly closedAt: Instant
      readonly by: 'cancel' | 'refund'
      readonly paidAt: Instant
    }

export type RefundState =
  | { readonly name: 'waiting'; readonly dueAt: Instant; readonly attempts: number }
  | { readonly name: 'done'; readonly doneAt: Instant }
  | { readonly name: 'failed'; readonly failedAt: Instant; readonly error: string }

export type Refund = {
  readonly partnerRefundId: string
  readonly amount: Money
  readonly amountCny: Money
  readonly reason: string
  readonly requestedAt: Instant
  readonly state: RefundState
  readonly notify?: NotifyAddress
}

export type Trade = {
  readonly partner: string
  readonly partnerTransId: string
  readonly alipayTransId: string
  /** One more with each commit; the first is 1. */
  readonly version: number
  readonly subject: string
  /** `trans_amount` in the pricing currency. */
  readonly price: Money
  /** The same in the settlement currency (`currency`). */
  readonly settlement: Money
  /** Pricing to settlement currency. */
  readonly transForexRate: Rate
  /** Settlement currency to CNY, fixed when the trade is made. */
  readonly exchangeRate: Rate
  readonly totalCny: Money
  readonly buyer: Buyer
  readonly identityCode: string
  readonly shop: Shop
  readonly notify?: NotifyAddress
  readonly createdAt: Instant
  /** The behaviour that its follow-up calls get as well. */
  readonly behaviour: string
  /** What the buyer will do about a trade that waits for the password. */
  readonly buyerPlan?: BuyerPlan
  /** What goes wrong with its notifications. */
  readonly notificationPlan?: NotificationPlan
  readonly state: TradeState
  readonly refunds: readonly Refund[]
}

/** A `partner_trans_id` that was cancelled before any payment with it arrived: a late one finds it closed. Source: cancel.md §3. */
export type BlockedId = { readonly partner: string; readonly partnerTransId: string; readonly blockedAt: Instant }
