/** The result of a run in several sittings: what was done before, and what was done now. Pure. */

import type { Case } from '../case/case-schema.ts'
import { type KnownFailure, staleEntries } from '../known-failures.ts'
import type { CaseResult, RunResult } from '../runner/result.ts'

type Sittings = {
  readonly cases: readonly Case[]
  readonly done: readonly CaseResult[]
  readonly known: readonly KnownFailure[]
}

/** In the order of the cases; times are sums of what was worked, not of the pauses. */
export function wholeRun(run: RunResult, { cases, done, known }: Sittings): RunResult {
  if (done.length === 0) return run
  const all = new Map([...done, ...run.results].map((result) => [result.theCase.id, result]))
  const fixed = cases.flatMap(({ id }) => all.get(id) ?? [])
  const results = [...fixed, ...run.results.filter((result) => !fixed.includes(result))]
  return {
    ...run,
    results,
    stale: staleEntries(results, known),
    startedAt: Math.min(run.startedAt, ...done.map(({ startedAt }) => startedAt)),
    tookMs: done.reduce((sum, { tookMs }) => sum + tookMs, run.tookMs),
  }
}
