/** What comes of a load run. Plain data: the reports are printed from it. */
import type { CaseResult } from '../conformance/runner/result.ts'
import type { Versions } from '../conformance/versions.ts'
import type { ExchangeSummary } from '../simulator/admin/client/index.ts'
import type { Discrepancy } from './audit/discrepancy.ts'
import type { GapBucket } from './audit/gaps.ts'
import type { Mix } from './k6/lib/mixes.ts'
import type { Journey } from './k6/lib/plans.ts'
import type { Timeline } from './report/timeline.ts'
import type { Threshold } from './run/k6-summary.ts'

export type Figures = {
  readonly begun: number
  readonly decided: number
  readonly undecided: number
  /** Journeys that k6 could not begin in time. */
  readonly dropped: number
  readonly requests: number
  /** Failed calls, by their class. */
  readonly errors: Readonly<Record<string, number>>
  /** Begun a second, over the time in which journeys were begun. */
  readonly heldPerS: number
  /** To a definite result, in milliseconds. */
  readonly p50: number | undefined
  readonly p95: number | undefined
  readonly p99: number | undefined
}

/** Two counts of the same thing. */
export type Reckoning = {
  readonly what: string
  readonly k6: number
  readonly other: number
  readonly held: boolean
  readonly note?: string
}

export type FoundDiscrepancy = Discrepancy & { readonly exchanges: readonly ExchangeSummary[] }

export type AuditResult = {
  readonly sales: number
  readonly book: number
  readonly trades: number
  readonly currency: string
  readonly lateMs: number
  readonly discrepancies: readonly FoundDiscrepancy[]
  readonly gaps: readonly GapBucket[]
  readonly reckonings: readonly Reckoning[]
}

/** What k6 measured; absent of an audit alone. */
export type Measured = {
  readonly where: string
  readonly thresholds: readonly Threshold[]
  readonly figures: Figures
  readonly timeline: Timeline
  /** What k6 said of itself. */
  readonly words: readonly string[]
}

/** `why`: what it broke, why it could not be judged, or why it does not apply. */
export type CertifiedCase = { readonly id: string; readonly outcome: CaseResult['outcome']; readonly why?: string }

/** `left`: the load was over before they began. */
export type Certification = Readonly<Record<'passed' | 'failed' | 'errored' | 'notApplicable' | 'left', number>> & {
  /** Those that began, by their names. */
  readonly cases: readonly CertifiedCase[]
}

export type LoadResult = {
  /** `pos`, `soak` …, or `audit`. */
  readonly name: string
  readonly journey: Journey
  readonly subject: string
  readonly seed: string
  readonly runId: string
  readonly rate: number
  /** The rate does not change. */
  readonly isSteady: boolean
  readonly durationS: number
  readonly mixName: string
  readonly mix: Mix
  readonly timeScale: number
  readonly measured?: Measured
  readonly audit: AuditResult
  readonly certification?: Certification
  readonly versions: Versions
  readonly startedAt: number
  readonly tookMs: number
}

/** Those that need somebody to look at them. */
export function failuresOf({ cases }: Certification): readonly CertifiedCase[] {
  return cases.filter(({ outcome }) => outcome === 'failed' || outcome === 'errored')
}

/** Asked for, and not a single case was judged. */
export function provesNothing({ passed, failed, errored }: Certification): boolean {
  return passed + failed + errored === 0
}

/** 0: it held. 1: a threshold, the money, a count or a case did not. 2: part of the certification could not be judged, or all. */
export function exitCodeOf({ measured, audit, certification }: LoadResult): 0 | 1 | 2 {
  const crossed = measured?.thresholds.some(({ held }) => !held) ?? false
  const wrong = audit.discrepancies.length > 0 || audit.reckonings.some(({ held }) => !held)
  if (crossed || wrong || (certification?.failed ?? 0) > 0) return 1
  return certification !== undefined && (certification.errored > 0 || provesNothing(certification)) ? 2 : 0
}
