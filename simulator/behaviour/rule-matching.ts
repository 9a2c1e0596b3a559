/**
 * The walk over the rules in force: the first whose conditions hold, whose count and time are not used up.
 * The only place where a rule's counters move. Source: issue 4 (Rules, Explain).
 */
import type { Instant } from '../../protocol/beijing-time.ts'
import type { Random } from '../random.ts'
import type { Call, NearMiss, Story } from './behaviour.ts'
import { judge, type Miss } from './match.ts'
import type { Matched, Rule, RuleDraft, RuleOrigin } from './rule-types.ts'

/** A rule in force, and how often it was hit. */
export type LiveRule = {
  readonly id: string
  readonly from: RuleOrigin
  readonly draft: RuleDraft
  readonly story: Story
  readonly expiresAt?: Instant
  hits: number
  /** Calls for which all conditions held, hit or not: what `nthMatching` and `everyNth` count. */
  seen: number
}

export function stateOf({ draft, expiresAt, hits }: LiveRule, now: Instant): Rule['state'] {
  if (draft.times !== undefined && hits >= draft.times) return 'used up'
  return expiresAt !== undefined && now >= expiresAt ? 'expired' : 'active'
}

/** Counts: the rule that matches is hit, and each one that only its own counter held back has seen one more call. */
export function matchRules(rules: readonly LiveRule[], call: Call, random: Random): Matched {
  const missed: NearMiss[] = []
  for (const rule of rules) {
    const { held, miss, counts } = judgeRule(rule, call, random)
    if (counts) rule.seen += 1
    if (miss === undefined) {
      rule.hits += 1
      const { id, story, draft } = rule
      const found = { id, story, ...(draft.behaviour !== undefined && { behaviour: draft.behaviour }) }
      return { rule: found, nearMisses: nearest(missed) }
    }
    missed.push({ rule: rule.id, held, ...miss })
  }
  return { nearMisses: nearest(missed) }
}

export function nearMisses(rules: readonly LiveRule[], call: Call, random: Random): readonly NearMiss[] {
  return nearest(
    rules.flatMap((rule) => {
      const { held, miss } = judgeRule(rule, call, random)
      return miss === undefined ? [] : [{ rule: rule.id, held, ...miss }]
    }),
  )
}

const nearestMost = 5

function nearest(missed: readonly NearMiss[]): readonly NearMiss[] {
  return missed.toSorted((a, b) => b.held - a.held).slice(0, nearestMost)
}

type Judgement = { readonly held: number; readonly miss?: Miss; readonly counts: boolean }

function judgeRule(rule: LiveRule, call: Call, random: Random): Judgement {
  const { match = {}, times, ttlMs } = rule.draft
  const draw = (path: string) =>
    random.fraction('rule', rule.id, path, call.partner, call.service, call.partnerTransId, String(call.nth))
  const verdict = judge(match, { call, draw, path: 'match' })
  if (verdict.miss !== undefined) return { ...verdict, counts: false }
  const { held } = verdict
  switch (stateOf(rule, call.at)) {
    case 'expired':
      return { held, miss: { condition: 'ttlMs', wanted: `within ${ttlMs} ms`, was: 'later' }, counts: false }
    case 'used up':
      return {
        held,
        miss: { condition: 'times', wanted: `at most ${times}`, was: `${rule.hits} before` },
        counts: false,
      }
    case 'active':
      return { held, ...counterMiss(rule), counts: true }
  }
}

function counterMiss({ draft: { match = {} }, seen }: LiveRule): { readonly miss?: Miss } {
  const { nthMatching, everyNth } = match
  const nth = seen + 1
  if (nthMatching !== undefined && nth !== nthMatching)
    return { miss: { condition: 'match.nthMatching', wanted: String(nthMatching), was: String(nth) } }
  if (everyNth !== undefined && nth % everyNth !== 0)
    return { miss: { condition: 'match.everyNth', wanted: `every ${everyNth}`, was: String(nth) } }
  return {}
}
