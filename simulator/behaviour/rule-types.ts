/**
 * A rule as it is written, as it stands, and what can be wrong with it. Types only. Source: issue 4 (Rules).
 */
import type { Instant } from '../../protocol/beijing-time.ts'
import type { BuyerPlan, NearMiss, NotificationPlan, Step, Story } from './behaviour.ts'
import type { Problem } from './field-problem.ts'
import type { WrittenLatency } from './latency.ts'
import type { Condition } from './match.ts'

export type RuleMatch = Condition & {
  /** Only the n-th call for which all the rest holds. */
  readonly nthMatching?: number
  /** Every n-th call for which all the rest holds. */
  readonly everyNth?: number
}

/** A rule as it is written: in a file, or in a call of the admin API. */
export type RuleDraft = {
  /** @default `rule-1`, `rule-2` …; in a file `file-1`, `file-2` … by place */
  readonly id?: string
  /** @default every call */
  readonly match?: RuleMatch
  /** By number. This or `play`. */
  readonly behaviour?: string
  readonly play?: Omit<Step<WrittenLatency>, 'times'>
  readonly buyer?: BuyerPlan
  readonly notifications?: NotificationPlan
  /** @default without an end */
  readonly times?: number
  /** On the partner's clock. @default without an end */
  readonly ttlMs?: number
}

/** Who made the rule; those of the admin API are looked at first. */
export type RuleOrigin = 'api' | 'file'

export type Rule = RuleDraft & {
  readonly id: string
  readonly from: RuleOrigin
  readonly hits: number
  readonly expiresAt?: Instant
  readonly state: 'active' | 'used up' | 'expired'
}

export type RuleProblem = Problem & {
  readonly code: 'INVALID' | 'NEVER_MATCHES' | 'NEVER_REACHED' | 'UNKNOWN_BEHAVIOUR' | 'UNKNOWN_LATENCY' | 'ID_TAKEN'
}

/** The first part of a problem's path is the index of the draft. */
export type PutResult =
  | { readonly ok: true; readonly rules: readonly Rule[] }
  | { readonly ok: false; readonly problems: readonly RuleProblem[] }

/** `story`: what the call gets; `id`: the behaviour's number, or the rule's own id. */
export type Matched = {
  readonly rule?: { readonly id: string; readonly behaviour?: string; readonly story: Story }
  readonly nearMisses: readonly NearMiss[]
}
