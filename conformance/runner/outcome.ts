/** What the violations of a case make of it. Pure: the same for a run, and for one that is judged again from its evidence. */
import type { Case } from '../case/case-schema.ts'
import type { Violation } from '../verdict/judge.ts'
import type { CaseResult } from './result.ts'

type Attempts = {
  readonly first: readonly Violation[]
  /** What was found when it was run once more; undefined when it was not, or could not be judged. */
  readonly again?: readonly Violation[] | undefined
}

export function outcomeOf(
  theCase: Case,
  { first, again }: Attempts,
  strict: boolean,
): Pick<CaseResult, 'outcome' | 'violations' | 'warnings' | 'flaky'> {
  const counting = countingOf(theCase, first, strict)
  return {
    outcome: counting.length > 0 ? 'failed' : 'passed',
    violations: counting,
    warnings: first.filter((violation) => !counting.includes(violation)),
    flaky: again !== undefined && countingOf(theCase, again, strict).length === 0,
  }
}

/** What counts against the SUT: what should hold is only told, unless the run is strict. */
export function countingOf(theCase: Case, violations: readonly Violation[], strict: boolean): readonly Violation[] {
  if (strict) return theCase.level === 'may' ? [] : violations
  return theCase.level === 'must' ? violations.filter(({ level }) => level === 'must') : []
}
