/**
 * Failures that are known and explained: they do not make a run red, but their absence does, for then the list is stale.
 * Source: style.md ("Test cases are data").
 */
import { z } from 'zod'
import { closed } from '../simulator/behaviour/problem.ts'
import type { CaseResult, StaleEntry } from './runner/result.ts'
import { ruleIds } from './verdict/rules.ts'
import { readYamlFile } from './yaml-file.ts'

const entrySchema = closed({
  case: z.string().min(3),
  rule: z
    .string()
    .refine((id) => ruleIds.has(id), { error: 'must be the id of a rule: alipay-sandbox coverage lists them' }),
  because: z.string().min(10),
})

export type KnownFailure = z.output<typeof entrySchema>

/** @throws KitError BAD_KNOWN_FAILURES */
export function loadKnownFailures(file: string): Promise<readonly KnownFailure[]> {
  return readYamlFile(file, z.array(entrySchema), 'BAD_KNOWN_FAILURES')
}

/** A failure is known when every rule that it breaks is listed for it. */
export function asKnown(result: CaseResult, known: readonly KnownFailure[]): CaseResult {
  const listed = new Set(known.filter(({ case: id }) => id === result.theCase.id).map(({ rule }) => rule))
  const all = result.violations.every(({ rule }) => listed.has(rule))
  return result.outcome === 'failed' && all && !result.flaky ? { ...result, outcome: 'failed as known' } : result
}

/** Only of cases that ran and could be judged. */
export function staleEntries(results: readonly CaseResult[], known: readonly KnownFailure[]): readonly StaleEntry[] {
  return known.flatMap(({ case: id, rule }): readonly StaleEntry[] => {
    const result = results.find(({ theCase }) => theCase.id === id)
    if (result === undefined || result.outcome === 'errored') return []
    if (result.outcome === 'not applicable') return [{ theCase: id, rule, why: 'is not applicable' }]
    return result.violations.some((violation) => violation.rule === rule)
      ? []
      : [{ theCase: id, rule, why: 'holds now: strike it off the list' }]
  })
}
