/**
 * The business errors of cancel (`is_success` T, `result_code` FAIL), with the `retry_flag` that goes with each.
 * Source: cancel.md §3, §5.
 */
import { cashierTexts } from './cashier.ts'
import type { ErrorTable } from './error-row.ts'

export const cancelErrors = {
  SYSTEM_ERROR: {
    meaning: 'Alipay is unavailable; whether it was cancelled is not known.',
    kind: 'retry',
    action: 'Repeat the cancel until the answer is clear; call a person when it stays unclear.',
    cashier: cashierTexts.unknown,
    retryFlag: 'Y',
    grade: 'A',
  },
  TRADE_CANCEL_TIME_OUT: {
    meaning: 'The day of the payment is over, so that it can no longer be cancelled.',
    kind: 'final',
    action: 'Query, and refund when it is paid.',
    cashier: 'It is too late to cancel this. If it was paid, the money can be given back as a refund.',
    retryFlag: 'N',
    grade: 'C',
  },
  REASON_TRADE_REFUND_FEE_ERR: {
    meaning: 'Something of the trade is already refunded.',
    kind: 'final',
    action: 'Query, and settle the rest by hand.',
    cashier: 'Money was already given back for this. Please call your supervisor to check the rest.',
    retryFlag: 'N',
    grade: 'C',
  },
  REASON_TRADE_BEEN_FREEZEN: {
    meaning: 'The trade is frozen.',
    kind: 'final',
    action: 'Ask Alipay, and keep the sale as unclear until then.',
    cashier: cashierTexts.byHand,
    retryFlag: 'N',
    grade: 'C',
  },
  SELLER_BALANCE_NOT_ENOUGH: {
    meaning: "The seller's funds do not cover the money to be given back.",
    kind: 'retry',
    action: 'Top the account up, then repeat the cancel.',
    cashier: "This is not cancelled yet: the shop's account has to be topped up first. Please call your supervisor.",
    retryFlag: 'Y',
    grade: 'C',
  },
  TRADE_HAS_FINISHED: {
    meaning: 'The trade has ended: it is paid and can no longer be given back.',
    kind: 'final',
    action: 'Stop; there is nothing left to cancel.',
    cashier: cashierTexts.byHand,
    retryFlag: 'N',
    grade: 'C',
  },
  CANCEL_NOT_ALLOWED: {
    meaning: 'The product does not allow to cancel.',
    kind: 'final',
    action: 'Query, and refund when it is paid.',
    cashier: 'This cannot be cancelled. If it was paid, the money can be given back as a refund.',
    retryFlag: 'N',
    grade: 'C',
  },
  TRADE_NOT_EXIST: {
    meaning: 'No trade has this `trade_no`.',
    kind: 'repair',
    action: 'Check `trade_no`, or cancel by `out_trade_no` alone.',
    cashier: cashierTexts.till,
    retryFlag: 'N',
    grade: 'C',
  },
} as const satisfies ErrorTable

export type CancelErrorCode = keyof typeof cancelErrors
