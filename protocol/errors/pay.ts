/**
 * The business errors of pay (`is_success` T, `result_code` FAILED): those of the buyer's side, and those of the trade and
 * the merchant. Source: spot-pay.md §6.
 */
import { cashierTexts } from './cashier.ts'
import type { ErrorTable } from './error-row.ts'
import { payBuyerErrors } from './pay-buyer.ts'

const merchantAsksAlipay = {
  kind: 'repair',
  action: 'Tell the till that it is not paid, stop selling over this contract, and ask Alipay.',
  cashier:
    'Not paid. Alipay does not work in this shop at the moment; please take another payment and tell the office.',
} as const

export const payErrors = {
  SYSTEM_ERROR: {
    meaning: 'Alipay is unavailable; whether the buyer was debited is not known.',
    kind: 'query',
    action: 'Ask by query, or repeat the identical request; cancel when it stays unclear.',
    cashier: cashierTexts.unknown,
    grade: 'A',
  },
  TRADE_BUYER_NOT_MATCH: {
    meaning: 'The `partner_trans_id` was already used with another buyer.',
    kind: 'new id',
    action: "Have the first buyer's code scanned again, or send a new `partner_trans_id` once the old one is closed.",
    cashier: 'Not paid. Another customer started this payment: scan that phone again, or start from the beginning.',
    grade: 'A',
  },
  TRADE_HAS_CLOSE: {
    meaning: 'The trade of this `partner_trans_id` is closed.',
    kind: 'new id',
    action: 'Start a new payment with a new `partner_trans_id`.',
    cashier: cashierTexts.startAgain,
    grade: 'A',
  },
  CONTEXT_INCONSISTENT: {
    meaning: 'The same `partner_trans_id` was sent before with another amount or currency.',
    kind: 'new id',
    action: 'Find out what became of the first payment, then send a new `partner_trans_id`.',
    cashier: cashierTexts.startAgain,
    grade: 'C',
  },
  TRADE_HAS_SUCCESS: {
    meaning: 'This trade is already paid.',
    kind: 'query',
    action: 'Verify it by query, then treat the sale as paid.',
    cashier: 'This may be paid already. Please wait while the till checks, and do not charge again.',
    grade: 'C',
  },
  TOTAL_FEE_EXCEED: {
    meaning: 'The amount is over the limit.',
    kind: 'final',
    action: 'Tell the till that it is not paid; a lower amount, as a new payment, may pass.',
    cashier: 'Not paid. The amount is too high for one payment; please take a smaller one or another means.',
    grade: 'C',
  },
  ...payBuyerErrors,
  SELLER_BEEN_BLOCKED: {
    ...merchantAsksAlipay,
    meaning: 'The merchant is frozen.',
    grade: 'C',
  },
  ACCESS_FORBIDDEN: {
    ...merchantAsksAlipay,
    meaning: 'There is no contract for this.',
    grade: 'A*',
  },
} as const satisfies ErrorTable

export type PayErrorCode = keyof typeof payErrors
