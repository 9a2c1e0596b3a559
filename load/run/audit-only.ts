/** An audit without a load of its own: an export of the book, or a book that can be asked, against a simulator that runs. */
import { readFile } from 'node:fs/promises'
import { openTarget } from '../../conformance/target/open-target.ts'
import type { RunFacts } from '../../conformance/target/run-facts.ts'
import type { Target } from '../../conformance/target/target.ts'
import { versions } from '../../conformance/versions.ts'
import type { Payment } from '../../reference/terminal-api/words.ts'
import { adminClient } from '../../simulator/admin/client/index.ts'
import type { Clock } from '../../simulator/clock.ts'
import { audit } from '../audit/audit.ts'
import type { BookFact, SaleFact } from '../audit/facts.ts'
import { gapHistogram } from '../audit/gaps.ts'
import { LoadError } from '../load-error.ts'
import type { LoadResult } from '../load-result.ts'
import { withExchanges } from './audit-run.ts'
import { bookFact, readPayments } from './book.ts'
import { readBookFile } from './book-file.ts'
import { definite } from './collect-told.ts'
import { readJourneyLine } from './journey-line.ts'
import { readLedger } from './ledger.ts'

export type AuditOnly = {
  readonly admin: { readonly url: string; readonly token: string | undefined }
  readonly partner: string
  /** An export, or a target that runs already. */
  readonly bookFile: string | undefined
  readonly target: Target | undefined
  /** What the journeys told, a line each: the output of k6 on however many machines. */
  readonly toldFile: string | undefined
  /** On the wall clock; the machines' clocks must agree. */
  readonly lateMs: number
  readonly currency: string
  readonly clock: Clock
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** @throws LoadError BAD_BOOK, BAD_LOAD; KitError; AdminError */
export async function auditOnly(asked: AuditOnly): Promise<LoadResult> {
  const { admin, partner, currency, clock } = asked
  const startedAt = clock.now()
  const { url, token } = admin
  const own = adminClient({ url: url.replace(/\/+$/, ''), ...(token !== undefined && { token }) }).partner(partner)
  const { now, scale: timeScale } = await own.clock.get()
  const payments = await bookOf(asked)
  const book = payments.map((payment) => bookFact(payment, currency))
  const anchors = [{ partner: Date.parse(now.iso), wall: startedAt }]
  const trades = await readLedger(own, { anchors, timeScale })
  const sales = asked.toldFile === undefined ? [] : await salesIn(asked.toldFile, book)
  const lateMs = asked.lateMs / timeScale
  const found = audit({ sales, book, trades, currency, lateMs })
  return {
    ...{
      name: 'audit',
      journey: 'pos',
      subject: partner,
      seed: '',
      runId: '',
      rate: 0,
      isSteady: true,
      durationS: 0,
      timeScale,
    },
    ...{ mixName: 'none', mix: { because: 'An audit alone.', percent: {} }, versions },
    audit: {
      ...{ sales: sales.length, book: book.length, trades: trades.length, currency, lateMs, reckonings: [] },
      discrepancies: await withExchanges(own, found),
      gaps: gapHistogram(found, { answerTimeoutMs: 5_000 }),
    },
    startedAt,
    tookMs: clock.now() - startedAt,
  }
}

/** @throws LoadError BAD_LOAD */
async function salesIn(file: string, book: readonly BookFact[]): Promise<readonly SaleFact[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new LoadError('BAD_LOAD', { detail: `${file} cannot be read.`, cause })
  })
  const marks = new Map(book.map(({ paymentId, mark }) => [paymentId, mark]))
  const told = text.split('\n').flatMap((line) => readJourneyLine(line.slice(Math.max(0, line.indexOf('{"n":')))) ?? [])
  if (told.length === 0) throw new LoadError('BAD_LOAD', { detail: `No journey tells anything in ${file}.` })
  return told.map(({ id, at, ms, told: word }) => ({
    paymentId: id,
    // Of a sale that is in no book nobody knows the code here: its trade is told as one of nobody's.
    mark: marks.get(id) ?? `${id}/`,
    told: definite(word),
    toldAt: ms === undefined ? undefined : at + ms,
  }))
}

async function bookOf({ bookFile, target, clock, environment }: AuditOnly): Promise<readonly Payment[]> {
  if (bookFile !== undefined) return readBookFile(bookFile)
  if (target === undefined || target.start !== undefined)
    throw new LoadError('BAD_LOAD', {
      detail: 'An audit needs the export of a book (--book FILE), or a target that runs already (without start).',
    })
  const sut = await openTarget(target, noFacts, { clock, environment })
  try {
    return await readPayments(sut, [])
  } finally {
    await sut.stop()
  }
}

/** Nothing is started, so that nothing is filled in. */
const noFacts: RunFacts = {
  ...{ gateway: '', partner: '', md5_key: '', sign_type: '', private_key_file: '', alipay_public_key_file: '' },
  ...{ port: '', notify_port: '', state_dir: '', time_scale: '1' },
}
