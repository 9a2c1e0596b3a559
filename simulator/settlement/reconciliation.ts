/**
 * The files of one partner and one day, made from the ledger. Nothing is kept: the same ledger gives the same files again.
 * Source: reconciliation.md §1 (when, what for), §5, §6.
 */

import type { Instant } from '../../protocol/beijing-time.ts'
import { encodeText } from '../../protocol/charset.ts'
import type { Dialect } from '../dialect/switch.ts'
import type { Trade } from '../ledger/trade.ts'
import type { Page, Store } from '../store/store.ts'
import { type Day, dayOf, madeAt, settlementDay } from './calendar.ts'
import { entriesOf, type LedgerEntry } from './ledger-entry.ts'
import { settlementFile, transactionFile, type WrittenFile } from './reconciliation-file.ts'
import type { SettlementTerms } from './settlement-terms.ts'

export type ReconciliationFile = WrittenFile & {
  readonly kind: 'transaction' | 'settlement'
  /** From then on a partner finds it. */
  readonly madeAt: Instant
  readonly bytes: Buffer
}

export type ReconciliationParts = {
  readonly store: Store
  readonly dialect: Dialect
  readonly terms: SettlementTerms
}

/** Those of the day, be they due yet or not; a day without anything has none, unless the terms say so. */
export async function reconciliationFiles(
  { store, dialect, terms }: ReconciliationParts,
  pid: string,
  day: Day,
): Promise<readonly ReconciliationFile[]> {
  const entries = await allEntries(store, pid, terms)
  const form = terms.form ?? (dialect.cnyFields === 'absent' ? 'hk' : 'global')
  const { signOfRefund } = terms
  const files = [
    { kind: 'transaction', file: transactionFile(entries.filter(isOn(day)), { pid, day, form }) },
    { kind: 'settlement', file: settlementFile(settledOn(entries, day, terms), { pid, day, form, signOfRefund }) },
  ] as const
  return files
    .filter(({ file }) => file.rows > 0 || terms.emptyFiles)
    .map(({ kind, file }) => ({ ...file, kind, madeAt: madeAt(day), bytes: bytesOf(file, terms) }))
}

/** By time; what happened at once stays in the order of the trades. */
async function allEntries(store: Store, pid: string, terms: SettlementTerms): Promise<readonly LedgerEntry[]> {
  const entries: LedgerEntry[] = []
  for await (const trade of allTrades(store, pid)) entries.push(...entriesOf(trade, terms))
  return entries.sort((a, b) => a.at - b.at)
}

async function* allTrades(store: Store, pid: string): AsyncGenerator<Trade> {
  let from: { readonly cursor?: string } | undefined = {}
  while (from !== undefined) {
    const { rows, next }: Page<Trade> = await store.trades(pid, { ...from, limit: 1_000 })
    yield* rows
    from = next === null ? undefined : { cursor: next }
  }
}

function isOn(day: Day): (entry: LedgerEntry) => boolean {
  return ({ at }) => dayOf(at) === day
}

function settledOn(
  entries: readonly LedgerEntry[],
  day: Day,
  { cancelled, holidays }: SettlementTerms,
): readonly LedgerEntry[] {
  const settled = entries.filter(({ at }) => settlementDay(dayOf(at), holidays) === day)
  if (cancelled === 'two rows') return settled
  // Only what is settled together cancels out: a payment of an earlier cycle was remitted, and its cancel takes it back.
  const paid = new Set(settled.filter(({ type }) => type === 'PAYMENT').map(({ trade }) => trade))
  const netted = new Set(
    settled.filter(({ type, trade }) => type === 'CANCEL' && paid.has(trade)).map(({ trade }) => trade),
  )
  return settled.filter(({ trade }) => !netted.has(trade))
}

function bytesOf({ text }: WrittenFile, { charset, lineEnd }: SettlementTerms): Buffer {
  return encodeText(text.replaceAll('\n', lineEnd), charset)
}
