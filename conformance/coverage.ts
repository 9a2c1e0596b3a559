/**
 * Which clauses of the protocol pages the kit looks at, and which it does not. Pure. A clause is a page and a section;
 * what no check can look at is listed with its reason. Source: issue 5 (Profiles).
 */
import type { Case } from './case/case-schema.ts'
import { exceptions, pageSections } from './clauses.ts'
import { rules } from './verdict/rules.ts'

export type Coverage = {
  /** By clause: ids of rules and cases. */
  readonly covered: ReadonlyMap<string, readonly string[]>
  /** Clauses that nothing looks at and that are no exception. */
  readonly unchecked: readonly string[]
  /** Rules and cases that rest on a clause that no page has. */
  readonly homeless: readonly { readonly id: string; readonly clause: string }[]
}

export function coverage(cases: readonly Case[]): Coverage {
  const checks = [
    ...rules.map(({ id, clause }) => ({ id, clauses: clausesOf(clause) })),
    ...cases.map(({ id, source }) => ({ id, clauses: source.flatMap(clausesOf) })),
  ]
  const known = new Set(Object.entries(pageSections).flatMap(([page, last]) => sections(page, last)))
  const covered = new Map<string, string[]>()
  const homeless: { id: string; clause: string }[] = []
  for (const { id, clauses } of checks)
    for (const clause of clauses) {
      if (!known.has(clause)) homeless.push({ id, clause })
      covered.set(clause, [...(covered.get(clause) ?? []), id])
    }
  const unchecked = [...known].filter((clause) => !covered.has(clause) && !(clause in exceptions))
  return { covered, unchecked, homeless }
}

/** `flows.md §1, §2 (K01)` is two clauses. */
export function clausesOf(text: string): readonly string[] {
  const page = /^[a-z-]+\.md/.exec(text)?.[0] ?? text
  return [...text.matchAll(/§(\d+)/g)].map(([, section]) => `${page} §${section}`)
}

function sections(page: string, last: number): readonly string[] {
  return Array.from({ length: last }, (_, index) => `${page} §${index + 1}`)
}
