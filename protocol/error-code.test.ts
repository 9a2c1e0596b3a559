import { describe, expect, it } from 'vitest'
import {
  type ErrorCode,
  errorKinds,
  errorOtherNames,
  errorRow,
  gatewayErrors,
  serviceErrors,
  servicesOf,
} from './error-code.ts'
import { type Service, services } from './service.ts'

const lines = (text: string): string[] => text.trim().split(/\s+/)

/** Every code that the error tables of the pages print: gateway.md §7, spot-pay.md §6, query.md §4, cancel.md §3 and §5, refund.md §5. */
const printed: Record<Service | 'gateway', string[]> = {
  gateway: lines(`
    SYSTEM_ERROR ILLEGAL_SIGN INVALID_PARAMETER ILLEGAL_ARGUMENT ILLEGAL_PARTNER ILLEGAL_EXTERFACE
    ILLEGAL_PARTNER_EXTERFACE ILLEGAL_SIGN_TYPE HAS_NO_PRIVILEGE ILLEGAL_SERVICE ILLEGAL_CHARSET ILLEGAL_CLIENT_IP
    ILLEGAL_SECURITY_PROFILE HAS_NO_PUBLICKEY ILLEGAL_DYN_MD5_KEY ILLEGAL_ENCRYPT ILLEGAL_USER ILLEGAL_AGENT
    EXPARTNER_INFO_UNCORRECT SESSION_TIMEOUT ILLEGAL_TARGET_SERVICE ILLEGAL_ACCESS_SWITCH_SYSTEM EXTERFACE_IS_CLOSED`),
  pay: lines(`
    SYSTEM_ERROR TRADE_BUYER_NOT_MATCH TRADE_HAS_CLOSE BUYER_NOT_EXIST SOUNDWAVE_PARSER_FAIL BUYER_BALANCE_NOT_ENOUGH
    BUYER_BANKCARD_BALANCE_NOT_ENOUGH BUYER_ENABLE_STATUS_FORBID BUYER_NOT_MAINLAND_CERT
    BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR BUYER_PAYMENT_AMOUNT_MONTH_LIMIT_ERROR BEYOND_PAY_RESTRICTION
    BUYER_SELLER_EQUAL ERROR_BUYER_CERTIFY_LEVEL_LIMIT ERROR_BALANCE_PAYMENT_DISABLE MOBILE_PAYMENT_SWITCH_OFF
    PULL_MOBILE_CASHIER_FAIL CLIENT_VERSION_NOT_MATCH NOT_SUPPORT_PAYMENT_INST NO_PAYMENT_INSTRUMENTS_AVAILABLE
    PAYMENT_REQUEST_HAS_RISK PAYMENT_FAIL TOTAL_FEE_EXCEED CONTEXT_INCONSISTENT TRADE_HAS_SUCCESS SELLER_BEEN_BLOCKED
    ACCESS_FORBIDDEN`),
  query: lines('TRADE_NOT_EXIST TRANS_NOT_FOUND SYSTEM_ERROR'),
  cancel: lines(`
    SYSTEM_ERROR TRADE_CANCEL_TIME_OUT REASON_TRADE_REFUND_FEE_ERR REASON_TRADE_BEEN_FREEZEN SELLER_BALANCE_NOT_ENOUGH
    TRADE_HAS_FINISHED CANCEL_NOT_ALLOWED TRADE_NOT_EXIST`),
  refund: lines(`
    SYSTEM_ERROR SYSTEM_EXCEPTION PURCHASE_TRADE_NOT_EXIST TRADE_NOT_EXIST TRADE_HAS_CLOSE TRADE_STATUS_ERROR
    RETURN_AMOUNT_EXCEED REFUND_AMT_NOT_EQUAL_TOTAL CURRENCY_NOT_SAME REFUNDMENT_VALID_DATE_EXCEED TRADE_HAS_FINISHED
    DISCORDANT_REPEAT_REQUEST REPEATED_REFUNDMENT_REQUEST SELLER_BALANCE_NOT_ENOUGH REASON_TRADE_BEEN_FREEZEN`),
}

const tables = { gateway: gatewayErrors, ...serviceErrors }

describe.each(Object.entries(tables))('the errors of %s', (name, table) => {
  it('are those that the pages print, no more and no fewer', () => {
    const otherNames = name === 'gateway' ? {} : errorOtherNames[name as Service]
    const ours = [...Object.keys(table), ...Object.keys(otherNames)]
    expect(ours.sort()).toEqual([...printed[name as keyof typeof printed]].sort())
  })

  it('each tell a sentence to the reader of logs, to the integrator and to the cashier', () => {
    for (const { meaning, action, cashier } of Object.values(table))
      for (const sentence of [meaning, action, cashier]) expect(sentence).toMatch(/^[A-Z].{8,}\.$/)
  })

  it('speak to the cashier without code, field or jargon', () => {
    for (const { cashier } of Object.values(table))
      expect(cashier).not.toMatch(/[A-Z]{3}|_|`|server|request|gateway|\bID\b/)
  })

  it('have a kind that is explained', () => {
    for (const { kind } of Object.values(table)) expect(Object.keys(errorKinds)).toContain(kind)
  })
})

it('every cancel error has a retry flag, and Y goes with the kind "retry" alone', () => {
  for (const { kind, retryFlag } of Object.values(serviceErrors.cancel))
    expect(retryFlag).toBe(kind === 'retry' ? 'Y' : 'N')
})

it('a pay error that leaves the sale open never tells the cashier that it is not paid', () => {
  for (const { kind, cashier } of Object.values(serviceErrors.pay))
    expect(cashier.startsWith('Not paid.')).toBe(kind !== 'query')
})

describe('errorRow', () => {
  it.each<[string, Service, string | undefined]>([
    ['SYSTEM_ERROR', 'pay', 'query'],
    ['SYSTEM_ERROR', 'cancel', 'retry'],
    ['SYSTEM_ERROR', 'query', 'retry'],
    ['SYSTEM_ERROR', 'refund', 'retry'],
    ['TRADE_HAS_CLOSE', 'pay', 'new id'],
    ['TRADE_HAS_CLOSE', 'refund', 'final'],
    ['TRADE_HAS_CLOSE', 'query', undefined],
    ['TRANS_NOT_FOUND', 'query', 'query'],
    ['TRANS_NOT_FOUND', 'pay', undefined],
    ['ILLEGAL_SIGN', 'refund', 'repair'],
    ['illegal_sign', 'refund', undefined],
    ['constructor', 'pay', undefined],
    ['', 'pay', undefined],
  ])('%s of %s is of the kind %s', (code, service, kind) => {
    expect(errorRow(code, service)?.kind).toBe(kind)
  })

  it('gives another name the row of the code it stands for', () => {
    expect(errorRow('TRADE_STATUS_ERROR', 'refund')).toBe(serviceErrors.refund.TRADE_HAS_CLOSE)
  })
})

it.each<[ErrorCode | 'NO_SUCH_CODE', readonly Service[]]>([
  ['ILLEGAL_SIGN', services],
  ['TRADE_HAS_CLOSE', ['pay', 'refund']],
  ['TRADE_NOT_EXIST', ['cancel', 'query', 'refund']],
  ['NO_SUCH_CODE', []],
])('%s is answered by %j', (code, expected) => {
  expect(servicesOf(code)).toEqual(expected)
})
