/**
 * Parameters that have passed validation, as an order of the ledger. What the ledger keeps is copied off the request here.
 */

import type { Charset } from '../../protocol/charset.ts'
import { type Currency, currencyNamed } from '../../protocol/currency.ts'
import { type Money, parseAmount } from '../../protocol/money.ts'
import type { Service } from '../../protocol/service.ts'
import type { SignType } from '../../protocol/signature.ts'
import type { Dialect } from '../dialect/switch.ts'
import type { Order } from '../ledger/order.ts'
import { ownString, sharedString } from '../ledger/own-string.ts'
import type { Shop } from '../ledger/shop.ts'
import type { NotifyAddress } from '../ledger/trade.ts'

type Values = ReadonlyMap<string, string>
type Caller = { readonly partner: string; readonly charset: Charset; readonly signType: SignType }

export function toOrder(service: Service, values: Values, caller: Caller, dialect: Dialect): Order {
  const text = (name: string) => values.get(name) ?? ''
  const { partner } = caller
  const notify = notifyAddress(text('notify_url'), caller)
  switch (service) {
    case 'pay': {
      const settlementCurrency = currencyOf(text('currency'))
      const pricing = text('trans_currency')
      return {
        service,
        partner,
        partnerTransId: ownString(text('partner_trans_id')),
        subject: sharedString(text('trans_name')),
        price: amountOf(text('trans_amount'), pricing === '' ? settlementCurrency : currencyOf(pricing), dialect),
        settlementCurrency,
        identityCode: ownString(text('buyer_identity_code')),
        shop: shopOf(text('extend_info')),
        ...notify,
      }
    }
    case 'query':
      return { service, partner, ...ids(text('partner_trans_id'), text('alipay_trans_id')) }
    case 'cancel': {
      const partnerTransId = ownString(text('out_trade_no'))
      const tradeNo = text('trade_no')
      return { service, partner, partnerTransId, ...(tradeNo === '' ? {} : { alipayTransId: tradeNo }) }
    }
    case 'refund': {
      const reason =
        dialect.refundReasonName === 'both'
          ? text('refund_reason') || text('refund_reson')
          : text(dialect.refundReasonName)
      const alipayTransId = text('alipay_trans_id')
      return {
        service,
        partner,
        partnerTransId: text('partner_trans_id'),
        ...(alipayTransId === '' ? {} : { alipayTransId }),
        partnerRefundId: ownString(text('partner_refund_id')),
        amount: amountOf(text('refund_amount'), currencyOf(text('currency')), dialect),
        reason: sharedString(reason),
        isSync: text('is_sync') === 'Y',
        ...notify,
      }
    }
  }
}

function ids(partnerTransId: string, alipayTransId: string): { partnerTransId?: string; alipayTransId?: string } {
  return { ...(partnerTransId === '' ? {} : { partnerTransId }), ...(alipayTransId === '' ? {} : { alipayTransId }) }
}

function notifyAddress(url: string, { charset, signType }: Caller): { notify?: NotifyAddress } {
  return url === '' ? {} : { notify: { url: sharedString(url), charset, signType } }
}

/** @throws RangeError when validation let a wrong value through: the tables and this reader disagree. */
function currencyOf(text: string): Currency {
  const currency = currencyNamed(text)
  if (currency === undefined) throw new RangeError(`not a currency after validation: ${text}`)
  return currency
}

/** @throws RangeError as {@link currencyOf}. */
function amountOf(text: string, currency: Currency, { wholeCurrencyDecimals }: Dialect): Money {
  const parsed = parseAmount(text, currency, { wholeCurrencyDecimals })
  if (!parsed.ok) throw new RangeError(`not an amount after validation: ${text}`)
  return parsed.money
}

const shopMembers = {
  secondary_merchant_id: 'secondaryMerchantId',
  secondary_merchant_name: 'secondaryMerchantName',
  secondary_merchant_industry: 'secondaryMerchantIndustry',
  store_id: 'storeId',
  store_name: 'storeName',
  terminal_id: 'terminalId',
} as const satisfies Record<string, keyof Shop>

const noShop: Shop = {}
/** The same text is the same shop: a till sends one `extend_info` all day. */
const shops = new Map<string, Shop>()
const shopsMost = 1_000

function shopOf(extendInfo: string): Shop {
  if (extendInfo === '') return noShop
  const known = shops.get(extendInfo)
  if (known !== undefined) return known
  const members = JSON.parse(extendInfo) as Record<string, unknown>
  const shop: { -readonly [Member in keyof Shop]: Shop[Member] } = {}
  for (const [name, member] of Object.entries(shopMembers)) {
    const value = members[name]
    if (typeof value === 'string' && value !== '') shop[member] = sharedString(value)
  }
  if (shops.size < shopsMost) shops.set(ownString(extendInfo), shop)
  return shop
}
