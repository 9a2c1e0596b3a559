/** Values that the field tables refuse, for field-tables.test.ts: each rule is seen failing by at least one. */
import type { ValueProblem } from './field-value.ts'

/** A value, and what is wrong with it. */
export type Bad = readonly [value: string, problem: ValueProblem]

const badUserId: Bad[] = [
  ['2088', 'malformed'],
  ['1088000000000001', 'malformed'],
  ['20880000000000011', 'too long'],
]
const badId: Bad[] = [
  ['a"b', 'malformed'],
  ['订单', 'malformed'],
  ['a\nb', 'malformed'],
  ['x'.repeat(65), 'too long'],
]
const badUrl: Bad[] = [
  ['ftp://merchant.example/', 'malformed'],
  ['merchant.example', 'malformed'],
  ['https://', 'malformed'],
  ['https:///path', 'malformed'],
  ['https://merchant.example/a b', 'malformed'],
  [`https://merchant.example/${'x'.repeat(200)}`, 'too long'],
]
const badCurrency: Bad[] = [
  ['usd', 'malformed'],
  ['EURO', 'malformed'],
  ['XYZ', 'not allowed'],
]
const badAmount: Bad[] = ['39.255', '-1.00', '+1', '1,000', '1e3', ' 1', '.5', '1.'].map(
  (v) => [v, 'malformed'] as const,
)
const badPayment: Bad[] = [...badAmount, ['0', 'not allowed'], ['0.00', 'not allowed'], ['100000000.01', 'not allowed']]
const badRefund: Bad[] = [...badAmount, ['0.00', 'not allowed'], ['10000000.00', 'not allowed']]
const badSum: Bad[] = [...badAmount, ['1000000000.00', 'not allowed']]
const badDiscount: Bad[] = [...badAmount, ['100000000.01', 'not allowed']]
const badRate: Bad[] = ['0', '0.0', '-7.1', '7,1', 'x'].map((v) => [v, 'malformed'] as const)
const badCode: Bad[] = [
  ['NOT A CODE', 'malformed'],
  ['X'.repeat(49), 'too long'],
]
const badCompactTime: Bad[] = ['20240230103000', '20241301000000', '20240115246000', '2024-01-15 10:30:00', '2024'].map(
  (value) => [value, 'malformed'] as const,
)
const badBlankTime: Bad[] = ['2024-02-30 10:30:00', '2024-01-1510:30:00', '20240115103000', ''.padEnd(19, '-')].map(
  (value) => [value, 'malformed'] as const,
)
const badTimestamp: Bad[] = ['1705286400', '17052864000000', '2024-13-15 10:30:00', 'now'].map(
  (value) => [value, 'malformed'] as const,
)
const badJson: Bad[] = ['{', '[]', 'null', '"text"', '{"a":1,}', 'a^b'].map((value) => [value, 'malformed'] as const)
const badMemberId: Bad[] = [
  ['S 1', 'malformed'],
  ['x'.repeat(33), 'too long'],
]
const long = (limit: number): Bad[] => [['x'.repeat(limit + 1), 'too long']]
const other = (...values: string[]): Bad[] => values.map((value) => [value, 'not allowed'] as const)

/** Values that each field of that name refuses, in whatever table it stands; `table: field` where tables differ. */
export const badValues: Record<string, readonly Bad[]> = {
  _input_charset: other('BIG5', 'UTF8'),
  action: other('CLOSE', 'none'),
  alipay_buyer_login_id: long(20),
  alipay_buyer_user_id: badUserId,
  alipay_pay_time: badCompactTime,
  alipay_seller_id: long(16),
  alipay_trans_id: badId,
  alipay_trans_status: other('PAID', 'trade_success'),
  biz_product: other('OVERSEAS_MBARCODE', 'overseas_mbarcode_pay'),
  buyer_id: badUserId,
  buyer_identity_code: [
    ['123456789012345678', 'malformed'],
    ['319876543210987654', 'malformed'],
    ['287654321098765', 'malformed'],
    ['28765432109876543210987654', 'malformed'],
    ['28765432109876543x', 'malformed'],
    ['28'.repeat(17), 'too long'],
  ],
  currency: badCurrency,
  detail_error_code: long(48),
  'query answer: detail_error_des': long(48),
  'cancel answer: detail_error_des': long(64),
  error: badCode,
  'every answer: error': long(48),
  exchange_rate: badRate,
  extend_info: badJson,
  forex_total_fee: badPayment,
  gmt_create: badBlankTime,
  gmt_payment: badBlankTime,
  gmt_refund: badBlankTime,
  identity_code_type: other('soundwave', 'bar code'),
  is_success: other('true', 't'),
  is_sync: other('y', 'YES'),
  m_discount_forex_amount: badDiscount,
  memo: long(256),
  notify_action_type: other('pay'),
  notify_time: badBlankTime,
  notify_type: other('trade_status'),
  notify_url: badUrl,
  out_biz_no: badId,
  out_trade_no: badId,
  partner: badUserId,
  partner_refund_id: badId,
  partner_trans_id: badId,
  payment_inst: other('ALIPAY'),
  quantity: ['0', '-1', '1.5', '01', 'one'].map((value) => [value, 'malformed'] as const),
  refund_amount: badRefund,
  refund_amount_cny: badSum,
  refund_fee: badRefund,
  refund_reason: long(128),
  refund_reson: long(128),
  'pay answer: result_code': other('FAIL', 'UNKNOWN', 'success'),
  'refund answer: result_code': other('FAIL', 'success'),
  result_code: other('FAILED', 'UNKNOW', 'success'),
  retry_flag: other('y', 'true'),
  secondary_merchant_id: badMemberId,
  secondary_merchant_industry: [
    ['581', 'malformed'],
    ['58x2', 'malformed'],
    ['58120', 'too long'],
  ],
  seller_id: badUserId,
  service: other('alipay.acquire.refund.query', 'ALIPAY.ACQUIRE.CANCEL'),
  'every request: sign': [['not a signature', 'malformed']],
  sign_type: other('DSA', 'md5'),
  store_id: badMemberId,
  subject: long(256),
  terminal_timestamp: badTimestamp,
  timestamp: badTimestamp,
  total_fee: badPayment,
  trade_information: badJson,
  trade_no: badId,
  'cancel request: trade_no': [...badId, ['x'.repeat(15), 'malformed']],
  trade_status: other('SUCCESS'),
  trans_amount: badPayment,
  trans_amount_cny: badSum,
  trans_create_time: badCompactTime,
  trans_currency: [['usd', 'malformed'], ...other('EUR')],
  trans_forex_rate: badRate,
  trans_name: long(256),
}
