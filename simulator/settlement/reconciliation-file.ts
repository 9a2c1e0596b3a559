/**
 * The two files as text: columns as tables, one row an entry. Pure.
 * Source: reconciliation.md §3 (transaction file), §4 (settlement file), §6 (format).
 */
import { blankTime, compactDay, type Instant } from '../../protocol/beijing-time.ts'
import { formatAmount, formatRate, type Money, money } from '../../protocol/money.ts'
import { type Day, settlementTime } from './calendar.ts'
import type { LedgerEntry } from './ledger-entry.ts'
import type { SettlementTerms } from './settlement-terms.ts'

export type FileForm = NonNullable<SettlementTerms['form']>

export type FileOptions = { readonly pid: string; readonly day: Day; readonly form: FileForm }

export type WrittenFile = {
  /** `2088000000000001_transaction_20240115.txt` */
  readonly name: string
  /** Ends with a line end; `\n` between the lines. */
  readonly text: string
  readonly rows: number
}

type Row = LedgerEntry & { readonly settledAt: Instant; readonly signOfRefund: SettlementTerms['signOfRefund'] }
/** `only`: in one form and not in the other. */
type Column = { readonly name: string; readonly only?: FileForm; readonly value: (row: Row) => string }

const shopColumns: readonly Column[] = [
  {
    name: 'Secondary_merchant_industry',
    value: ({ trade }) => trade.shop.secondaryMerchantIndustry ?? '',
  },
  { name: 'Secondary_merchant_name', value: ({ trade }) => trade.shop.secondaryMerchantName ?? '' },
  { name: 'Secondary_merchant_id', only: 'hk', value: ({ trade }) => trade.shop.secondaryMerchantId ?? '' },
  { name: 'Operator_name', value: ({ trade }) => trade.shop.storeName ?? '' },
  // The value of all samples, those of the barcode product among them.
  { name: 'Order_scene', value: () => 'shopQrCode' },
  { name: 'Trans_currency', value: ({ price }) => price.currency },
  { name: 'Trans_amount', value: ({ price }) => formatAmount(price) },
  { name: 'Trans_forex_rate', value: ({ trade }) => formatRate(trade.transForexRate).replace(/\.?0+$/, '') },
  { name: 'Issue', only: 'hk', value: ({ trade }) => trade.buyer.paymentInst },
]

const transactionColumns: readonly Column[] = [
  { name: 'Partner_transaction_id', value: ({ partnerId }) => partnerId },
  { name: 'Transaction_id', value: ({ trade }) => trade.alipayTransId },
  { name: 'Transaction_amount', value: ({ amount }) => formatAmount(amount) },
  { name: 'Charge_amount', value: ({ fee }) => formatAmount(fee) },
  { name: 'Currency', value: ({ amount }) => amount.currency },
  { name: 'Payment_time', value: ({ at }) => blankTime(at) },
  { name: 'Transaction_type', value: ({ type }) => type },
  { name: 'Remark', value: ({ remark }) => remark },
  ...shopColumns,
]

const settlementColumns: readonly Column[] = [
  // The page requires the trade number of what was cancelled.
  {
    name: 'Partner_transaction_id',
    value: ({ type, trade, partnerId }) => (type === 'CANCEL' ? trade.alipayTransId : partnerId),
  },
  { name: 'Transaction_id', value: ({ trade }) => trade.alipayTransId },
  { name: 'Amount', value: ({ amount }) => formatAmount(amount) },
  { name: 'Rmb_amount', only: 'global', value: ({ amountCny }) => formatAmount(amountCny) },
  { name: 'Fee', value: ({ fee }) => formatAmount(fee) },
  { name: 'Settlement', value: (row) => signed(row, row.amount, row.fee) },
  { name: 'Rmb_settlement', only: 'global', value: (row) => signed(row, row.amountCny, row.feeCny) },
  { name: 'Currency', value: ({ amount }) => amount.currency },
  { name: 'Rate', only: 'global', value: ({ trade }) => formatRate(trade.exchangeRate) },
  { name: 'Payment_time', value: ({ at }) => blankTime(at) },
  { name: 'Settlement_time', value: ({ settledAt }) => blankTime(settledAt) },
  { name: 'Type', value: ({ type }) => (type === 'PAYMENT' ? 'P' : 'R') },
  { name: 'Status', value: () => 'L' },
  { name: 'Remarks', value: ({ remark }) => remark },
  ...shopColumns,
]

/** All that happened on the day. */
export function transactionFile(entries: readonly LedgerEntry[], { pid, day, form }: FileOptions): WrittenFile {
  const date = blankTime(day).slice(0, 10)
  const header = `Partner:${pid}|Payment_time: ${date}|Total_count:${entries.length}`
  const rows = entries.map((entry) => ({ ...entry, settledAt: day, signOfRefund: 'positive' as const }))
  return {
    name: `${pid}_transaction_${compactDay(day)}.txt`,
    text: linesOf([header, ...written(transactionColumns, rows, form)]),
    rows: entries.length,
  }
}

/** All that is settled on the day. */
export function settlementFile(
  entries: readonly LedgerEntry[],
  { pid, day, form, signOfRefund }: FileOptions & Pick<SettlementTerms, 'signOfRefund'>,
): WrittenFile {
  const rows = entries.map((entry) => ({ ...entry, settledAt: settlementTime(day), signOfRefund }))
  return {
    name: `${pid}_settlement_${compactDay(day)}.txt`,
    text: linesOf(written(settlementColumns, rows, form)),
    rows: entries.length,
  }
}

function written(columns: readonly Column[], rows: readonly Row[], form: FileForm): readonly string[] {
  const shown = columns.filter(({ only = form }) => only === form)
  const names = shown.map(({ name }) => name).join('|')
  return [names, ...rows.map((row) => shown.map(({ value }) => cell(value(row))).join('|'))]
}

/** What goes back is less than nothing: the fee that comes back with it makes it less. */
function signed({ type, signOfRefund }: Row, amount: Money, fee: Money): string {
  const text = formatAmount(money(amount.amount - fee.amount, amount.currency))
  return type !== 'PAYMENT' && signOfRefund === 'negative' ? `-${text}` : text
}

/** A separator in somebody's name would move every column behind it. */
function cell(text: string): string {
  return text.replace(/[|\r\n]+/g, ' ')
}

function linesOf(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`
}
