/**
 * Rows that the services beside the four have in common. Knows no service.
 * Source: gateway.md §4 (timestamp of `secmerchant.*`), and the pages that the tables name.
 */
import { charsets } from '../charset.ts'
import type { ChoiceRow, DateTimeRow, StringRow } from '../field.ts'

/** Required by all of them, unlike by pay, query and refund. */
export const inputCharset = {
  name: '_input_charset',
  type: 'choice',
  values: charsets,
  anyCase: true,
  need: 'required',
  meaning: 'The charset of the parameters.',
  example: 'UTF-8',
  grade: 'A',
} as const satisfies Partial<ChoiceRow>

export const sendingTime = {
  name: 'timestamp',
  type: 'datetime',
  format: 'YYYY-MM-DD HH:MM:SS',
  need: 'required',
  meaning: 'When the request is sent, GMT+8. It expires after 30 minutes.',
  example: '2024-01-15 10:30:00',
  grade: 'A',
} as const satisfies Partial<DateTimeRow>

const registerId = {
  type: 'string',
  length: 64,
  pattern: /^\w+$/,
  rule: 'letters, digits and _',
  grade: 'A',
} as const

export const secondaryMerchantId = {
  ...registerId,
  name: 'secondary_merchant_id',
  meaning: "The partner's ID of the merchant.",
  example: 'S001',
} as const satisfies Partial<StringRow>

/** Of a taxi (4121) it is the license plate, which may have a hyphen or a blank: the page gives it no alphabet. */
export const storeId = {
  name: 'store_id',
  type: 'string',
  length: 64,
  meaning: "The partner's ID of the merchant's store; of a taxi its license plate.",
  example: 'ST01',
  grade: 'A',
} as const satisfies Partial<StringRow>
