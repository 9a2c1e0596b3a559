import { describe, expect, it } from 'vitest'
import { parseTime } from '../../protocol/beijing-time.ts'
import type { Currency } from '../../protocol/currency.ts'
import { money, parseRate } from '../../protocol/money.ts'
import { globalDialect } from '../dialect/dialect.ts'
import { openTrade } from '../ledger/payment.ts'
import type { Trade } from '../ledger/trade.ts'
import { readDay } from './calendar.ts'
import { entriesOf, type LedgerEntry } from './ledger-entry.ts'
import { settlementFile, transactionFile } from './reconciliation-file.ts'
import { type SettlementTerms, usualTerms } from './settlement-terms.ts'

const pid = '2088000000000001'
const at = (text: string) => parseTime(text) ?? expect.fail()
const day = (text: string) => readDay(text) ?? expect.fail()

/** The payment of the official sample row. Source: reconciliation.md §4. */
function sample(changes: Partial<Trade> = {}, currency: Currency = 'AUD', amount = 36_930): Trade {
  const buyer = { userId: '2088000000000009', loginId: 'a***@b.c', paymentInst: 'ALIPAYCN' } as const
  const opened = openTrade(
    {
      ...{ service: 'pay', partner: pid, partnerTransId: 'EASA-20170801233604653-5GP0GVWNY', subject: 'Coffee' },
      ...{ price: money(amount, currency), settlementCurrency: currency, identityCode: '287654321098765432' },
      shop: {
        secondaryMerchantIndustry: '5311',
        secondaryMerchantName: 'xxx',
        secondaryMerchantId: 'S1',
        storeName: 'xxx',
      },
    },
    {
      ...{ alipayTransId: '2017080221001004060213245489', buyer, at: at('2017-08-02 07:36:46') },
      ...{ behaviour: 'default', state: 'paid' },
    },
    globalDialect,
  )
  return { ...opened, ...changes }
}
const asSampled = { exchangeRate: parseRate('5.4194'), totalCny: money(200_138, 'CNY') }
const refund = (id: string, amount: number, amountCny: number, currency: Currency = 'AUD') => ({
  ...{
    partnerRefundId: id,
    amount: money(amount, currency),
    amountCny: money(amountCny, 'CNY'),
    reason: 'torn | dirty\nbag',
  },
  ...{ requestedAt: 0, state: { name: 'done', doneAt: at('2017-08-02 09:00:00') } as const },
})

const settlementRows = (
  entries: readonly LedgerEntry[],
  form: 'global' | 'hk' = 'global',
  signOfRefund: SettlementTerms['signOfRefund'] = 'negative',
) => settlementFile(entries, { pid, day: day('2017-08-03'), form, signOfRefund }).text.split('\n')
const columnsOf = (lines: readonly string[], ...names: string[]) => {
  const [header = '', ...rows] = lines.filter((line) => line !== '')
  const indexes = names.map((name) => header.split('|').indexOf(name))
  return rows.map((row) => indexes.map((index) => row.split('|')[index]).join(' '))
}

describe('the settlement file', () => {
  it('writes the official sample row as it was published', () => {
    const file = settlementFile(entriesOf(sample(asSampled), usualTerms), {
      ...{ pid, day: day('2017-08-03'), form: 'global', signOfRefund: 'negative' },
    })
    expect(file.name).toBe('2088000000000001_settlement_20170803.txt')
    expect(file.text).toBe(
      [
        'Partner_transaction_id|Transaction_id|Amount|Rmb_amount|Fee|Settlement|Rmb_settlement|Currency|Rate|Payment_time|Settlement_time|Type|Status|Remarks|Secondary_merchant_industry|Secondary_merchant_name|Operator_name|Order_scene|Trans_currency|Trans_amount|Trans_forex_rate',
        'EASA-20170801233604653-5GP0GVWNY|2017080221001004060213245489|369.30|2001.38|2.22|367.08|1989.37|AUD|5.41940000|2017-08-02 07:36:46|2017-08-03 15:46:00|P|L||5311|xxx|xxx|shopQrCode|AUD|369.30|1',
        '',
      ].join('\n'),
    )
  })

  it('has the columns of Hong Kong, and no CNY', () => {
    const [header = '', row = ''] = settlementRows(entriesOf(sample(), usualTerms), 'hk')
    expect(header).toBe(
      'Partner_transaction_id|Transaction_id|Amount|Fee|Settlement|Currency|Payment_time|Settlement_time|Type|Status|Remarks|Secondary_merchant_industry|Secondary_merchant_name|Secondary_merchant_id|Operator_name|Order_scene|Trans_currency|Trans_amount|Trans_forex_rate|Issue',
    )
    expect(row.endsWith('|5311|xxx|S1|xxx|shopQrCode|AUD|369.30|1|ALIPAYCN')).toBe(true)
  })

  it('takes back what was given back: without a fee, or with its share', () => {
    const trade = sample({ ...asSampled, refunds: [refund('R1', 10_000, 54_194)] })
    const names = ['Partner_transaction_id', 'Amount', 'Fee', 'Settlement', 'Rmb_settlement', 'Type'] as const
    const row = (terms: SettlementTerms) =>
      columnsOf(settlementRows(entriesOf(trade, terms), 'global', terms.signOfRefund), ...names)[1]
    expect(row(usualTerms)).toBe('R1 100.00 0.00 -100.00 -541.94 R')
    expect(row({ ...usualTerms, feeOfRefund: 'returned' })).toBe('R1 100.00 0.60 -99.40 -538.69 R')
    expect(row({ ...usualTerms, signOfRefund: 'positive' })).toBe('R1 100.00 0.00 100.00 541.94 R')
  })

  it('names what was cancelled by its trade number, and gives its fee back', () => {
    const trade = sample(asSampled)
    const closedAt = at('2017-08-02 08:00:00')
    const cancelled = entriesOf(
      { ...trade, state: { name: 'TRADE_CLOSED', by: 'cancel', closedAt, paidAt: trade.createdAt } },
      usualTerms,
    )
    expect(columnsOf(settlementRows(cancelled), 'Partner_transaction_id', 'Settlement', 'Type')).toEqual([
      'EASA-20170801233604653-5GP0GVWNY 367.08 P',
      '2017080221001004060213245489 -367.08 R',
    ])
  })

  it('has whole fees for yen', () => {
    const rows = settlementRows(entriesOf(sample({}, 'JPY', 1_234), usualTerms))
    expect(columnsOf(rows, 'Amount', 'Fee', 'Settlement', 'Currency')).toEqual(['1234 7 1227 JPY'])
  })
})

