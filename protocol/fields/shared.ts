/**
 * Shapes and whole rows that several services have in common; a table spreads them and adds what differs.
 * Knows no service. Source: spot-pay.md §1, §3, §5; query.md §2.
 */
import type { AmountRow, CurrencyRow, FieldRow, NumberRow, StringRow } from '../field.ts'

/**
 * The alphabet of a merchant's IDs is stated nowhere; the quotation mark is what the HK pages forbid.
 * Source: spot-pay.md §1 (inferred), §2.
 */
export const merchantId = {
  type: 'string',
  length: 64,
  pattern: /^[\x20\x21\x23-\x7e]+$/,
  rule: 'printable ASCII characters without the quotation mark',
} as const

export const alipayUserId = {
  type: 'string',
  length: 16,
  pattern: /^2088\d{12}$/,
  rule: '16 digits that begin with 2088',
} as const

/** 100000000.00, the largest payment. Source: spot-pay.md §1. */
export const paymentMost = { leastHundredths: 1, mostHundredths: 10_000_000_000 } as const

/** 9999999.99: nine digits in all, so that a big payment needs several refunds. Source: refund.md §1. */
export const refundMost = { leastHundredths: 1, mostHundredths: 999_999_999 } as const

export const partnerTransIdAnswer = {
  name: 'partner_trans_id',
  ...merchantId,
  meaning: "The merchant's ID of the payment, as it was sent.",
  example: 'SIM20240115000001',
} as const satisfies Partial<StringRow>

export const alipayTransIdAnswer = {
  name: 'alipay_trans_id',
  ...merchantId,
  meaning: "Alipay's trade number; 28 digits that begin with the day in captures.",
  example: '2024011522001436940500000001',
} as const satisfies Partial<StringRow>

export const error = {
  name: 'error',
  type: 'string',
  length: 48,
  pattern: /^[\x21-\x7e]+$/,
  rule: 'a code without blanks',
  need: 'conditional',
  when: 'not on SUCCESS',
  meaning: 'Why not; see the error codes.',
  example: 'TRADE_HAS_CLOSE',
} as const satisfies Partial<StringRow>

export const buyerLoginId = {
  name: 'alipay_buyer_login_id',
  type: 'string',
  length: 20,
  need: 'conditional',
  when: 'on SUCCESS',
  meaning: "The buyer's e-mail address or telephone number, masked.",
  example: '132****6685',
} as const satisfies Partial<StringRow>

export const buyerUserId = {
  name: 'alipay_buyer_user_id',
  ...alipayUserId,
  need: 'conditional',
  when: 'on SUCCESS',
  meaning: "The buyer's number at Alipay.",
  example: '2088102105236945',
} as const satisfies Partial<StringRow>

export const payTime = {
  name: 'alipay_pay_time',
  type: 'datetime',
  format: 'YYYYMMDDHHMMSS',
  length: 16,
  need: 'conditional',
  meaning: 'When the buyer was debited, GMT+8.',
  example: '20240115103002',
} as const satisfies Partial<FieldRow>

export const currencyAnswer = {
  name: 'currency',
  type: 'currency',
  need: 'conditional',
  when: 'on SUCCESS',
  meaning: 'The currency of the payment, as it was sent.',
  example: 'USD',
} as const satisfies Partial<CurrencyRow>

export const transAmountAnswer = {
  name: 'trans_amount',
  type: 'amount',
  ...paymentMost,
  currencyFrom: ['currency'],
  need: 'conditional',
  when: 'on SUCCESS',
  meaning: 'The amount of the payment, as it was sent.',
  example: '39.25',
} as const satisfies Partial<AmountRow>

export const exchangeRate = {
  name: 'exchange_rate',
  type: 'number',
  need: 'conditional',
  meaning: 'From the foreign currency to CNY, eight decimals; fixed when the trade is created.',
  example: '7.15630000',
} as const satisfies Partial<NumberRow>

/** Eleven digits, two of them decimals. Source: spot-pay.md §5. */
const cny = { type: 'amount', currency: 'CNY', leastHundredths: 0, mostHundredths: 99_999_999_999 } as const

export const transAmountCny = {
  name: 'trans_amount_cny',
  ...cny,
  need: 'conditional',
  meaning: 'What the buyer pays, in CNY: amount × rate, rounded half-up.',
  example: '280.88',
} as const satisfies Partial<AmountRow>

export const refundAmountCny = {
  name: 'refund_amount_cny',
  ...cny,
  need: 'conditional',
  example: '71.56',
} as const satisfies Partial<AmountRow>

export const discount = {
  name: 'm_discount_forex_amount',
  type: 'amount',
  currencyFrom: ['currency'],
  leastHundredths: 0,
  mostHundredths: paymentMost.mostHundredths,
  need: 'conditional',
  when: 'a coupon was used',
  meaning: 'Discount paid for by the merchant, in settlement currency.',
  example: '1.00',
  grade: 'B',
} as const satisfies Partial<AmountRow>

export const paymentInstitution = {
  name: 'payment_inst',
  type: 'choice',
  values: ['ALIPAYCN', 'ALIPAYHK'],
  length: 32,
  need: 'conditional',
  when: 'Hong Kong: always',
  meaning: 'Which wallet the buyer paid with: the mainland one or the Hong Kong one.',
  example: 'ALIPAYCN',
  grade: 'B',
} as const satisfies Partial<FieldRow>
