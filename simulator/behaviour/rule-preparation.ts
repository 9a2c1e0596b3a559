/**
 * From drafts to rules in force: form, sense, and what they name are all checked before anything is applied.
 * Loaded on first need: it brings zod along. Source: issue 4 (Bad input).
 */
import type { Instant } from '../../protocol/beijing-time.ts'
import { services } from '../../protocol/service.ts'
import type { Story } from './behaviour.ts'
import type { Problem } from './field-problem.ts'
import type { WrittenLatency } from './latency.ts'
import type { LatencyPresets } from './latency-preset.ts'
import { checked } from './problem.ts'
import { whyNever, whyUnplayable } from './rule-check.ts'
import type { LiveRule } from './rule-matching.ts'
import { ruleSchema } from './rule-schema.ts'
import type { RuleDraft, RuleOrigin, RuleProblem } from './rule-types.ts'
import { readyStory } from './story.ts'
import type { Behaviours } from './table.ts'

export type Preparation = {
  readonly now: Instant
  readonly from: RuleOrigin
  /** The id of a draft that has none, by its place. */
  readonly nameOf: (index: number) => string
  readonly behaviours: Behaviours
  readonly presets: LatencyPresets
  /** The file that the drafts stand in. */
  readonly file?: string
}

export type Prepared =
  | { readonly ok: true; readonly rules: readonly LiveRule[] }
  | { readonly ok: false; readonly problems: readonly RuleProblem[] }

export async function prepareRules(drafts: readonly unknown[], preparation: Preparation): Promise<Prepared> {
  const rules: LiveRule[] = []
  const problems: RuleProblem[] = []
  for (const [index, draft] of drafts.entries()) {
    const prepared = await prepareRule(draft, index, preparation)
    if ('rule' in prepared) rules.push(prepared.rule)
    else problems.push(...prepared.problems.map((problem) => ({ ...problem, path: [index, ...problem.path] })))
  }
  return problems.length === 0 ? { ok: true, rules } : { ok: false, problems }
}

type PreparedRule = { readonly rule: LiveRule } | { readonly problems: readonly RuleProblem[] }

async function prepareRule(written: unknown, index: number, preparation: Preparation): Promise<PreparedRule> {
  const form = checked<RuleDraft>(ruleSchema, written)
  if (!form.ok) return refused('INVALID', form.problems)
  const draft = form.value
  const never = whyNever(draft.match ?? {}, preparation.now)
  if (never !== undefined) return refused('NEVER_MATCHES', [never])
  const unplayable = whyUnplayable(draft)
  if (unplayable !== undefined) return refused('INVALID', [unplayable])
  const found = await storyOf(draft, preparation)
  if ('problems' in found) return found
  const { now, from, nameOf } = preparation
  const expiry = draft.ttlMs === undefined ? {} : { expiresAt: now + draft.ttlMs }
  return { rule: { id: draft.id ?? nameOf(index), from, draft, story: found.story, ...expiry, hits: 0, seen: 0 } }
}

type FoundStory = { readonly story: Story } | { readonly problems: readonly RuleProblem[] }

async function storyOf(draft: RuleDraft, { behaviours, presets, file }: Preparation): Promise<FoundStory> {
  const { behaviour, play } = draft
  if (behaviour !== undefined) {
    const story = await behaviours.find(behaviour)
    if (story !== undefined) return { story }
    return refused('UNKNOWN_BEHAVIOUR', [{ path: ['behaviour'], message: `there is no behaviour ${behaviour}` }])
  }
  const ready = await readyStory(storyOfPlay(draft), { presets, ...(file !== undefined && { file }) })
  if (ready.ok) return { story: ready.story }
  // The same play was looked up once for each service; its problems are the same each time.
  const [first] = ready.problems
  const path = ['play', ...(first?.path.slice(2) ?? [])]
  return refused('UNKNOWN_LATENCY', [{ path: play === undefined ? [] : path, message: first?.message ?? '' }])
}

/** The same play whatever the service: the rule's conditions say which calls it means. */
function storyOfPlay({ play, buyer, notifications }: RuleDraft): Story<WrittenLatency> {
  const script = play === undefined ? [] : [{ ...play, times: 'always' as const }]
  const scripts = Object.fromEntries(services.map((service) => [service, script]))
  return { ...scripts, ...(buyer && { buyer }), ...(notifications && { notifications }) }
}

function refused(code: RuleProblem['code'], problems: readonly Problem[]): { problems: readonly RuleProblem[] } {
  return { problems: problems.map((problem) => ({ ...problem, code })) }
}
