/** What was counted on both sides: requests at k6 and in the journal, sales at k6 and in the book. */
import type { PartnerAdmin } from '../../simulator/admin/client/index.ts'
import type { BookFact, SaleFact } from '../audit/facts.ts'
import type { Reckoning } from '../load-result.ts'
import type { K6Summary } from './k6-summary.ts'
import type { LoadRun } from './load-run.ts'

type Counted = {
  readonly admin: PartnerAdmin
  readonly summary: K6Summary
  readonly sales: readonly SaleFact[]
  readonly book: readonly BookFact[]
}

/** What the journal of a simulator of ours holds; a remote one may hold less. */
const journalMost = 200_000

export async function reckonings(
  { journey, plan, signal, remote }: Pick<LoadRun, 'journey' | 'plan' | 'signal' | 'remote'>,
  { admin, summary, sales, book }: Counted,
): Promise<readonly Reckoning[]> {
  // Journeys that were under way had no time to tell what became of them.
  const broke = plan.shape === 'breakpoint' && summary.thresholds.some(({ held }) => !held)
  if (signal.aborted || broke) return []
  const unheard = summary.count('call_errors{class:unreachable}') + summary.count('call_errors{class:timeout}')
  const told = { what: 'journeys begun, and told of', k6: summary.count('journeys_begun'), other: sales.length }
  if (journey === 'gateway') {
    const k6 = summary.count('requests_sent')
    const { count } = await admin.expectations.verify({ match: {}, at_least: 0 })
    const full = count >= journalMost || (remote !== undefined && count < k6)
    return [
      { ...told, held: told.k6 === told.other },
      {
        ...{ what: 'requests to the gateway, and exchanges in its journal', k6, other: count },
        held: full || k6 === count || Math.abs(k6 - count) <= unheard,
        ...(full && { note: 'the journal is full: it keeps the newest' }),
        ...(!full && k6 !== count && unheard > 0 && { note: `${unheard} requests were not answered` }),
      },
    ]
  }
  if (journey === 'notify') return []
  const listed = book.length
  return [
    { ...told, held: told.k6 === told.other },
    {
      ...{ what: 'payments begun, and lines in the book', k6: sales.length, other: listed },
      held: sales.length === listed || (listed < sales.length && sales.length - listed <= unheard),
      ...(sales.length !== listed && unheard > 0 && { note: `${unheard} calls were not answered` }),
    },
  ]
}
