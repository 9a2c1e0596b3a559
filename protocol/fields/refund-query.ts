/**
 * The fields of a refund query (`alipay.acquire.refund.query`) and of its answer. The digest knows no more than its name;
 * the fields are those of Alipay's own page of the service, docs.antom.com/ac/global/refundquery, as far as its stored copy
 * goes. Source: gateway.md §4, refund.md §7.
 */
import type { FieldRow } from '../field.ts'
import { merchantId } from './shared.ts'
import { inputCharset } from './side-shared.ts'

const source = 'docs.antom.com/ac/global/refundquery'

export const refundQueryRequestFields = [
  { ...inputCharset, source },
  {
    name: 'out_trade_no',
    ...merchantId,
    need: 'required',
    meaning: 'The `partner_trans_id` of the payment.',
    example: 'SIM20240115000001',
    source,
    grade: 'A',
  },
  {
    name: 'out_return_no',
    ...merchantId,
    length: 128,
    need: 'required',
    meaning: 'The `partner_refund_id` of the refund.',
    example: 'SIMR20240115000001',
    source,
    grade: 'A',
  },
] as const satisfies readonly FieldRow[]

export const refundQueryAnswerFields = [
  {
    name: 'response_code',
    type: 'choice',
    values: ['SUCCESS', 'ACCESS_FORBIDDEN', 'NOT_FOUND', 'QUERY_FAILED', 'TRADE_NOT_EXIST'],
    length: 64,
    need: 'required',
    when: 'always',
    meaning: 'Whether the query worked, in place of a `result_code`; it says nothing about the refund.',
    example: 'SUCCESS',
    source,
    grade: 'A',
  },
  {
    name: 'refund_result_code',
    type: 'choice',
    values: ['SUCCESS', 'FAILED', 'CANCELED', 'PROCESSING'],
    length: 64,
    need: 'conditional',
    when: '`response_code` is SUCCESS',
    meaning: 'What the refund is: the only word on the money. A refund cannot be cancelled here: never CANCELED.',
    example: 'SUCCESS',
    source,
    grade: 'A',
  },
  {
    name: 'refund_error_code',
    type: 'string',
    length: 64,
    need: 'conditional',
    when: 'the refund failed, or waits for a reason',
    meaning: 'Why the refund failed or still waits.',
    example: 'MERCHANT_BALANCE_NOT_ENOUGH',
    source,
    grade: 'A',
  },
  {
    name: 'out_return_no',
    ...merchantId,
    length: 128,
    need: 'conditional',
    when: 'the refund exists',
    meaning: "The merchant's ID of the refund.",
    example: 'SIMR20240115000001',
    source,
    grade: 'A',
  },
  {
    name: 'out_trade_no',
    ...merchantId,
    need: 'conditional',
    when: 'the refund exists',
    meaning: "The merchant's ID of the payment.",
    example: 'SIM20240115000001',
    source,
    grade: 'A',
  },
  {
    name: 'trade_no',
    ...merchantId,
    need: 'conditional',
    when: 'the refund exists',
    meaning: "Alipay's trade number.",
    example: '2024011522001436940500000001',
    source,
    grade: 'A',
  },
  {
    name: 'gmt_create',
    type: 'datetime',
    format: 'YYYY-MM-DD HH:MM:SS',
    need: 'conditional',
    when: 'the refund exists',
    meaning: 'When the refund was accepted, GMT+8. The stored copy of the page ends here.',
    example: '2024-01-15 10:30:02',
    source,
    grade: 'A',
  },
] as const satisfies readonly FieldRow[]
