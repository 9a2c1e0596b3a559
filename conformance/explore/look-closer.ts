/**
 * What becomes of journeys that failed: told apart by the rule that they break, run again to see whether they always do, and
 * one of each kind shrunk to the shortest journey that still breaks the rule.
 */
import type { Case } from '../case/case-schema.ts'
import type { RunParts } from '../runner/case-world.ts'
import { outcomeOf } from '../runner/outcome.ts'
import type { CaseResult } from '../runner/result.ts'
import { runCase } from '../runner/run-case.ts'
import { isStalled } from '../verdict/call-sequence.ts'
import type { Violation } from '../verdict/judge.ts'
import { wordsOf } from './finding-words.ts'
import { caseOf, type Journey } from './journey.ts'
import { shrinkJourney } from './shrink-journey.ts'

export type Failed = { readonly journey: Journey; readonly result: CaseResult }

export type Looking = {
  /** What should hold counts like what must. */
  readonly strict: boolean
  /** Told when a failure is confirmed, before it is shrunk: how many journeys break the rule. */
  readonly onFound: (rule: string, journeys: number) => void
  /** Runs in all that shrinking one of them may take. @default 80 */
  readonly tries?: number
}

export type Found = {
  /** That the shrunk journey breaks; the one that it was shrunk for first. */
  readonly rules: readonly string[]
  readonly theCase: Case
  readonly journey: Journey
  /** Of the journey that was drawn. */
  readonly drawnSteps: number
  /** Runs that it took to shrink it. */
  readonly tries: number
  /** How many of the journeys broke one of these rules. */
  readonly journeys: number
}

export type Closer = {
  readonly found: readonly Found[]
  /** Failed once and held when run again: how many journeys, by rule. */
  readonly flaky: ReadonlyMap<string, number>
  /** Failures that nobody looked at closer, because there were too many kinds. */
  readonly left: number
  readonly results: readonly CaseResult[]
}

/** Kinds of failures that are shrunk. */
const kindsMost = 6
/** With so few at once, whatever a busy machine did is over. */
const beside = 6
/** Of one kind, run again before it is called flaky. */
const againMost = 36

export async function lookCloser(parts: RunParts, all: readonly Failed[], looking: Looking): Promise<Closer> {
  const [found, results]: [Found[], CaseResult[]] = [[], []]
  const flaky = new Map<string, number>()
  const bench = benchOf(parts, looking)
  let left = [...all]
  while (left.length > 0 && found.length < kindsMost) {
    const rule = dearestRule(left)
    const same = left.filter(({ result }) => breaks(result.violations, rule))
    const base = await confirmed(bench, same, rule)
    if (base === undefined) {
      flaky.set(rule, same.length)
      left = left.filter((one) => !same.includes(one))
      results.push(...same.map(({ result }) => flakyResult(result, isAboutMoney(rule) && !isDisturbed(result))))
      continue
    }
    looking.onFound(rule, same.length)
    const finding = await shrunk(bench, base, rule, looking)
    // What else the shortest journey breaks has the same cause.
    const caused = left.filter(({ result }) => finding.found.rules.some((one) => breaks(result.violations, one)))
    found.push({ ...finding.found, journeys: caused.length })
    results.push(finding.result)
    left = left.filter((one) => !caused.includes(one) && !same.includes(one))
  }
  return { found, flaky, left: left.length, results }
}

/** Violations come in the order of the rules: money first. */
function dearestRule(failed: readonly Failed[]): string {
  const rules = failed.flatMap(({ result }) => result.violations.slice(0, 1).map(({ rule }) => rule))
  return rules.find(isAboutMoney) ?? rules[0] ?? ''
}

function isAboutMoney(rule: string): boolean {
  return rule.startsWith('money/')
}

function breaks(violations: readonly Violation[], rule: string): boolean {
  return violations.some((one) => one.rule === rule)
}

/** @param counts money that goes astray now and then goes astray; a pause that is too short may be the machine's */
function flakyResult(result: CaseResult, counts: boolean): CaseResult {
  if (counts) return { ...result, flaky: true }
  return {
    ...result,
    flaky: true,
    outcome: 'passed',
    violations: [],
    warnings: [...result.violations, ...result.warnings],
  }
}

/** The machine let it stand still for too long: what it does alone is what counts. */
function isDisturbed({ evidence }: CaseResult): boolean {
  return evidence !== undefined && isStalled(evidence)
}

/** The shortest first, a few at once; undefined when all of them hold. */
async function confirmed(bench: Bench, same: readonly Failed[], rule: string): Promise<Failed | undefined> {
  const shortest = same.toSorted((a, b) => sizeOf(a.journey) - sizeOf(b.journey)).slice(0, againMost)
  for (let from = 0; from < shortest.length; from += beside) {
    const batch = shortest.slice(from, from + beside)
    const times = isAboutMoney(rule) ? 1 : 3
    const failed = await Promise.all(batch.map(({ result }) => failsAgain(bench, result.theCase, rule, times)))
    const index = failed.indexOf(true)
    if (index !== -1) return batch[index]
  }
  return undefined
}

/** Every time: what a busy machine delays once it does not delay in the same way three times. */
async function failsAgain(bench: Bench, theCase: Case, rule: string, times: number): Promise<boolean> {
  for (let time = 0; time < times; time++) if (!breaks((await bench.run(theCase)).violations, rule)) return false
  return true
}

function sizeOf({ steps, rules }: Journey): number {
  return steps.length + rules.length
}

type Again = Pick<CaseResult, 'violations' | 'warnings' | 'evidence' | 'record'>

/** Runs a case once more; what counts, and nothing when it could not be judged. */
type Bench = { readonly run: (theCase: Case) => Promise<Again>; readonly clock: RunParts['clock'] }

function benchOf(parts: RunParts, { strict }: Looking): Bench {
  // Every attempt has payments of its own; the first was beside all others.
  let attempt = 1
  return {
    clock: parts.clock,
    async run(theCase) {
      attempt += 1
      const ran = await runCase(parts, theCase, attempt)
      if (ran.kind === 'errored') return { violations: [], warnings: [] }
      return { ...ran, ...outcomeOf(theCase, { first: ran.violations }, strict) }
    },
  }
}

type Finding = { readonly found: Omit<Found, 'journeys'>; readonly result: CaseResult }

async function shrunk(bench: Bench, base: Failed, rule: string, { tries: most = 80 }: Looking): Promise<Finding> {
  const startedAt = bench.clock.now()
  const { journey, tries } = await shrinkJourney(base.journey, {
    tries: most,
    beside,
    fails: (one) => failsAgain(bench, caseOf(one), rule, isAboutMoney(rule) ? 1 : 2),
  })
  const last = await bench.run(caseOf(journey))
  const { violations, warnings, evidence, record } = breaks(last.violations, rule) ? last : base.result
  const theCase = caseOf(journey, wordsOf(violations, rule))
  const rules = [...new Set([rule, ...violations.map((violation) => violation.rule)])]
  return {
    found: { rules, theCase, journey, drawnSteps: base.journey.steps.length, tries },
    result: {
      theCase,
      outcome: 'failed',
      violations,
      warnings,
      flaky: false,
      ...(evidence !== undefined && { evidence: { ...evidence, theCase } }),
      ...(record !== undefined && { record }),
      startedAt,
      tookMs: bench.clock.now() - startedAt,
    },
  }
}
