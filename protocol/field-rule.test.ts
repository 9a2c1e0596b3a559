import { expect, it } from 'vitest'
import type { FieldRow } from './field.ts'
import { needRule, ruleOf } from './field-rule.ts'
import { fieldTables } from './field-tables.ts'
import type { Service } from './service.ts'

function rowOf(service: Service, message: 'request' | 'answer', name: string): FieldRow {
  const rows: readonly FieldRow[] = fieldTables[service][message]
  const row = rows.find((one) => one.name === name)
  if (row === undefined) throw new Error(`no field ${name} in the ${message} of ${service}`)
  return row
}

it.each<[Service, 'request' | 'answer', string, string]>([
  ['pay', 'request', 'trans_create_time', '14 digits YYYYMMDDHHMMSS, a real date and time'],
  ['pay', 'request', 'alipay_seller_id', 'at most 16 characters; the same value as partner'],
  ['pay', 'request', 'identity_code_type', 'barcode or qrcode, in any letter case'],
  ['pay', 'request', 'biz_product', 'always OVERSEAS_MBARCODE_PAY'],
  ['pay', 'request', 'trans_currency', 'MOP, TWD or CNY, or the same as currency'],
  [
    'pay',
    'request',
    'trans_amount',
    '0.01 to 100000000.00 in trans_currency or else currency, at most two decimals, none for JPY and KRW',
  ],
  ['pay', 'answer', 'trans_amount_cny', '0.00 to 999999999.99 in CNY, at most two decimals'],
  ['cancel', 'request', 'trade_no', 'printable ASCII characters without the quotation mark; 16 to 64 characters'],
  [
    'query',
    'answer',
    'alipay_trans_status',
    'WAIT_BUYER_PAY, TRADE_SUCCESS, TRADE_CLOSED, TRADE_FINISHED or TRADE_PENDING',
  ],
])('the rule of the %s %s field %s reads: %s', (service, message, name, rule) => {
  expect(ruleOf(rowOf(service, message, name))).toBe(rule)
})

it('a length in bytes says so', () => {
  expect(ruleOf(rowOf('pay', 'request', 'trans_name'), 'bytes')).toBe('at most 256 bytes')
})

it.each<[Service, 'request' | 'answer', string, string]>([
  ['pay', 'request', 'trans_name', 'required'],
  ['pay', 'request', 'memo', 'optional'],
  ['query', 'request', 'partner_trans_id', 'required unless alipay_trans_id is sent'],
  ['pay', 'answer', 'alipay_pay_time', 'on SUCCESS'],
  ['pay', 'answer', 'result_code', 'required'],
])('the need of the %s %s field %s reads: %s', (service, message, name, need) => {
  expect(needRule(rowOf(service, message, name))).toBe(need)
})