describe('the transaction file', () => {
  it('counts its records, and writes positive amounts and names that keep their column', () => {
    const trade = sample({ refunds: [refund('R1', 10_000, 47_185)] })
    const { name, text, rows } = transactionFile(entriesOf(trade, usualTerms), {
      pid,
      day: day('2017-08-02'),
      form: 'global',
    })
    expect([name, rows]).toEqual(['2088000000000001_transaction_20170802.txt', 2])
    expect(text).toBe(
      [
        'Partner:2088000000000001|Payment_time: 2017-08-02|Total_count:2',
        'Partner_transaction_id|Transaction_id|Transaction_amount|Charge_amount|Currency|Payment_time|Transaction_type|Remark|Secondary_merchant_industry|Secondary_merchant_name|Operator_name|Order_scene|Trans_currency|Trans_amount|Trans_forex_rate',
        'EASA-20170801233604653-5GP0GVWNY|2017080221001004060213245489|369.30|2.22|AUD|2017-08-02 07:36:46|PAYMENT||5311|xxx|xxx|shopQrCode|AUD|369.30|1',
        'R1|2017080221001004060213245489|100.00|0.00|AUD|2017-08-02 09:00:00|REFUND|torn   dirty bag|5311|xxx|xxx|shopQrCode|AUD|100.00|1',
        '',
      ].join('\n'),
    )
  })

  it('has both currencies of a price in another one, the other its share', () => {
    const trade = sample({
      ...{ price: money(100_000, 'TWD'), settlement: money(25_030, 'HKD'), transForexRate: parseRate('0.2503') },
      refunds: [refund('R1', 12_515, 1_000, 'HKD'), refund('R2', 50_000, 1_000, 'TWD')],
    })
    const lines = transactionFile(entriesOf(trade, usualTerms), {
      pid,
      day: day('2017-08-02'),
      form: 'global',
    }).text.split('\n')
    const names = ['Transaction_amount', 'Currency', 'Trans_currency', 'Trans_amount', 'Trans_forex_rate'] as const
    expect(columnsOf(lines.slice(1), ...names)).toEqual([
      '250.30 HKD TWD 1000.00 0.2503',
      '125.15 HKD TWD 500.00 0.2503',
      '125.15 HKD TWD 500.00 0.2503',
    ])
  })
})

it('unpaid, closed and refused trades move nothing, nor do refunds that wait or have failed', () => {
  const paid = sample()
  const closed = { name: 'TRADE_CLOSED', by: 'expiry', closedAt: 5 } as const
  expect(entriesOf({ ...paid, state: closed }, usualTerms)).toEqual([])
  expect(entriesOf({ ...paid, state: { name: 'WAIT_BUYER_PAY', expiresAt: 5 } }, usualTerms)).toEqual([])
  const refunds = [
    { ...refund('R1', 1, 1), state: { name: 'waiting', dueAt: 1, attempts: 0 } as const },
    { ...refund('R2', 1, 1), state: { name: 'failed', failedAt: 1, error: 'x' } as const },
  ]
  expect(entriesOf({ ...paid, refunds }, usualTerms).map(({ type }) => type)).toEqual(['PAYMENT'])
})
