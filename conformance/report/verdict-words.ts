/** A run in a word, a sentence and counts: the same in every report a person reads. Pure. */
import { type CaseResult, countOf, exitCodeOf, type Outcome, type RunResult } from '../runner/result.ts'

/** In the order in which a person wants to read them. */
export const outcomes: readonly Outcome[] = ['passed', 'failed', 'errored', 'failed as known', 'not applicable']

export type Verdict = {
  readonly kind: 'held' | 'fell short' | 'not judged' | 'nothing tested'
  readonly word: string
  readonly sentence: string
}

export function verdictOf(run: RunResult): Verdict {
  const failed = countOf(run, 'failed')
  const errored = countOf(run, 'errored')
  const tested = run.results.length - countOf(run, 'not applicable')
  if (errored > 0) {
    const also = failed === 0 ? '' : ` ${cases(failed)} failed besides.`
    return {
      kind: 'not judged',
      word: 'Could not be judged',
      sentence: `In ${cases(errored)} the backend was silent, talked nonsense or died, so nobody can say how it did.${also}`,
    }
  }
  if (tested === 0)
    return { kind: 'nothing tested', word: 'Nothing was tested', sentence: 'No case applies to this backend.' }
  if (exitCodeOf(run) === 0) return { kind: 'held', word: 'It held', sentence: heldSentence(run, tested) }
  if (failed === 0)
    return {
      kind: 'fell short',
      word: 'The list of known failures is stale',
      sentence: 'A failure that is listed as known did not happen: strike it off the list.',
    }
  return {
    kind: 'fell short',
    word: 'It fell short',
    sentence: `In ${failed} of the ${cases(tested)} that apply to this backend a rule about money or messages is broken.`,
  }
}

function heldSentence(run: RunResult, tested: number): string {
  const known = countOf(run, 'failed as known')
  const agree = 'what the backend told, what the ledger holds and what went over the wire agree'
  return known === 0
    ? `In all ${cases(tested)} that apply to this backend, ${agree}.`
    : `In ${tested - known} of ${cases(tested)}, ${agree}; ${known} failed as known.`
}

export function cases(count: number): string {
  return `${count} ${count === 1 ? 'case' : 'cases'}`
}

/** Every outcome with its number; they add up to the number of cases. */
export function countsOf(run: RunResult): readonly { readonly outcome: Outcome; readonly count: number }[] {
  return outcomes.map((outcome) => ({ outcome, count: countOf(run, outcome) }))
}

export function familyOf({ theCase }: Pick<CaseResult, 'theCase'>): string {
  return theCase.id.split('/')[0] ?? ''
}

/** `2026-11-23 21:36 UTC` */
export function timeOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

const isMoney = ({ rule }: { readonly rule: string }) => rule.startsWith('money/')

/** A rule and the cases that broke it, most frequent first, money before all else. */
export function brokenRules(
  results: readonly CaseResult[],
): readonly { readonly rule: string; readonly sentence: string; readonly in: readonly CaseResult[] }[] {
  const broken = results.flatMap((result) =>
    [...new Map(result.violations.map((violation) => [violation.rule, violation])).values()].map((violation) => ({
      result,
      violation,
    })),
  )
  return [...Map.groupBy(broken, ({ violation }) => violation.rule)]
    .map(([rule, found]) => ({
      rule,
      sentence: found[0]?.violation.sentence ?? '',
      in: found.map(({ result }) => result),
    }))
    .toSorted((a, b) => b.in.length - a.in.length || Number(isMoney(b)) - Number(isMoney(a)))
}
