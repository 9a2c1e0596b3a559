/**
 * The fields of a cancel (`alipay.acquire.cancel`) and of its answer; the names are those of the QR products, which share
 * the service. Source: cancel.md §1, §2.
 */
import { charsets } from '../charset.ts'
import type { FieldRow } from '../field.ts'
import { merchantId } from './shared.ts'

const request = 'cancel.md §1'
const answer = 'cancel.md §2'

export const cancelRequestFields = [
  {
    name: '_input_charset',
    type: 'choice',
    values: charsets,
    anyCase: true,
    need: 'required',
    needSwitch: 'cancelInputCharset',
    meaning: 'The charset of the parameters; the other services do without.',
    example: 'UTF-8',
    source: request,
    grade: 'A',
  },
  {
    name: 'timestamp',
    type: 'timestamp',
    need: 'required',
    needSwitch: 'cancelTimestamp',
    meaning: "When the merchant's server sends. An old one is no reason to refuse.",
    example: '1705286400000',
    source: request,
    grade: 'A',
  },
  {
    name: 'terminal_timestamp',
    type: 'timestamp',
    need: 'optional',
    meaning: 'When the terminal sends.',
    example: '1705286399000',
    source: request,
    grade: 'A',
  },
  {
    name: 'out_trade_no',
    ...merchantId,
    need: 'required',
    meaning: 'The `partner_trans_id` of the payment.',
    example: 'SIM20240115000001',
    source: request,
    grade: 'A',
  },
  {
    name: 'trade_no',
    ...merchantId,
    lengthLeast: 16,
    need: 'optional',
    meaning: "Alipay's trade number; it wins when both are sent.",
    example: '2024011522001436940500000001',
    source: request,
    grade: 'A',
  },
] as const satisfies readonly FieldRow[]

export const cancelAnswerFields = [
  {
    name: 'result_code',
    type: 'choice',
    values: ['SUCCESS', 'FAIL'],
    length: 32,
    need: 'required',
    when: 'always',
    meaning: 'Whether it is certain that no money stays with the merchant. Read it before `retry_flag`.',
    example: 'SUCCESS',
    source: answer,
    grade: 'A',
  },
  {
    name: 'out_trade_no',
    ...merchantId,
    need: 'required',
    when: 'always',
    meaning: 'The ID of the payment, as it was sent.',
    example: 'SIM20240115000001',
    source: answer,
    grade: 'A',
  },
  {
    name: 'trade_no',
    ...merchantId,
    need: 'conditional',
    when: 'the trade exists',
    meaning: "Alipay's trade number.",
    example: '2024011522001436940500000001',
    source: answer,
    grade: 'A',
  },
  {
    name: 'retry_flag',
    type: 'choice',
    values: ['Y', 'N'],
    length: 1,
    need: 'conditional',
    when: 'always in captures',
    meaning: 'Whether a repeat makes sense. N comes with SUCCESS, too.',
    example: 'N',
    source: answer,
    grade: 'A',
  },
  {
    name: 'action',
    type: 'choice',
    values: ['close', 'refund'],
    length: 10,
    need: 'conditional',
    when: 'on SUCCESS, and the trade existed',
    meaning: 'What was done: an unpaid trade closed, or a paid one given back.',
    example: 'refund',
    source: answer,
    grade: 'B',
  },
  {
    name: 'detail_error_code',
    type: 'string',
    length: 48,
    need: 'conditional',
    when: 'on FAIL',
    meaning: 'Why not; see the error codes.',
    example: 'TRADE_CANCEL_TIME_OUT',
    source: answer,
    grade: 'B',
  },
  {
    name: 'detail_error_des',
    type: 'string',
    length: 64,
    need: 'conditional',
    when: 'on FAIL',
    meaning: 'The same reason in words.',
    example: 'cancel window is over',
    source: answer,
    grade: 'B',
  },
] as const satisfies readonly FieldRow[]
