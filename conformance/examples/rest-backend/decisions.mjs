/**
 * What an answer of the gateway means for an order or a return. Pure. Undefined: nothing is known yet.
 * Source: spot-pay.md §6, query.md §3 and §5, cancel.md §5 and §6, refund.md §5, gateway.md §7.
 */

const retry = 'Ask the customer to refresh the code, then scan again.'
const other = 'Ask the customer for another means of payment.'
const limit = 'A limit of the customer is reached. Ask for another means of payment.'
const wallet = 'The customer has to change something in the wallet first.'
const spent = 'This order number is used up. Make a new order.'
const staff = 'Alipay cannot be used at present. Technical staff has to look.'

/** Nothing was debited for this try. What is not listed proves nothing. */
const payRefusals = {
  BUYER_NOT_EXIST: retry,
  SOUNDWAVE_PARSER_FAIL: retry,
  PULL_MOBILE_CASHIER_FAIL: retry,
  PAYMENT_FAIL: retry,
  BUYER_BALANCE_NOT_ENOUGH: other,
  BUYER_BANKCARD_BALANCE_NOT_ENOUGH: other,
  BUYER_ENABLE_STATUS_FORBID: other,
  BUYER_NOT_MAINLAND_CERT: other,
  BUYER_SELLER_EQUAL: other,
  NOT_SUPPORT_PAYMENT_INST: other,
  NO_PAYMENT_INSTRUMENTS_AVAILABLE: other,
  PAYMENT_REQUEST_HAS_RISK: other,
  BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR: limit,
  BUYER_PAYMENT_AMOUNT_MONTH_LIMIT_ERROR: limit,
  BEYOND_PAY_RESTRICTION: limit,
  TOTAL_FEE_EXCEED: limit,
  ERROR_BUYER_CERTIFY_LEVEL_LIMIT: wallet,
  ERROR_BALANCE_PAYMENT_DISABLE: wallet,
  MOBILE_PAYMENT_SWITCH_OFF: wallet,
  CLIENT_VERSION_NOT_MATCH: wallet,
  TRADE_BUYER_NOT_MATCH: spent,
  TRADE_HAS_CLOSE: spent,
  CONTEXT_INCONSISTENT: spent,
  SELLER_BEEN_BLOCKED: staff,
  ACCESS_FORBIDDEN: staff,
}

/** The message was refused as a whole, nothing was processed. */
const setUpErrors = new Set(
  `ILLEGAL_SIGN INVALID_PARAMETER ILLEGAL_ARGUMENT ILLEGAL_PARTNER ILLEGAL_EXTERFACE ILLEGAL_PARTNER_EXTERFACE
  ILLEGAL_SIGN_TYPE HAS_NO_PRIVILEGE ILLEGAL_SERVICE ILLEGAL_CHARSET ILLEGAL_CLIENT_IP ILLEGAL_SECURITY_PROFILE
  HAS_NO_PUBLICKEY ILLEGAL_DYN_MD5_KEY ILLEGAL_ENCRYPT ILLEGAL_USER ILLEGAL_AGENT EXPARTNER_INFO_UNCORRECT
  SESSION_TIMEOUT ILLEGAL_TARGET_SERVICE ILLEGAL_ACCESS_SWITCH_SYSTEM EXTERFACE_IS_CLOSED`.split(/\s+/),
)

const refundRefusals = {
  PURCHASE_TRADE_NOT_EXIST: 'Alipay knows no such payment.',
  TRADE_NOT_EXIST: 'Alipay knows no such payment.',
  TRADE_HAS_CLOSE: 'Nothing is left of this order.',
  TRADE_STATUS_ERROR: 'Nothing is left of this order.',
  RETURN_AMOUNT_EXCEED: 'More than what is left of this order.',
  REFUND_AMT_NOT_EQUAL_TOTAL: 'More than what is left of this order.',
  CURRENCY_NOT_SAME: staff,
  REFUNDMENT_VALID_DATE_EXCEED: 'The order is too old for Alipay. Settle it otherwise.',
  TRADE_HAS_FINISHED: 'The order is too old for Alipay. Settle it otherwise.',
  SELLER_BALANCE_NOT_ENOUGH: 'The shop has no funds with Alipay. Try a new return later.',
  REASON_TRADE_BEEN_FREEZEN: 'Alipay has frozen this payment.',
  INVALID_PARAMETER: staff,
  ILLEGAL_ARGUMENT: staff,
}

