/**
 * Pay: an order as request fields, and an answer as one of four outcomes.
 * Pure. Source: spot-pay.md §1, §2, §5, §6.
 */
import { compactTime, type Instant } from '../../protocol/beijing-time.ts'
import type { Currency } from '../../protocol/currency.ts'
import { formatAmount, type Money } from '../../protocol/money.ts'
import { type ExtendInfo, extendInfoText } from './extend-info.ts'
import type { Heard } from './hear.ts'
import { type Exchange, type Refused, refusedOrUnknown, type Unknown, unknown } from './outcome.ts'
import type { RequestFields } from './request.ts'
import { type TradeFacts, tradeFacts } from './trade-facts.ts'
import { type Expectation, mismatchOf } from './trust.ts'

export type PayOrder = {
  /** Your own id of this sale, up to 64 characters; fixed and written down before the first attempt. A repeat never pays twice. */
  readonly partnerTransId: string
  /** What is sold, as the buyer sees it in the list of bills. */
  readonly transName: string
  /** The price. */
  readonly amount: Money
  /** @default the currency of the price. Another one needs an agreement. Source: spot-pay.md §1 (trans_currency) */
  readonly settlementCurrency?: Currency
  /** What was scanned: 16 to 24 digits, sent as they are. */
  readonly buyerIdentityCode: string
  /** @default 'barcode' */
  readonly identityCodeType?: 'barcode' | 'qrcode'
  /** @default now */
  readonly transCreateTime?: Instant
  /** Where the notification goes: no query string of its own. */
  readonly notifyUrl?: string
  readonly extendInfo?: ExtendInfo
  readonly quantity?: number
  readonly memo?: string
  /** JSON text, sent and signed as it is. Source: spot-pay.md §1 (newer, optional) */
  readonly tradeInformation?: string
}

export type PayOutcome =
  /** Signed, for this order: hand over the goods. */
  | { readonly outcome: 'paid'; readonly trade: TradeFacts; readonly exchange: Exchange }
  | Refused
  /** The gateway is at it, most likely the buyer enters the password: ask by query. */
  | { readonly outcome: 'waiting'; readonly trade: TradeFacts; readonly exchange: Exchange }
  | Unknown

export function payFields(order: PayOrder, { partner, now }: { partner: string; now: Instant }): RequestFields {
  const { amount, settlementCurrency = amount.currency } = order
  return {
    alipay_seller_id: partner,
    trans_name: order.transName,
    partner_trans_id: order.partnerTransId,
    currency: settlementCurrency,
    trans_currency: settlementCurrency === amount.currency ? undefined : amount.currency,
    trans_amount: formatAmount(amount),
    buyer_identity_code: order.buyerIdentityCode,
    identity_code_type: order.identityCodeType ?? 'barcode',
    trans_create_time: compactTime(order.transCreateTime ?? now),
    biz_product: 'OVERSEAS_MBARCODE_PAY',
    quantity: order.quantity?.toString(),
    memo: order.memo,
    extend_info: order.extendInfo && extendInfoText(order.extendInfo),
    trade_information: order.tradeInformation,
    notify_url: order.notifyUrl,
  }
}

export function readPay(heard: Heard, order: PayOrder, exchange: Exchange): PayOutcome {
  if (heard.heard === 'nothing') return unknown(heard.doubt, exchange)
  if (heard.heard === 'refusal')
    return refusedOrUnknown({ service: 'pay', level: 'gateway', error: heard.error, exchange })
  const { fields } = heard
  const mismatch = mismatchOf(fields, expectationOf(order))
  if (mismatch !== undefined) return unknown({ reason: 'distrusted', ...mismatch }, exchange)
  const result = fields.get('result_code')
  const error = fields.get('error')
  switch (result) {
    case 'SUCCESS':
      if (!fields.has('partner_trans_id')) return unknown({ ...incomplete, detail: 'no partner_trans_id' }, exchange)
      return { outcome: 'paid', trade: tradeFacts(fields), exchange }
    case 'UNKNOW':
    case 'UNKNOWN':
      return { outcome: 'waiting', trade: tradeFacts(fields), exchange }
    case 'FAILED':
    case 'FAIL':
      if (error !== undefined) return refusedOrUnknown({ service: 'pay', level: 'business', error, exchange })
  }
  return unknown({ reason: 'unclearResult', detail: `result_code ${result}, error ${error}` }, exchange)
}

const incomplete = { reason: 'distrusted', distrust: 'incomplete' } as const

function expectationOf({ partnerTransId, amount, settlementCurrency = amount.currency }: PayOrder): Expectation {
  return {
    ids: { partner_trans_id: partnerTransId },
    amount: { field: 'trans_amount', money: amount },
    currencies: [settlementCurrency, amount.currency],
    // A query's answer is signed by the same key and says SUCCESS of an unpaid trade: it must not pass for a pay's.
    foreign: ['alipay_trans_status', 'partner_refund_id', 'retry_flag'],
  }
}
