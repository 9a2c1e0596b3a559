/**
 * Reaches the verdicts of a recorded run again, from the record alone, by the rules of this kit. Offline and pure: the same
 * version has the same rules; what another one says differently is told.
 */
import { asKnown, staleEntries } from '../known-failures.ts'
import { missingFor } from '../runner/needs.ts'
import { outcomeOf } from '../runner/outcome.ts'
import type { CaseResult, RunResult } from '../runner/result.ts'
import { evidenceOf } from '../verdict/case-record.ts'
import { judge, type Violation } from '../verdict/judge.ts'
import { ruleIds } from '../verdict/rules.ts'
import { judging, type StoredRun } from './stored-run.ts'

export type Difference = {
  readonly id: string
  /** A phrase: what was recorded, and what is found now. */
  readonly text: string
}

export type JudgedAgain = {
  readonly run: RunResult
  readonly differences: readonly Difference[]
  /** Cases with a verdict and without a record. */
  readonly unrecorded: readonly string[]
  /** Rules that only one of both kits has. */
  readonly rules: { readonly gone: readonly string[]; readonly added: readonly string[] }
}

/** @throws KitError BAD_EVIDENCE */
export function judgeAgain({ run, known, ruleIds: asked }: StoredRun): JudgedAgain {
  const results = run.results.map((result) => asKnown(judged(result, run), known))
  const stale = staleEntries(results, known)
  const staleText = (entries: RunResult['stale']) => entries.map(({ theCase, rule }) => `${theCase} ${rule}`).join(', ')
  const [before, after] = [staleText(run.stale), staleText(stale)]
  return {
    run: { ...run, results, stale },
    differences: [
      ...run.results.flatMap((result, at) => differenceOf(result, results[at])),
      ...(before === after
        ? []
        : [{ id: 'known failures', text: `stale were ${before || 'none'}, now ${after || 'none'}` }]),
    ],
    unrecorded: run.results.flatMap(({ theCase, outcome, record }) =>
      record === undefined && outcome !== 'errored' && outcome !== 'not applicable' ? [theCase.id] : [],
    ),
    rules: {
      gone: asked.filter((id) => !ruleIds.has(id)),
      added: [...ruleIds].filter((id) => !asked.includes(id)),
    },
  }
}

/** Nothing was recorded of what could not be judged then: it cannot be judged now. */
function judged(result: CaseResult, { capabilities, timeScale, strict }: RunResult): CaseResult {
  const { theCase, record, recordAgain, why: _, ...rest } = result
  const missing = missingFor(theCase, capabilities)
  if (missing !== undefined)
    return { ...rest, theCase, outcome: 'not applicable', why: missing, violations: [], warnings: [], flaky: false }
  if (record === undefined) return result
  const violationsOf = (one: typeof record) =>
    judging(theCase.id, () => judge(evidenceOf({ theCase, capabilities, timeScale }, one)))
  const first = violationsOf(record)
  // Explored journeys are run again more often than is written down: what was found counts, how it was weighed is believed.
  if (result.flaky && recordAgain === undefined)
    return result.outcome === 'passed'
      ? { ...result, violations: [], warnings: first }
      : { ...result, ...outcomeOf(theCase, { first }, strict), flaky: true }
  return { ...result, ...outcomeOf(theCase, { first, again: recordAgain && violationsOf(recordAgain) }, strict) }
}

function differenceOf(was: CaseResult, is: CaseResult | undefined): readonly Difference[] {
  if (is === undefined || summary(was) === summary(is)) return []
  const { id } = was.theCase
  if (was.outcome !== is.outcome) return [{ id, text: `recorded ${told(was)}, now ${told(is)}` }]
  if (was.flaky !== is.flaky) return [{ id, text: `recorded ${flaky(was)}, now ${flaky(is)}` }]
  const [before, after] = [was, is].map(({ violations, warnings }) => [...violations, ...warnings].map(line))
  const gone = (before ?? []).filter((one) => !after?.includes(one))
  const added = (after ?? []).filter((one) => !before?.includes(one))
  return [{ id, text: `recorded ${gone.join('; ') || 'nothing more'}, now ${added.join('; ') || 'nothing more'}` }]
}

function summary({ outcome, flaky: isFlaky, why, violations, warnings }: CaseResult): string {
  return JSON.stringify([outcome, isFlaky, why ?? '', violations.map(whole).toSorted(), warnings.map(whole).toSorted()])
}

function whole({ rule, sentence, clause, level, text, witness, exchanges }: Violation) {
  return JSON.stringify([rule, sentence, clause, level, text, witness, exchanges ?? []])
}

function told({ outcome, violations, why }: CaseResult): string {
  const rules = [...new Set(violations.map(({ rule }) => rule))].join(', ')
  const more = rules || (why ?? '')
  return more === '' ? outcome : `${outcome} (${more})`
}

function flaky({ flaky: isFlaky }: CaseResult): string {
  return isFlaky ? 'flaky' : 'not flaky'
}

function line({ rule, text }: Violation): string {
  return `${rule}: ${text}`
}