const lookup = (table, code) => (Object.hasOwn(table, code) ? table[code] : undefined)

const isAccepted = ({ kind, fields }, result) => kind === 'accepted' && fields.result_code === result

/** Decimal text of the wire as cents; undefined when it is none. */
export function centsOf(text) {
  const [, whole, fraction = ''] = /^(\d{1,10})(?:\.(\d{1,2}))?$/.exec(text ?? '') ?? []
  return whole === undefined ? undefined : Number(whole + fraction.padEnd(2, '0'))
}

function isAbout(order, { partner_trans_id, currency, trans_amount }) {
  return (
    partner_trans_id === order.orderNo && currency === order.currency && centsOf(trans_amount) === order.amountCents
  )
}

export function afterPay(order, answer) {
  if (answer.kind === 'refused' && setUpErrors.has(answer.error))
    return { state: 'DECLINED', error: answer.error, hint: staff, alarm: true }
  if (isAccepted(answer, 'SUCCESS') && isAbout(order, answer.fields)) return settled(answer.fields)
  const hint = isAccepted(answer, 'FAILED') ? lookup(payRefusals, answer.error) : undefined
  return hint && { state: 'DECLINED', error: answer.error, hint, alarm: hint === staff }
}

function settled({ alipay_trans_id: trade, alipay_buyer_login_id: buyer }) {
  return { state: 'SETTLED', trade, buyer, error: undefined, hint: 'Paid.' }
}

export function afterQuery(order, answer) {
  if (!isAccepted(answer, 'SUCCESS') || !isAbout(order, answer.fields)) return undefined
  const { alipay_trans_status: status, alipay_pay_time: paidAt } = answer.fields
  if (status === 'TRADE_SUCCESS' || status === 'TRADE_FINISHED') return settled(answer.fields)
  if (status !== 'TRADE_CLOSED') return undefined
  // Closed after it was paid: somebody gave the money back.
  return { state: paidAt === undefined ? 'DECLINED' : 'VOIDED', error: status, hint: 'Not paid.' }
}

/** @returns {'done' | 'again' | 'refused'} refused: a repeat would fail as well */
export function afterCancel(order, answer) {
  if (answer.kind !== 'accepted' || answer.fields.out_trade_no !== order.orderNo) return 'again'
  if (answer.fields.result_code === 'SUCCESS') return 'done'
  return answer.fields.retry_flag === 'N' ? 'refused' : 'again'
}

/** @param isFirst no try before may have been executed: only then the refusal of a message says something */
export function afterRefund(order, back, answer, { isFirst }) {
  if (answer.kind === 'refused' && setUpErrors.has(answer.error) && isFirst)
    return { state: 'REFUSED', error: answer.error, hint: staff, alarm: true }
  const { partner_trans_id, partner_refund_id, currency, refund_amount } = answer.fields ?? {}
  const isMeant = partner_trans_id === order.orderNo && partner_refund_id === back.alipayReturn
  const isWhole = currency === order.currency && centsOf(refund_amount) === back.amountCents
  if (isAccepted(answer, 'SUCCESS') && isMeant && isWhole)
    return { state: 'RETURNED', error: undefined, hint: 'Returned.' }
  const hint = isAccepted(answer, 'FAILED') ? lookup(refundRefusals, answer.error) : undefined
  return hint && { state: 'REFUSED', error: answer.error, hint }
}
