/**
 * What the contract and the silent pages leave to choose about the reconciliation files.
 * Source: reconciliation.md §4, §5, §6; refund.md §4 (fees).
 */
import type { Charset } from '../../protocol/charset.ts'
import { parseRate, type Rate } from '../../protocol/money.ts'

export type SettlementTerms = {
  /** The share that Alipay keeps of a payment. @default 0.6 %, as in the official sample row */
  readonly feeRate: Rate
  /** What becomes of the fee of what is refunded; that of a cancelled payment always goes back. @default 'kept' */
  readonly feeOfRefund: 'kept' | 'returned'
  /** A payment and its cancel in one settlement cycle. @default 'netted': neither is in the settlement file */
  readonly cancelled: 'netted' | 'two rows'
  /** How the settlement file writes what goes back. @default 'negative' */
  readonly signOfRefund: 'negative' | 'positive'
  /** Make files for days without anything too. @default false */
  readonly emptyFiles: boolean
  /** Chinese public holidays, `YYYYMMDD`. @default none */
  readonly holidays: readonly string[]
  /** Global or Hong Kong columns. @default as the dialect's answers: Hong Kong has no fields in CNY */
  readonly form?: 'global' | 'hk'
  /** @default 'UTF-8' */
  readonly charset: Charset
  /** @default '\n' */
  readonly lineEnd: '\n' | '\r\n'
}

export const usualTerms: SettlementTerms = {
  feeRate: parseRate('0.006'),
  feeOfRefund: 'kept',
  cancelled: 'netted',
  signOfRefund: 'negative',
  emptyFiles: false,
  holidays: [],
  charset: 'UTF-8',
  lineEnd: '\n',
}
