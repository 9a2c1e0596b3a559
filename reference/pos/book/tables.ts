/** The tables of the order book, and how a record becomes a row and a row a record. Knows no meaning of either. */
import type { SQLOutputValue } from 'node:sqlite'
import { currencyNamed } from '../../../protocol/currency.ts'
import { type Money, money } from '../../../protocol/money.ts'
import { given } from '../../client/trade-facts.ts'
import type { PaymentRecord, RefundRecord, StepRecord } from './records.ts'

/** Rowid tables with an index each: `WITHOUT ROWID` gets slower as the file grows. Source: performance.md (5). */
export const schema = `
  CREATE TABLE IF NOT EXISTS payment (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    payment_id TEXT NOT NULL UNIQUE,
    partner_trans_id TEXT NOT NULL UNIQUE,
    request TEXT NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    status TEXT NOT NULL,
    owes TEXT NOT NULL,
    alipay_trans_id TEXT,
    buyer TEXT,
    reason TEXT,
    message TEXT,
    refunded_late INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS payment_owing ON payment (owes) WHERE owes <> 'nothing';
  CREATE TABLE IF NOT EXISTS refund (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    payment_id TEXT NOT NULL,
    refund_id TEXT NOT NULL,
    partner_refund_id TEXT NOT NULL UNIQUE,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    reason TEXT,
    is_sync INTEGER NOT NULL,
    status TEXT NOT NULL,
    owes TEXT NOT NULL,
    message TEXT,
    UNIQUE (payment_id, refund_id)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS refund_owing ON refund (owes) WHERE owes <> 'nothing';
  CREATE TABLE IF NOT EXISTS step (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    payment_id TEXT NOT NULL,
    refund_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    event TEXT NOT NULL,
    step TEXT NOT NULL,
    detail TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS step_of ON step (payment_id, refund_id);
  CREATE TABLE IF NOT EXISTS notification (
    notify_id TEXT PRIMARY KEY,
    received_at INTEGER NOT NULL,
    body BLOB NOT NULL
  ) STRICT;
`

export type Row = Record<string, SQLOutputValue>

export const paymentColumns = [
  'payment_id',
  'partner_trans_id',
  'request',
  'amount',
  'currency',
  'created_at',
  'status',
  'owes',
  'alipay_trans_id',
  'buyer',
  'reason',
  'message',
  'refunded_late',
] as const

export const refundColumns = [
  'payment_id',
  'refund_id',
  'partner_refund_id',
  'amount',
  'currency',
  'reason',
  'is_sync',
  'status',
  'owes',
  'message',
] as const

export const stepColumns = ['payment_id', 'refund_id', 'at', 'event', 'step', 'detail'] as const

type RowOf<Columns extends readonly string[]> = Record<Columns[number], string | number | null>

export function paymentRow(payment: PaymentRecord): RowOf<typeof paymentColumns> {
  return {
    payment_id: payment.paymentId,
    partner_trans_id: payment.partnerTransId,
    request: JSON.stringify(payment.request),
    amount: payment.amount.amount,
    currency: payment.amount.currency,
    created_at: payment.createdAt,
    status: payment.status,
    owes: payment.owes,
    alipay_trans_id: payment.alipayTransId ?? null,
    buyer: payment.buyer ?? null,
    reason: payment.reason ?? null,
    message: payment.message ?? null,
    refunded_late: Number(payment.refundedLate),
  }
}

/** What the till wrote itself it reads without doubting it. */
export function paymentOf(row: Row): PaymentRecord & { position: number } {
  return {
    position: Number(row.position),
    paymentId: String(row.payment_id),
    partnerTransId: String(row.partner_trans_id),
    request: JSON.parse(String(row.request)) as PaymentRecord['request'],
    amount: moneyOf(row),
    createdAt: Number(row.created_at),
    status: String(row.status) as PaymentRecord['status'],
    owes: String(row.owes) as PaymentRecord['owes'],
    ...given({
      alipayTransId: text(row.alipay_trans_id),
      buyer: text(row.buyer),
      reason: text(row.reason),
      message: text(row.message),
    }),
    refundedLate: row.refunded_late === 1,
  }
}

export function refundRow(refund: RefundRecord): RowOf<typeof refundColumns> {
  return {
    payment_id: refund.paymentId,
    refund_id: refund.refundId,
    partner_refund_id: refund.partnerRefundId,
    amount: refund.amount.amount,
    currency: refund.amount.currency,
    reason: refund.reason ?? null,
    is_sync: Number(refund.isSync),
    status: refund.status,
    owes: refund.owes,
    message: refund.message ?? null,
  }
}

export function refundOf(row: Row): RefundRecord {
  return {
    paymentId: String(row.payment_id),
    refundId: String(row.refund_id),
    partnerRefundId: String(row.partner_refund_id),
    amount: moneyOf(row),
    isSync: row.is_sync === 1,
    status: String(row.status) as RefundRecord['status'],
    owes: String(row.owes) as RefundRecord['owes'],
    ...given({ reason: text(row.reason), message: text(row.message) }),
  }
}

export function stepRow({ paymentId, refundId = '', at, event, step, detail }: StepRecord): RowOf<typeof stepColumns> {
  return { payment_id: paymentId, refund_id: refundId, at, event, step, detail: detail ?? null }
}

export function stepOf(row: Row): StepRecord {
  return {
    paymentId: String(row.payment_id),
    at: Number(row.at),
    event: String(row.event) as StepRecord['event'],
    step: String(row.step),
    ...given({ refundId: text(row.refund_id) || undefined, detail: text(row.detail) }),
  }
}

function moneyOf(row: Row): Money {
  const currency = currencyNamed(String(row.currency))
  if (currency === undefined) throw new RangeError(`the order book names a currency "${row.currency}"`)
  return money(Number(row.amount), currency)
}

function text(value: SQLOutputValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}
