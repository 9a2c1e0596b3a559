/**
 * What a request asks of the ledger, checked and in the ledger's own words. Plain data.
 * Source: spot-pay.md §1, query.md §1, cancel.md §1, refund.md §1.
 */
import type { Currency } from '../../protocol/currency.ts'
import type { Money } from '../../protocol/money.ts'
import type { Shop } from './shop.ts'
import type { NotifyAddress } from './trade.ts'

export type PayOrder = {
  readonly service: 'pay'
  readonly partner: string
  readonly partnerTransId: string
  readonly subject: string
  readonly price: Money
  readonly settlementCurrency: Currency
  readonly identityCode: string
  readonly shop: Shop
  readonly notify?: NotifyAddress
}

export type QueryOrder = {
  readonly service: 'query'
  readonly partner: string
  readonly partnerTransId?: string
  readonly alipayTransId?: string
}

export type CancelOrder = {
  readonly service: 'cancel'
  readonly partner: string
  /** `out_trade_no`. */
  readonly partnerTransId: string
  /** `trade_no`; takes precedence. */
  readonly alipayTransId?: string
}

export type RefundOrder = {
  readonly service: 'refund'
  readonly partner: string
  readonly partnerTransId: string
  readonly alipayTransId?: string
  readonly partnerRefundId: string
  readonly amount: Money
  readonly reason: string
  readonly isSync: boolean
  readonly notify?: NotifyAddress
}

export type Order = PayOrder | QueryOrder | CancelOrder | RefundOrder
export type ServiceKey = Order['service']
