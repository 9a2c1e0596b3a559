/** The facts of a run brought together and audited, each discrepancy with what went over the wire for it. */
import type { GatewaySide } from '../../conformance/runner/gateway-side.ts'
import type { ExchangeSummary, PartnerAdmin } from '../../simulator/admin/client/index.ts'
import { audit } from '../audit/audit.ts'
import type { Discrepancy } from '../audit/discrepancy.ts'
import type { BookFact } from '../audit/facts.ts'
import { byKind, firstOfEach } from '../audit/first-of-each.ts'
import { gapHistogram } from '../audit/gaps.ts'
import { codeDigits } from '../k6/lib/sale.ts'
import type { AuditResult, FoundDiscrepancy } from '../load-result.ts'
import { bookFact, readPayments } from './book.ts'
import { readBookFile } from './book-file.ts'
import type { ToldBox } from './collect-told.ts'
import type { K6Summary } from './k6-summary.ts'
import { readLedger } from './ledger.ts'
import type { LoadRun, OpenSubject } from './load-run.ts'
import { reckonings } from './reckonings.ts'
import { settle } from './settle.ts'

export type AuditParts = {
  readonly side: GatewaySide
  readonly open: OpenSubject | undefined
  readonly box: ToldBox
  readonly summary: K6Summary
  /** Marks of payments that were made before the load, and are not of it. */
  readonly aside: ReadonlySet<string>
}

/** The machine needs some of the time, too; on the wall clock. */
const machineMs = 2_000
/** Of the timings that nobody told. Source: flows.md §1. */
const usualTimeoutMs = 5_000

export async function auditRun(run: LoadRun, parts: AuditParts): Promise<AuditResult> {
  const { side, open, box, summary, aside } = parts
  const { currency, timeScale } = run
  const book = open === undefined ? box.ownBook() : await bookOf(run, parts, open)
  const ledger = await readLedger(side.admin, { anchors: side.time.anchors(), timeScale })
  const trades = ledger.filter(({ mark }) => !aside.has(mark) && (run.cases.length === 0 || isOfLoad(mark)))
  const sales = box.sales()
  const lateMs = run.lateMs / timeScale + machineMs
  const found = audit({ sales, book, trades, currency, lateMs })
  const answerTimeoutMs = open?.capabilities.timings.answer_timeout_ms ?? usualTimeoutMs
  return {
    ...{ sales: sales.length, book: book.length, trades: trades.length, currency, lateMs },
    discrepancies: await withExchanges(side.admin, found),
    gaps: gapHistogram(found, { answerTimeoutMs }),
    reckonings: await reckonings(run, { admin: side.admin, summary, sales, book }),
  }
}

/** Conformance cases in the midst of it have payments of their own, with codes of other lengths. */
function isOfLoad(mark: string): boolean {
  return mark.indexOf('/') === codeDigits
}

/** Of this run only: a system that runs already has sold before. */
async function bookOf(run: LoadRun, { side, box }: AuditParts, open: OpenSubject): Promise<readonly BookFact[]> {
  const { bookFile, clock, timeScale, runId, currency } = run
  const { sut, capabilities } = open
  const read = async () => {
    const payments = bookFile === undefined ? await readPayments(sut, box.ids()) : await readBookFile(bookFile)
    return payments.filter(({ payment_id: id }) => id.startsWith(`${runId}_`))
  }
  const payments = await settle({ sut, capabilities, side, clock, timeScale, read })
  return payments.map((payment) => bookFact(payment, currency))
}

/** So many of each kind have their messages with them: what is wrong in a thousand sales is seen in the first few. */
const shownOfEach = 30

export async function withExchanges(
  admin: PartnerAdmin,
  discrepancies: readonly Discrepancy[],
): Promise<readonly FoundDiscrepancy[]> {
  const sorted = byKind(discrepancies)
  const shown = new Set(firstOfEach(sorted, shownOfEach))
  const found: FoundDiscrepancy[] = []
  for (const one of sorted)
    found.push({ ...one, exchanges: shown.has(one) ? await exchangesOf(admin, one.orders) : [] })
  return found
}

async function exchangesOf(
  { exchanges }: PartnerAdmin,
  orders: readonly string[],
): Promise<readonly ExchangeSummary[]> {
  const lists = await Promise.all(orders.map((id) => exchanges.list({ partner_trans_id: id, limit: 50 })))
  return lists.flat().toSorted((a, b) => a.id - b.id)
}
