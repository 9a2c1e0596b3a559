/**
 * What a believed answer of pay, query or cancel tells about a trade. Every fact is optional: which come depends on the
 * state, the country and the year. Source: spot-pay.md §5; query.md §2; cancel.md §2.
 */
import { type Instant, parseTime } from '../../protocol/beijing-time.ts'
import type { Money } from '../../protocol/money.ts'
import type { AnswerFields } from './hear.ts'
import { moneyOf } from './trust.ts'

/** The names are the wire's, in camelCase; a cancel's `trade_no` is the `alipay_trans_id`. */
export type TradeFacts = {
  readonly alipayTransId?: string
  /** Masked. */
  readonly alipayBuyerLoginId?: string
  readonly alipayBuyerUserId?: string
  /** When the buyer was debited. Absent while unpaid. */
  readonly alipayPayTime?: Instant
  /** The price. */
  readonly transAmount?: Money
  /** What the buyer paid. */
  readonly transAmountCny?: Money
  /** From the foreign currency to CNY, as it came. */
  readonly exchangeRate?: string
  /** The amount in settlement currency. */
  readonly forexTotalFee?: Money
  /** From the currency of the price to that of the settlement, as it came. */
  readonly transForexRate?: string
  /** What was really given back so far. */
  readonly refundAmountCny?: Money
  /** A discount that the merchant pays, in settlement currency. */
  readonly mDiscountForexAmount?: Money
  /** `ALIPAYCN` or `ALIPAYHK`. */
  readonly paymentInst?: string
}

export function tradeFacts(fields: AnswerFields): TradeFacts {
  const currency = fields.get('currency')
  return given({
    alipayTransId: fields.get('alipay_trans_id') ?? fields.get('trade_no'),
    alipayBuyerLoginId: fields.get('alipay_buyer_login_id'),
    alipayBuyerUserId: fields.get('alipay_buyer_user_id'),
    alipayPayTime: parseTime(fields.get('alipay_pay_time') ?? ''),
    transAmount: moneyOf(fields.get('trans_amount'), fields.get('trans_currency') ?? currency),
    transAmountCny: moneyOf(fields.get('trans_amount_cny'), 'CNY'),
    exchangeRate: fields.get('exchange_rate'),
    forexTotalFee: moneyOf(fields.get('forex_total_fee'), currency),
    transForexRate: fields.get('trans_forex_rate'),
    refundAmountCny: moneyOf(fields.get('refund_amount_cny'), 'CNY'),
    mDiscountForexAmount: moneyOf(fields.get('m_discount_forex_amount'), currency),
    paymentInst: fields.get('payment_inst'),
  })
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** Without the members that are undefined. */
export function given<T extends Record<string, unknown>>(record: T): Given<T> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Given<T>
}
