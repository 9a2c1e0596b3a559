/**
 * A trade as a short text and back: an array in JSON, the version first. What many trades have in common is kept once and
 * named by a number, so that a text makes sense to the {@link TradeTexts} that wrote it only. It leaves out the
 * `partner_trans_id`, which it is kept under.
 */
import type { Currency } from '../../../protocol/currency.ts'
import type { MinorUnits, Rate } from '../../../protocol/money.ts'
import type { BuyerPlan, NotificationPlan } from '../../behaviour/behaviour.ts'
import type { Shop } from '../../ledger/shop.ts'
import type { BlockedId, Buyer, NotifyAddress, Refund, Trade, TradeState } from '../../ledger/trade.ts'
import { isBlocked } from '../store.ts'
import { type Shared, SharedValues } from './shared-values.ts'

/** What is the same for most payments of a partner. */
type Terms = {
  readonly partner: string
  readonly priceCurrency: Currency
  readonly settlementCurrency: Currency
  readonly totalCurrency: Currency
  readonly transForexRate: Rate
  readonly exchangeRate: Rate
  readonly paymentInst: Buyer['paymentInst']
  readonly behaviour: string
}

type Row = [
  version: number,
  alipayTransId: string,
  terms: Shared<Terms>,
  subject: Shared<string>,
  shop: Shared<Shop>,
  notify: Shared<NotifyAddress> | null,
  price: MinorUnits,
  settlement: MinorUnits,
  totalCny: MinorUnits,
  userId: string,
  loginId: string,
  identityCode: string,
  createdAt: number,
  /** `paidAt` alone of most: those that were paid. */
  state: TradeState | number,
  refunds: readonly Refund[],
  buyerPlan: BuyerPlan | null,
  notificationPlan: NotificationPlan | null,
]

export class TradeTexts {
  readonly #terms = new SharedValues<Terms>()
  readonly #subjects = new SharedValues<string>()
  readonly #shops = new SharedValues<Shop>()
  readonly #addresses = new SharedValues<NotifyAddress>()

  write(held: Trade | BlockedId): string {
    return JSON.stringify(isBlocked(held) ? held : this.#row(held))
  }

  read(partnerTransId: string, text: string): Trade | BlockedId {
    const written = JSON.parse(text) as Row | BlockedId
    return Array.isArray(written) ? this.#trade(partnerTransId, written) : written
  }

  #row(trade: Trade): Row {
    const { price, settlement, totalCny, buyer, notify, state } = trade
    return [
      trade.version,
      trade.alipayTransId,
      this.#terms.written({
        partner: trade.partner,
        priceCurrency: price.currency,
        settlementCurrency: settlement.currency,
        totalCurrency: totalCny.currency,
        transForexRate: trade.transForexRate,
        exchangeRate: trade.exchangeRate,
        paymentInst: buyer.paymentInst,
        behaviour: trade.behaviour,
      }),
      this.#subjects.written(trade.subject),
      this.#shops.written(trade.shop),
      notify === undefined ? null : this.#addresses.written(notify),
      price.amount,
      settlement.amount,
      totalCny.amount,
      buyer.userId,
      buyer.loginId,
      trade.identityCode,
      trade.createdAt,
      state.name === 'TRADE_SUCCESS' ? state.paidAt : state,
      trade.refunds,
      trade.buyerPlan ?? null,
      trade.notificationPlan ?? null,
    ]
  }

  #trade(partnerTransId: string, row: Row): Trade {
    const [version, alipayTransId, sharedTerms, subject, shop, notify, price, settlement, totalCny, ...more] = row
    const [userId, loginId, identityCode, createdAt, state, refunds, buyerPlan, notificationPlan] = more
    const terms = this.#terms.read(sharedTerms)
    return {
      partner: terms.partner,
      partnerTransId,
      alipayTransId,
      version,
      subject: this.#subjects.read(subject),
      price: { amount: price, currency: terms.priceCurrency },
      settlement: { amount: settlement, currency: terms.settlementCurrency },
      transForexRate: terms.transForexRate,
      exchangeRate: terms.exchangeRate,
      totalCny: { amount: totalCny, currency: terms.totalCurrency },
      buyer: { userId, loginId, paymentInst: terms.paymentInst },
      identityCode,
      shop: this.#shops.read(shop),
      ...(notify === null ? {} : { notify: this.#addresses.read(notify) }),
      createdAt,
      behaviour: terms.behaviour,
      ...(buyerPlan === null ? {} : { buyerPlan }),
      ...(notificationPlan === null ? {} : { notificationPlan }),
      state: typeof state === 'number' ? { name: 'TRADE_SUCCESS', paidAt: state } : state,
      refunds,
    }
  }
}

/** Of a trade's text, which is not read whole for it; undefined when it is a blocked id's. */
export function versionIn(text: string): number | undefined {
  return text.startsWith('[') ? Number.parseInt(text.slice(1), 10) : undefined
}
