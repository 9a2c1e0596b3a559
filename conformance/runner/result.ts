/** What becomes of a case, and of a run. Plain data: reports are printed from it. */
import type { Capabilities } from '../../reference/terminal-api/words.ts'
import type { Case } from '../case/case-schema.ts'
import type { CaseRecord } from '../verdict/case-record.ts'
import type { Evidence } from '../verdict/evidence.ts'
import type { Violation } from '../verdict/judge.ts'
import type { Versions } from '../versions.ts'

export type Outcome = 'passed' | 'failed' | 'errored' | 'not applicable' | 'failed as known'

export type CaseResult = {
  readonly theCase: Case
  readonly outcome: Outcome
  /** What counts against it. */
  readonly violations: readonly Violation[]
  /** What is only told: rules and cases that should hold, without --strict. */
  readonly warnings: readonly Violation[]
  /** Why it could not be judged, or what it needs. */
  readonly why?: string
  /** It failed, and passed when it was run again. */
  readonly flaky: boolean
  readonly evidence?: Evidence
  /** What the evidence was made of: it can be made of it again. */
  readonly record?: CaseRecord
  /** Of the second attempt, of a case that failed. */
  readonly recordAgain?: CaseRecord
  /** On the wall clock. */
  readonly startedAt: number
  readonly tookMs: number
}

export type StaleEntry = { readonly theCase: string; readonly rule: string; readonly why: string }

export type RunResult = {
  readonly target: string
  readonly sutName: string
  readonly seed: string
  readonly profile: string
  readonly timeScale: number
  /** What it claims: a feature that is not here was not tested. */
  readonly capabilities: Capabilities
  /** What should hold counted like what must. */
  readonly strict: boolean
  readonly versions: Versions
  /** For the command that runs a case again; undefined for a system that a test has in its own process. */
  readonly targetFile?: string
  /** Where the cases are from, when they are not those that ship. */
  readonly casesFolder?: string
  readonly results: readonly CaseResult[]
  /** Known failures that did not fail: the list is stale. */
  readonly stale: readonly StaleEntry[]
  readonly startedAt: number
  readonly tookMs: number
}

/** 0: it held. 1: the SUT fell short, or the list of known failures is stale. 2: something could not be judged. */
export function exitCodeOf({ results, stale }: RunResult): 0 | 1 | 2 {
  if (results.some(({ outcome }) => outcome === 'errored')) return 2
  return stale.length > 0 || results.some(({ outcome }) => outcome === 'failed') ? 1 : 0
}

export function countOf({ results }: RunResult, outcome: Outcome): number {
  return results.filter((result) => result.outcome === outcome).length
}
