/**
 * The rules of a partner: which calls get what, instead of what their payment code says. First match wins; a rule may be
 * limited in number and in time. Nothing of a set that has a mistake is applied. Source: issue 4 (Rules), design.md.
 */
import { hash } from 'node:crypto'
import type { Instant } from '../../protocol/beijing-time.ts'
import type { Clock } from '../clock.ts'
import type { Random } from '../random.ts'
import type { Call, NearMiss } from './behaviour.ts'
import type { LatencyPresets } from './latency-preset.ts'
import { type LiveRule, matchRules, nearMisses, stateOf } from './rule-matching.ts'
import type { Matched, PutResult, Rule, RuleDraft, RuleOrigin, RuleProblem } from './rule-types.ts'
import type { Behaviours } from './table.ts'

export type Rules = {
  /** Adds at the end of its origin; a rule of the same id and origin is replaced where it stands. All or nothing. */
  put(drafts: readonly unknown[], from?: RuleOrigin): Promise<PutResult>
  /** The whole set of an origin anew, all or nothing; a rule that is the same as before keeps its counts. */
  replace(drafts: readonly unknown[], from: RuleOrigin, file?: string): Promise<PutResult>
  remove(id: string): boolean
  /** Of one origin, or all. */
  clear(from?: RuleOrigin): void
  /** How many there are, used up and expired ones included. */
  readonly size: number
  list(): readonly Rule[]
  /** Counts what it finds. */
  match(call: Call): Matched
  /** What `match` would find. Counts nothing. */
  foresee(call: Call): Matched
  /** What `match` would say of the rules that do not match. Counts nothing. */
  explain(call: Call): readonly NearMiss[]
  /** Those of the API with their counts, for who starts again with them. */
  save(): KeptRules
  /** As they were left; all or nothing. */
  restore(kept: KeptRules): Promise<PutResult>
  /** In place of those of the API; all or nothing. Their counts are told apart. */
  adopt(kept: KeptRules): Promise<PutResult>
  /** Hits and calls seen, by rule: for who counts together with others. */
  counts(): RuleCounts
  /** Who is not in it has counted nothing. */
  setCounts(counts: RuleCounts): void
}

/** The name of a rule is its id and what it says: another rule of the same id begins anew. */
export type RuleCounts = Readonly<Record<string, readonly [hits: number, seen: number]>>

export type KeptRules = {
  /** How many rules were given a name. */
  readonly named: number
  readonly rules: readonly (Pick<LiveRule, 'id' | 'draft' | 'hits' | 'seen'> & { readonly expiresAt?: Instant })[]
}

export type RuleSurroundings = {
  /** The partner's. */
  readonly clock: Clock
  /** The partner's. */
  readonly random: Random
  readonly behaviours: Behaviours
  readonly presets: LatencyPresets
}

const noMatch: Matched = { nearMisses: [] }

