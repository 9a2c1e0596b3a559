/** What got better or worse from one recorded run to another: by case, and by rule. Pure. */
import type { CaseResult, Outcome, RunResult } from '../runner/result.ts'

export type Change = {
  readonly kind: 'better' | 'worse' | 'other'
  readonly id: string
  /** A phrase. */
  readonly text: string
}

export type RuleChange = { readonly rule: string; readonly before: number; readonly after: number }

/** A case that the other run did not select: neither better nor worse. */
export type LoneCase = { readonly id: string; readonly outcome: Outcome }

export type Comparison = {
  /** Of cases that both runs have. */
  readonly changes: readonly Change[]
  readonly onlyBefore: readonly LoneCase[]
  readonly onlyAfter: readonly LoneCase[]
  /** In how many cases that both have a rule is broken, where that number is another one. */
  readonly rules: readonly RuleChange[]
  /** What else is not the same, and may be why: `seed 7 → 8`. */
  readonly conditions: readonly string[]
  /** How many cases are as they were. */
  readonly same: number
}

export function compareRuns(before: RunResult, after: RunResult): Comparison {
  const [old, now] = [byId(before), byId(after)]
  const both = [...old].flatMap(([id, was]) => {
    const is = now.get(id)
    return is === undefined ? [] : [{ id, was, is }]
  })
  const changes = both.flatMap(({ id, was, is }) => changeOf(id, was, is))
  const [earlier, later] = [both.map(({ was }) => was), both.map(({ is }) => is)]
  return {
    changes,
    onlyBefore: lacked(old, now),
    onlyAfter: lacked(now, old),
    rules: ruleChanges(earlier, later),
    conditions: conditionsOf(before, after),
    same: both.length - changes.length,
  }
}

function lacked(one: ReadonlyMap<string, CaseResult>, other: ReadonlyMap<string, CaseResult>): readonly LoneCase[] {
  return [...one].flatMap(([id, { outcome }]) => (other.has(id) ? [] : [{ id, outcome }]))
}

function byId({ results }: RunResult): ReadonlyMap<string, CaseResult> {
  return new Map(results.map((result) => [result.theCase.id, result]))
}

/** The less the better. What does not apply is neither. */
const ranks: Readonly<Partial<Record<Outcome, number>>> = { passed: 0, 'failed as known': 1, failed: 2 }

function changeOf(id: string, was: CaseResult, is: CaseResult): readonly Change[] {
  const [gone, added] = [lacking(was, is), lacking(is, was)]
  if (was.outcome !== is.outcome) return [{ kind: kindOf(was, is), id, text: outcomeText(was, is, { gone, added }) }]
  if (gone.length + added.length > 0) {
    const kind = added.length === 0 ? 'better' : gone.length === 0 ? 'worse' : 'other'
    return [{ kind, id, text: `${is.outcome} still${rulesText({ gone, added })}` }]
  }
  if (was.flaky === is.flaky) return []
  return [{ kind: 'other', id, text: `${is.outcome} still, ${is.flaky ? 'now flaky' : 'no longer flaky'}` }]
}

/** What could not be judged is worse than a pass; beside a failure nobody can say. */
function kindOf({ outcome: was }: CaseResult, { outcome: is }: CaseResult): Change['kind'] {
  if (was === 'errored') return is === 'passed' ? 'better' : 'other'
  if (is === 'errored') return was === 'passed' ? 'worse' : 'other'
  const [before, after] = [ranks[was], ranks[is]]
  if (before === undefined || after === undefined) return 'other'
  return after < before ? 'better' : 'worse'
}

type Rules = { readonly gone: readonly string[]; readonly added: readonly string[] }

function outcomeText(was: CaseResult, is: CaseResult, rules: Rules): string {
  return `${was.outcome} → ${is.outcome}${is.why === undefined ? '' : `: ${is.why.split('\n')[0]}`}${rulesText(rules)}`
}

function rulesText({ gone, added }: Rules): string {
  return `${gone.length > 0 ? `; holds now ${gone.join(', ')}` : ''}${added.length > 0 ? `; breaks now ${added.join(', ')}` : ''}`
}

/** Rules that the one breaks, or only should keep, and the other does not. */
function lacking(one: CaseResult, other: CaseResult): readonly string[] {
  const broken = brokenBy(other)
  return [...brokenBy(one)].filter((rule) => !broken.has(rule))
}

function brokenBy({ violations, warnings }: CaseResult): ReadonlySet<string> {
  return new Set([...violations, ...warnings].map(({ rule }) => rule))
}

function ruleChanges(before: readonly CaseResult[], after: readonly CaseResult[]): readonly RuleChange[] {
  const count = (results: readonly CaseResult[]) => {
    const counts = new Map<string, number>()
    for (const rule of results.flatMap((result) => [...brokenBy(result)])) counts.set(rule, (counts.get(rule) ?? 0) + 1)
    return counts
  }
  const [old, now] = [count(before), count(after)]
  return [...new Set([...old.keys(), ...now.keys()])]
    .toSorted()
    .map((rule) => ({ rule, before: old.get(rule) ?? 0, after: now.get(rule) ?? 0 }))
    .filter((row) => row.before !== row.after)
}

function conditionsOf(before: RunResult, after: RunResult): readonly string[] {
  const facts = (run: RunResult): Readonly<Record<string, string>> => ({
    kit: run.versions.kit,
    target: run.target,
    'system under test': run.sutName,
    profile: run.profile,
    seed: run.seed,
    'time scale': String(run.timeScale),
    strict: String(run.strict),
    claims: run.capabilities.features.join(' '),
  })
  const now = facts(after)
  return Object.entries(facts(before)).flatMap(([name, was]) =>
    was === now[name] ? [] : [`${name}: ${was} → ${now[name]}`],
  )
}
