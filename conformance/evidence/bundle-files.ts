/** A run as the files of its bundle. Pure. What each of them holds: docs/evidence.md. */
import { KitError } from '../kit-error.ts'
import type { KnownFailure } from '../known-failures.ts'
import { type CaseResult, countOf, exitCodeOf, type Outcome, type RunResult } from '../runner/result.ts'
import type { Target } from '../target/target.ts'
import type { CaseRecord } from '../verdict/case-record.ts'
import { rules } from '../verdict/rules.ts'
import type { BundleFile } from './bundle.ts'
import { viewTarget } from './target-view.ts'

export type RunSurroundings = {
  /** Undefined for a system that a test has in its own process. */
  readonly target?: Target | undefined
  readonly known: readonly KnownFailure[]
}

/** Where the attempts at a case lie. */
export const recordNames = (id: string, { again }: { readonly again: boolean }) => {
  const name = again ? `${id}.again` : id
  return { evidence: `evidence/${name}.json`, wire: `wire/${name}.jsonl` }
}

const outcomes: readonly Outcome[] = ['passed', 'failed', 'errored', 'failed as known', 'not applicable']

/** In the order in which they are signed. @throws KitError BAD_CASE for two results of one id */
export function bundleFiles(run: RunResult, { target, known }: RunSurroundings): readonly BundleFile[] {
  checkIds(run)
  const { results } = run
  return [
    json('run.json', {
      kit: 'alipay-sandbox-kit',
      versions: run.versions,
      target: target === undefined ? { name: run.target } : viewTarget(target),
      sut: run.sutName,
      capabilities: run.capabilities,
      profile: run.profile,
      seed: run.seed,
      time_scale: run.timeScale,
      strict: run.strict,
      known_failures: known,
      started_at: new Date(run.startedAt).toISOString(),
      took_ms: run.tookMs,
    }),
    json(
      'cases.json',
      results.map(({ theCase }) => theCase),
    ),
    json(
      'rules.json',
      rules.map(({ id, sentence, clause, level, on = 'always' }) => ({ id, sentence, clause, level, on })),
    ),
    json('results.json', {
      exit_code: exitCodeOf(run),
      counts: Object.fromEntries(outcomes.map((outcome) => [outcome, countOf(run, outcome)])),
      stale: run.stale,
      cases: results.map(resultView),
    }),
    ...results.flatMap(({ theCase: { id }, record, recordAgain }) => [
      ...recordFiles(recordNames(id, { again: false }), record),
      ...recordFiles(recordNames(id, { again: true }), recordAgain),
    ]),
  ]
}

function resultView({ theCase, outcome, violations, warnings, why, flaky, startedAt, tookMs }: CaseResult) {
  return {
    id: theCase.id,
    outcome,
    ...(why !== undefined && { why }),
    flaky,
    violations,
    warnings,
    started_at: new Date(startedAt).toISOString(),
    took_ms: tookMs,
  }
}

function recordFiles(names: { readonly evidence: string; readonly wire: string }, record: CaseRecord | undefined) {
  if (record === undefined) return []
  const { wire, ...rest } = record
  return [
    json(names.evidence, rest),
    { name: names.wire, text: wire.map((exchange) => `${JSON.stringify(exchange)}\n`).join('') },
  ]
}

function json(name: string, value: unknown): BundleFile {
  return { name, text: `${JSON.stringify(value, null, 1)}\n` }
}

/** @throws KitError BAD_CASE */
function checkIds({ results }: RunResult): void {
  const ids = results.map(({ theCase: { id } }) => id)
  const twice = ids.find((id, at) => ids.indexOf(id) !== at)
  if (twice !== undefined) throw new KitError('BAD_CASE', { detail: `Two cases are called ${twice}.` })
}