export function createRules({ clock, random, behaviours, presets }: RuleSurroundings): Rules {
  let live: readonly LiveRule[] = []
  let named = 0
  const prepare = async (drafts: readonly unknown[], from: RuleOrigin, file?: string) => {
    const { prepareRules } = await import('./rule-preparation.ts')
    // A file's unnamed rule is known by its place, so that it is still the same after an edit elsewhere.
    const nameOf = (index: number) => (from === 'file' ? `file-${index + 1}` : `rule-${++named}`)
    return prepareRules(drafts, { now: clock.now(), from, nameOf, behaviours, presets, ...(file && { file }) })
  }
  const view = (rules: readonly LiveRule[]) => rules.map((rule) => viewOf(rule, clock.now()))
  const install = (next: readonly LiveRule[], fresh: readonly LiveRule[]): PutResult => {
    const ordered = [...next.filter(({ from }) => from === 'api'), ...next.filter(({ from }) => from === 'file')]
    const problems = problemsOfOrder(ordered, fresh)
    if (problems.length > 0) return { ok: false, problems }
    live = ordered
    return { ok: true, rules: view(fresh) }
  }
  return {
    async put(drafts, from = 'api') {
      const prepared = await prepare(drafts, from)
      if (!prepared.ok) return prepared
      const { rules: fresh } = prepared
      const replaced = live.map((old) => fresh.find((rule) => rule.id === old.id && rule.from === old.from) ?? old)
      return install([...replaced, ...fresh.filter((rule) => !replaced.includes(rule))], fresh)
    },
    async replace(drafts, from, file) {
      const prepared = await prepare(drafts, from, file)
      if (!prepared.ok) return prepared
      const fresh = prepared.rules.map((rule) => live.find((old) => isSame(old, rule)) ?? rule)
      return install([...live.filter((rule) => rule.from !== from), ...fresh], fresh)
    },
    remove(id) {
      const before = live.length
      live = live.filter((rule) => rule.id !== id)
      return live.length < before
    },
    clear(from) {
      live = from === undefined ? [] : live.filter((rule) => rule.from !== from)
    },
    get size() {
      return live.length
    },
    list: () => view(live),
    match: (call) => (live.length === 0 ? noMatch : matchRules(live, call, random)),
    // Copies: their counters move, and are thrown away.
    foresee: (call) =>
      matchRules(
        live.map((rule) => ({ ...rule })),
        call,
        random,
      ),
    explain: (call) => nearMisses(live, call, random),
    save: () => ({
      named,
      rules: live.filter(({ from }) => from === 'api').map(({ story: _, from: __, ...rule }) => rule),
    }),
    counts: () => Object.fromEntries(live.map((rule) => [countName(rule), [rule.hits, rule.seen]])),
    setCounts(counts) {
      for (const rule of live) {
        const [hits, seen] = counts[countName(rule)] ?? [0, 0]
        rule.hits = hits
        rule.seen = seen
      }
    },
    async adopt(kept) {
      const prepared = await prepare(
        kept.rules.map(({ id, draft }) => ({ ...draft, id })),
        'api',
      )
      if (!prepared.ok) return prepared
      named = Math.max(named, kept.named)
      const adopted = prepared.rules.map((rule, i) => ({ ...rule, ...kept.rules[i] }))
      live = [...adopted, ...live.filter(({ from }) => from !== 'api')]
      return { ok: true, rules: view(adopted) }
    },
    async restore(kept) {
      if (kept.rules.length === 0) return { ok: true, rules: [] }
      const prepared = await prepare(
        kept.rules.map(({ id, draft }) => ({ ...draft, id })),
        'api',
      )
      if (!prepared.ok) return prepared
      named = Math.max(named, kept.named)
      const left = prepared.rules.map((rule, i) => ({ ...rule, ...kept.rules[i] }))
      return install([...live, ...left], left)
    },
  }
}

function viewOf(rule: LiveRule, now: Instant): Rule {
  const { draft, id, from, hits, expiresAt } = rule
  return { ...draft, id, from, hits, ...(expiresAt !== undefined && { expiresAt }), state: stateOf(rule, now) }
}

const countNames = new WeakMap<RuleDraft, string>()

function countName({ id, draft }: LiveRule): string {
  let name = countNames.get(draft)
  if (name === undefined) {
    name = `${id}/${hash('sha1', JSON.stringify(draft)).slice(0, 12)}`
    countNames.set(draft, name)
  }
  return name
}

function isSame(a: LiveRule, b: LiveRule): boolean {
  return a.id === b.id && a.from === b.from && JSON.stringify(a.draft) === JSON.stringify(b.draft)
}

/** A new rule whose id is another's, or that stands behind one that takes every call for ever. */
function problemsOfOrder(rules: readonly LiveRule[], fresh: readonly LiveRule[]): readonly RuleProblem[] {
  const takesAll = rules.find(isEndless)
  return fresh.flatMap((rule, index): readonly RuleProblem[] => {
    if (rules.some((other) => other.id === rule.id && other !== rule))
      return [{ code: 'ID_TAKEN', path: [index, 'id'], message: `"${rule.id}" is another rule's id` }]
    if (takesAll === undefined || rules.indexOf(rule) <= rules.indexOf(takesAll)) return []
    const message = `is never reached: rule ${takesAll.id} before it takes every call`
    return [{ code: 'NEVER_REACHED', path: [index, 'match'], message }]
  })
}

function isEndless({ draft: { match = {}, times, ttlMs } }: LiveRule): boolean {
  return Object.keys(match).length === 0 && times === undefined && ttlMs === undefined
}
