/** How an observer looks: what it takes for granted of a backend that nobody asks, and which rules it can judge by. Pure. */
import type { Capabilities, Feature } from '../../reference/terminal-api/words.ts'
import type { Rule } from '../verdict/evidence.ts'
import { rules } from '../verdict/rules.ts'
import { askedRuleNeed, type Lack, lacks, type RuleNeed, ruleNeeds } from './rule-needs.ts'

export type ObserveOptions = {
  /** How many times faster than the protocol's the backend waits. */
  readonly timeScale: number
  /** What the backend can do, by the word of whoever observes. */
  readonly claims: readonly Feature[]
  /** How long the backend listens for an answer, in milliseconds before the time scale. */
  readonly answerTimeoutMs: number
  /** Every payment code is used for one sale only. */
  readonly uniqueCodes: boolean
  /** Nobody cancels by hand: every cancel is the backend's own. */
  readonly noHandCancels: boolean
  /** Ids of rules that are not wanted. */
  readonly without: readonly string[]
  /** What should hold counts like what must. */
  readonly strict: boolean
}

/** @param clockRuns whether the partner's clock does */
export function missing(options: ObserveOptions, clockRuns: boolean): ReadonlySet<Lack> {
  return new Set<Lack>([
    ...(['told', 'asked', 'case'] as const),
    ...(options.uniqueCodes ? [] : ['codes' as const]),
    ...(options.noHandCancels ? [] : ['cashier' as const]),
    ...(options.claims.includes('notifications') ? [] : ['notifications' as const]),
    ...(clockRuns ? [] : ['clock' as const]),
  ])
}

export function needOf({ id, on }: Rule): RuleNeed {
  return on === 'asked' ? askedRuleNeed : (ruleNeeds[id] ?? askedRuleNeed)
}

export type Judging = { readonly judged: readonly Rule[]; readonly unjudged: readonly (readonly [Rule, string])[] }

/** Rules that can be judged by, and the others with what they need. */
export function rulesFor(options: ObserveOptions, clockRuns: boolean): Judging {
  const lacking = missing(options, clockRuns)
  const seen = rules.map((rule) => [rule, needOf(rule).needs.filter((need) => lacking.has(need))] as const)
  const wanted = seen.filter(([{ id }]) => !options.without.includes(id))
  return {
    judged: wanted.flatMap(([rule, needs]) => (needs.length === 0 ? [rule] : [])),
    unjudged: wanted.flatMap(([rule, needs]) =>
      needs.length === 0 ? [] : [[rule, needs.map((need) => lacks[need]).join('; ')] as const],
    ),
  }
}

export function assumedCapabilities({ timeScale, claims, answerTimeoutMs }: ObserveOptions): Capabilities {
  return {
    version: 1,
    name: 'a backend that was only observed',
    role: 'merchant',
    features: claims,
    currencies: [],
    sign_types: [],
    charsets: [],
    timings: {
      answer_timeout_ms: answerTimeoutMs,
      first_query_ms: 5_000,
      query_interval_ms: 3_000,
      queries_max: 10,
      cancel_interval_ms: 5_000,
      cancels_max: 5,
      time_scale: timeScale,
    },
  }
}
