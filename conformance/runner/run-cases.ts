/**
 * All cases against one SUT: side by side, those that take it down after the others, and what failed once more.
 */
import { type Clock, sleep } from '../../simulator/clock.ts'
import { SutError } from '../adapter/system-under-test.ts'
import type { Case } from '../case/case-schema.ts'
import { asKnown, type KnownFailure } from '../known-failures.ts'
import type { Violation } from '../verdict/judge.ts'
import type { RunParts } from './case-world.ts'
import { isHeavy, missingFor, runsAlone } from './needs.ts'
import type { CaseResult } from './result.ts'
import { type Attempt, runCase } from './run-case.ts'

export type RunOptions = {
  /** How many cases at once. */
  readonly concurrency: number
  /** What should hold counts like what must. */
  readonly strict: boolean
  readonly known: readonly KnownFailure[]
  /** What failed is run once more, to tell whether it always does. @default true */
  readonly again?: boolean
  /** Told of each case as it ends. */
  readonly onResult: (result: CaseResult) => void
}

/** In the order of the cases given. */
export async function runCases(
  parts: RunParts,
  cases: readonly Case[],
  options: RunOptions,
): Promise<readonly CaseResult[]> {
  const results = new Map<string, CaseResult>()
  const revive = reviving(parts)
  const one = async (theCase: Case): Promise<void> => {
    const result = asKnown(await resultOf(parts, theCase, { ...options, revive }), options.known)
    results.set(theCase.id, result)
    options.onResult(result)
  }
  const beside = cases.filter((theCase) => !runsAlone(theCase) && !isHeavy(theCase))
  // One after the other: a SUT that starts cold under a storm of requests misses answers that it would hear in a shop.
  await warmUp(parts)
  await staggered(parts.clock, beside, options.concurrency, one)
  await staggered(
    parts.clock,
    cases.filter((theCase) => !runsAlone(theCase) && isHeavy(theCase)),
    1,
    one,
  )
  await staggered(parts.clock, cases.filter(runsAlone), 1, one)
  return cases.flatMap(({ id }) => results.get(id) ?? [])
}

/** One payment that nobody judges: programs load on first use what they need. */
async function warmUp({ sut, mint, runId, capabilities, clock }: RunParts): Promise<void> {
  const [currency = 'USD'] = capabilities.currencies
  const request = { payment_id: `${runId}-warm-up`, code: mint({}), amount: '100', currency }
  await Promise.race([sut.pay(request).catch(() => undefined), sleep(clock, 2_000)])
}

type Judging = Pick<RunOptions, 'strict' | 'again'> & { readonly revive: () => Promise<void> }

async function resultOf(
  parts: RunParts,
  theCase: Case,
  { strict, revive, again: twice = true }: Judging,
): Promise<CaseResult> {
  const { clock, capabilities } = parts
  const startedAt = clock.now()
  const none = { theCase, violations: [], warnings: [], flaky: false, startedAt }
  const why = missingFor(theCase, capabilities)
  if (why !== undefined) return { ...none, outcome: 'not applicable', why, tookMs: 0 }
  const first = await runCase(parts, theCase, 1)
  if (first.kind === 'errored') await revive()
  const counting = countingOf(first, theCase, strict)
  // Once more, to tell what always fails from what fails now and then; it counts against the SUT all the same.
  const again = twice && counting.length > 0 ? await runCase(parts, theCase, 2) : undefined
  if (again?.kind === 'errored') await revive()
  const flaky = again?.kind === 'judged' && countingOf(again, theCase, strict).length === 0
  const tookMs = clock.now() - startedAt
  if (first.kind === 'errored') return { ...none, outcome: 'errored', why: first.why, tookMs }
  return {
    ...none,
    flaky,
    outcome: counting.length > 0 ? 'failed' : 'passed',
    violations: counting,
    warnings: first.violations.filter((violation) => !counting.includes(violation)),
    evidence: first.evidence,
    tookMs,
  }
}

function countingOf(attempt: Attempt, theCase: Case, strict: boolean): readonly Violation[] {
  if (attempt.kind === 'errored') return []
  if (strict) return theCase.level === 'may' ? [] : attempt.violations
  return theCase.level === 'must' ? attempt.violations.filter(({ level }) => level === 'must') : []
}

/** A SUT that has died is started again, once for all who noticed, so that the other cases can go on. */
function reviving({ sut }: { readonly sut: RunParts['sut']; readonly clock: Clock }): () => Promise<void> {
  let reviving: Promise<void> | undefined
  return async () => {
    reviving ??= (async () => {
      try {
        await sut.capabilities()
      } catch (error) {
        if (error instanceof SutError && error.code === 'unreachable') await sut.restart().catch(() => undefined)
      }
    })().finally(() => {
      reviving = undefined
    })
    await reviving
  }
}

const staggerMs = 25

async function staggered<Item>(
  clock: Clock,
  items: readonly Item[],
  concurrency: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const left = [...items]
  const worker = async (_: unknown, index: number) => {
    await sleep(clock, index * staggerMs)
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker))
}
