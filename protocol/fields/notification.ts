/**
 * The fields of an asynchronous notification. No page lists them for this product: the set is that of its sisters, and
 * a receiver tolerates missing and unknown fields. Source: flows.md §5.
 */
import type { FieldRow } from '../field.ts'
import { signTypes } from '../signature.ts'
import { tradeStatuses } from './query.ts'
import { alipayUserId, merchantId, paymentMost, refundMost } from './shared.ts'

const basics = { source: 'flows.md §5', grade: 'C' } as const
const time = { type: 'datetime', format: 'YYYY-MM-DD HH:MM:SS', ...basics } as const

/** What happened to the trade, in the words of `notify_action_type`. */
export const notifyActions = {
  create: 'createDirectPayTradeByBuyerAction',
  pay: 'payByAccountAction',
  refund: 'refundFPAction',
  reverse: 'reverseAction',
  close: 'closeTradeAction',
  finish: 'finishFPAction',
} as const

export const notificationFields = [
  {
    name: 'notify_time',
    ...time,
    need: 'required',
    meaning: 'When this was sent, GMT+8, with its blank.',
    example: '2024-01-15 10:30:03',
  },
  {
    name: 'notify_type',
    type: 'constant',
    value: 'trade_status_sync',
    need: 'required',
    meaning: 'The kind of notification.',
    example: 'trade_status_sync',
    ...basics,
  },
  {
    name: 'notify_id',
    type: 'string',
    need: 'required',
    meaning:
      'Names the notification; repeats carry the same. 34 characters in samples, asked about by `notify_verify`.',
    example: 'ac05099524730693a8b330c5ecf72da978',
    ...basics,
  },
  {
    name: 'sign_type',
    type: 'choice',
    values: signTypes,
    need: 'required',
    meaning: 'How it is signed.',
    example: 'MD5',
    ...basics,
  },
  {
    name: 'sign',
    type: 'string',
    need: 'required',
    meaning: 'The signature over all other fields but `sign_type`.',
    example: '150d286afed1d3d97c27b0d870c6ac9a',
    ...basics,
  },
  {
    name: 'notify_action_type',
    type: 'choice',
    values: Object.values(notifyActions),
    need: 'optional',
    meaning: 'What happened to the trade.',
    example: notifyActions.pay,
    ...basics,
  },
  {
    name: 'out_trade_no',
    ...merchantId,
    need: 'required',
    meaning: 'The `partner_trans_id` of the payment, under another name.',
    example: 'SIM20240115000001',
    ...basics,
  },
  {
    name: 'trade_no',
    ...merchantId,
    need: 'required',
    meaning: 'The `alipay_trans_id`, under another name.',
    example: '2024011522001436940500000001',
    ...basics,
  },
  {
    name: 'trade_status',
    type: 'choice',
    values: tradeStatuses,
    need: 'required',
    meaning: 'What the trade is now; TRADE_CLOSED after a full refund.',
    example: 'TRADE_SUCCESS',
    ...basics,
  },
  {
    name: 'subject',
    type: 'string',
    length: 256,
    need: 'optional',
    meaning: 'The `trans_name` of the payment.',
    example: 'Coffee',
    ...basics,
  },
  {
    name: 'gmt_create',
    ...time,
    need: 'optional',
    meaning: 'When the trade was created, GMT+8.',
    example: '2024-01-15 10:30:01',
  },
  {
    name: 'gmt_payment',
    ...time,
    need: 'optional',
    meaning: 'When the buyer was debited, GMT+8.',
    example: '2024-01-15 10:30:02',
  },
  {
    name: 'currency',
    type: 'currency',
    need: 'required',
    meaning: 'The currency of the payment.',
    example: 'USD',
    ...basics,
  },
  {
    name: 'total_fee',
    type: 'amount',
    ...paymentMost,
    currencyFrom: ['currency'],
    need: 'required',
    meaning: 'The amount of the payment.',
    example: '39.25',
    ...basics,
  },
  {
    name: 'seller_id',
    ...alipayUserId,
    need: 'optional',
    meaning: 'Who was paid: the `partner`.',
    example: '2088000000000001',
    ...basics,
  },
  {
    name: 'buyer_id',
    ...alipayUserId,
    need: 'optional',
    meaning: "The buyer's number at Alipay.",
    example: '2088102105236945',
    ...basics,
  },
  {
    name: 'out_biz_no',
    ...merchantId,
    need: 'conditional',
    when: 'a refund',
    meaning: 'The `partner_refund_id`.',
    example: 'SIMR20240115000001',
    ...basics,
  },
  {
    name: 'refund_fee',
    type: 'amount',
    ...refundMost,
    currencyFrom: ['currency'],
    need: 'conditional',
    when: 'a refund',
    meaning: 'The amount of the refund.',
    example: '10.00',
    source: 'flows.md §5',
    grade: 'inferred',
  },
  {
    ...time,
    name: 'gmt_refund',
    need: 'conditional',
    when: 'a refund',
    meaning: 'When the money was given back, GMT+8.',
    example: '2024-01-15 12:00:00',
    grade: 'inferred',
  },
] as const satisfies readonly FieldRow[]
