/**
 * The business errors of refund (`is_success` T, `result_code` FAILED). No complete list exists: the codes are those of
 * sister services, and which of two names this one sends is unverified. Source: refund.md §5.
 */
import { cashierTexts } from './cashier.ts'
import type { ErrorTable } from './error-row.ts'

export const refundErrors = {
  SYSTEM_ERROR: {
    meaning: 'Alipay is unavailable; whether the money was given back is not known.',
    kind: 'retry',
    action: 'Repeat the identical request with the same `partner_refund_id` until it is clear, then call a person.',
    cashier: 'We do not know yet whether the money was given back. Please wait, and do not refund again.',
    grade: 'A',
  },
  PURCHASE_TRADE_NOT_EXIST: {
    meaning: 'There is no such trade, or it is not paid yet.',
    kind: 'repair',
    action: 'Check the ID, and query the payment.',
    cashier: 'The refund was not made: no such payment was found. Please check the number on the receipt.',
    grade: 'C',
  },
  TRADE_HAS_CLOSE: {
    meaning: 'The trade is closed: it was never paid, or all was given back.',
    kind: 'final',
    action: 'Stop; there is nothing to refund.',
    cashier: 'The refund was not made: for this payment there is nothing left to give back.',
    grade: 'C',
  },
  RETURN_AMOUNT_EXCEED: {
    meaning: 'The amount is more than what is left of the payment.',
    kind: 'repair',
    action: 'Lower the amount to what is left.',
    cashier: 'The refund was not made: the amount is higher than what is left of the payment.',
    grade: 'C',
  },
  CURRENCY_NOT_SAME: {
    meaning: 'The currency is not that of the payment.',
    kind: 'repair',
    action: 'Send the `currency` of the payment.',
    cashier: cashierTexts.till,
    grade: 'C',
  },
  REFUNDMENT_VALID_DATE_EXCEED: {
    meaning: 'The refund period of the contract is over.',
    kind: 'final',
    action: 'Settle it another way.',
    cashier: 'The refund was not made: the payment is too old. Please give the money back another way.',
    grade: 'C',
  },
  DISCORDANT_REPEAT_REQUEST: {
    meaning: 'The `partner_refund_id` was used before with other data.',
    kind: 'new id',
    action: 'Find out what became of the first refund, then send its data again or a new `partner_refund_id`.',
    cashier: cashierTexts.refundNotDone,
    grade: 'C',
  },
  SELLER_BALANCE_NOT_ENOUGH: {
    meaning: "The seller's unsettled funds are too low for a refund at once (`is_sync` Y).",
    kind: 'final',
    action: 'Send it with `is_sync` N, or wait for more sales.',
    cashier: "The refund was not made: the shop's account does not cover it yet. Please call your supervisor.",
    grade: 'C',
  },
  REASON_TRADE_BEEN_FREEZEN: {
    meaning: 'The trade is frozen.',
    kind: 'final',
    action: 'Ask Alipay.',
    cashier: cashierTexts.refundNotDone,
    grade: 'C',
  },
} as const satisfies ErrorTable

/** Other names that sister services give to a code above; which one this service sends nobody knows. */
export const refundErrorOtherNames = {
  SYSTEM_EXCEPTION: 'SYSTEM_ERROR',
  TRADE_NOT_EXIST: 'PURCHASE_TRADE_NOT_EXIST',
  TRADE_STATUS_ERROR: 'TRADE_HAS_CLOSE',
  REFUND_AMT_NOT_EQUAL_TOTAL: 'RETURN_AMOUNT_EXCEED',
  TRADE_HAS_FINISHED: 'REFUNDMENT_VALID_DATE_EXCEED',
  REPEATED_REFUNDMENT_REQUEST: 'DISCORDANT_REPEAT_REQUEST',
} as const satisfies Record<string, keyof typeof refundErrors>

export type RefundErrorCode = keyof typeof refundErrors | keyof typeof refundErrorOtherNames
