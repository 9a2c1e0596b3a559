/**
 * The business errors of query (`is_success` T, `result_code` FAIL). Source: query.md §4.
 */
import { cashierTexts } from './cashier.ts'
import type { ErrorTable } from './error-row.ts'

export const queryErrors = {
  TRADE_NOT_EXIST: {
    meaning: 'There is no such trade so far; the pay request may still be on its way.',
    kind: 'query',
    action:
      'Query again, then cancel before any new payment: it is not paid so far, which is not the same as not paid.',
    cashier: cashierTexts.unknown,
    grade: 'A',
  },
  SYSTEM_ERROR: {
    meaning: 'Alipay is unavailable; the query told nothing.',
    kind: 'retry',
    action: 'Repeat the identical query up to a limit, then call a person.',
    cashier: cashierTexts.unknown,
    grade: 'A',
  },
} as const satisfies ErrorTable

/** Other names that Alipay's own pages give to a code above. */
export const queryErrorOtherNames = {
  TRANS_NOT_FOUND: 'TRADE_NOT_EXIST',
} as const satisfies Record<string, keyof typeof queryErrors>

export type QueryErrorCode = keyof typeof queryErrors | keyof typeof queryErrorOtherNames
