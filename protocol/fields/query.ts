/**
 * The fields of a query (`alipay.acquire.overseas.query`) and of its answer. Source: query.md §1, §2, §3.
 */
import type { FieldRow } from '../field.ts'
import {
  alipayTransIdAnswer,
  buyerLoginId,
  buyerUserId,
  currencyAnswer,
  discount,
  error,
  exchangeRate,
  merchantId,
  partnerTransIdAnswer,
  paymentInstitution,
  paymentMost,
  payTime,
  refundAmountCny,
  transAmountAnswer,
  transAmountCny,
} from './shared.ts'

const request = 'query.md §1'
const answer = 'query.md §2'

export const queryRequestFields = [
  {
    name: 'partner_trans_id',
    ...merchantId,
    need: 'conditional',
    needSwitch: 'queryPartnerTransId',
    unless: 'alipay_trans_id',
    meaning: 'The ID given in the payment. The Chinese and Hong Kong pages always require it.',
    example: 'SIM20240115000001',
    source: request,
    grade: 'A',
  },
  {
    name: 'alipay_trans_id',
    ...merchantId,
    need: 'optional',
    meaning: "Alipay's trade number; it wins when both are sent.",
    example: '2024011522001436940500000001',
    source: request,
    grade: 'A',
  },
] as const satisfies readonly FieldRow[]

/** What a trade may be on the wire. `TRADE_PENDING` belongs to the domestic product. Source: query.md §3. */
export const tradeStatuses = [
  'WAIT_BUYER_PAY',
  'TRADE_SUCCESS',
  'TRADE_CLOSED',
  'TRADE_FINISHED',
  'TRADE_PENDING',
] as const

export type TradeStatus = (typeof tradeStatuses)[number]

export const queryAnswerFields = [
  {
    name: 'result_code',
    type: 'choice',
    values: ['SUCCESS', 'FAIL'],
    length: 32,
    need: 'required',
    when: 'always',
    meaning: 'Whether the query worked; it says nothing about the payment.',
    example: 'SUCCESS',
    source: answer,
    grade: 'A',
  },
  { ...error, when: 'on FAIL', example: 'TRADE_NOT_EXIST', source: answer, grade: 'A' },
  {
    name: 'detail_error_code',
    type: 'string',
    length: 48,
    need: 'conditional',
    when: 'on FAIL, in some versions',
    meaning: 'The same reason as `error`.',
    example: 'TRADE_NOT_EXIST',
    source: answer,
    grade: 'B',
  },
  {
    name: 'detail_error_des',
    type: 'string',
    length: 48,
    need: 'conditional',
    when: 'on FAIL, in some versions',
    meaning: 'The same reason in words.',
    example: 'trade not exist',
    source: answer,
    grade: 'B',
  },
  {
    name: 'alipay_trans_status',
    type: 'choice',
    values: tradeStatuses,
    length: 32,
    need: 'conditional',
    when: 'on SUCCESS',
    meaning: 'What the trade is: the only word on the payment.',
    example: 'TRADE_SUCCESS',
    source: 'query.md §2, §3',
    grade: 'A',
  },
  { ...buyerLoginId, source: answer, grade: 'A' },
  { ...buyerUserId, source: answer, grade: 'A' },
  { ...partnerTransIdAnswer, need: 'conditional', when: 'on SUCCESS', source: answer, grade: 'B' },
  {
    ...partnerTransIdAnswer,
    name: 'out_trade_no',
    sameAs: 'partner_trans_id',
    need: 'conditional',
    when: 'on SUCCESS',
    meaning: "The same ID again, under the sister product's name.",
    source: answer,
    grade: 'B',
  },
  { ...alipayTransIdAnswer, need: 'conditional', when: 'on SUCCESS', source: answer, grade: 'B' },
  { ...payTime, when: 'the trade is paid', source: answer, grade: 'B' },
  { ...currencyAnswer, source: answer, grade: 'B' },
  { ...transAmountAnswer, source: answer, grade: 'B' },
  { ...exchangeRate, when: 'not in Hong Kong; also while unpaid', source: answer, grade: 'B' },
  { ...transAmountCny, when: 'not in Hong Kong; also while unpaid', source: answer, grade: 'B' },
  {
    name: 'forex_total_fee',
    type: 'amount',
    ...paymentMost,
    currencyFrom: ['currency'],
    need: 'conditional',
    when: 'not in Hong Kong',
    meaning: 'The amount in settlement currency.',
    example: '39.25',
    source: answer,
    grade: 'B',
  },
  {
    name: 'trans_forex_rate',
    type: 'number',
    need: 'conditional',
    when: 'not in Hong Kong',
    meaning: 'From the currency of the price to the settlement currency; 1 when they are the same.',
    example: '1',
    source: answer,
    grade: 'B',
  },
  {
    ...refundAmountCny,
    when: 'something was refunded',
    meaning: 'The sum really given back, in CNY.',
    source: answer,
    grade: 'B',
  },
  { ...discount, source: answer },
  { ...paymentInstitution, source: answer },
] as const satisfies readonly FieldRow[]
