/**
 * All cases against one SUT: side by side, those that take it down after the others, and what failed once more.
 */
import { type Clock, sleep } from '../../simulator/clock.ts'
import type { CaseBrief } from '../adapter/guide.ts'
import { SutError } from '../adapter/system-under-test.ts'
import type { Case } from '../case/case-schema.ts'
import { asKnown, type KnownFailure } from '../known-failures.ts'
import { isStalled } from '../verdict/call-sequence.ts'
import type { RunParts } from './case-world.ts'
import { isHeavy, missingFor, runsAlone } from './needs.ts'
import { countingOf, outcomeOf } from './outcome.ts'
import type { CaseResult } from './result.ts'
import { type Attempt, runCase } from './run-case.ts'
import { within } from './within.ts'

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
  const repeats = options.again !== false && parts.sut.guide === undefined
  const disturbed: Case[] = []
  const ended = (judged: CaseResult): void => {
    const result = asKnown(judged, options.known)
    parts.sut.guide?.end(result)
    results.set(result.theCase.id, result)
    options.onResult(result)
  }
  const inTheCrowd = async (theCase: Case): Promise<void> => {
    const attempt = attempts(parts, theCase)
    const result = await resultOf(parts, theCase, { ...options, attempt, revive })
    if (repeats && isVoid(result)) disturbed.push(theCase)
    else ended(result)
  }
  const alone = async (theCase: Case): Promise<void> => {
    const attempt = attempts(parts, theCase, crowdAttempts)
    const judged = () => resultOf(parts, theCase, { ...options, attempt, revive })
    const result = await judged()
    ended(isVoid(result) ? await judged() : result)
  }
  const { guide } = parts.sut
  const beside = cases.filter((theCase) => !runsAlone(theCase) && !isHeavy(theCase))
  // One after the other: a SUT that starts cold under a storm of requests misses answers that it would hear in a shop.
  if (guide === undefined) await warmUp(parts)
  const heavy = cases.filter((theCase) => !runsAlone(theCase) && isHeavy(theCase))
  await staggered(parts.clock, beside, guide === undefined ? options.concurrency : 1, inTheCrowd)
  await staggered(parts.clock, heavy, 1, inTheCrowd)
  await staggered(parts.clock, cases.filter(runsAlone), 1, inTheCrowd)
  // Where the machine stood still, all stood still: they are tried again when nobody else is there.
  await staggered(parts.clock, disturbed, 1, alone)
  return cases.flatMap(({ id }) => results.get(id) ?? [])
}

/** One payment that nobody judges: programs load on first use what they need. */
async function warmUp({ sut, mint, runId, capabilities, clock }: RunParts): Promise<void> {
  const [currency = 'USD'] = capabilities.currencies
  const request = { payment_id: `${runId}-warm-up`, code: mint({}), amount: '100', currency }
  await within(clock, sut.pay(request), 2_000)
}

type Judging = Pick<RunOptions, 'strict' | 'again'> & {
  readonly attempt: () => Promise<Attempt>
  readonly revive: () => Promise<void>
}

async function resultOf(
  parts: RunParts,
  theCase: Case,
  { strict, attempt, revive, again: twice = true }: Judging,
): Promise<CaseResult> {
  const { clock, capabilities, sut } = parts
  const startedAt = clock.now()
  const none = { theCase, violations: [], warnings: [], flaky: false, startedAt }
  const why = missingFor(theCase, capabilities) ?? sut.guide?.cannot(theCase)
  if (why !== undefined) return { ...none, outcome: 'not applicable', why, tookMs: 0 }
  if (sut.guide !== undefined) await sut.guide.begin(await briefOf(parts, theCase))
  const first = await attempt()
  if (first.kind === 'errored') await revive()
  // Once more, to tell what always fails from what fails now and then; it counts against the SUT all the same.
  const fails = first.kind === 'judged' && countingOf(theCase, first.violations, strict).length > 0
  const asks = twice && fails && sut.guide === undefined && !isDisturbed(first)
  const again = asks ? await attempt() : undefined
  if (again?.kind === 'errored') await revive()
  const tookMs = clock.now() - startedAt
  if (first.kind === 'errored') return { ...none, outcome: 'errored', why: first.why, tookMs }
  const second = again?.kind === 'judged' ? again : undefined
  return {
    ...none,
    ...outcomeOf(theCase, { first: first.violations, again: second?.violations }, strict),
    evidence: first.evidence,
    record: first.record,
    ...(second !== undefined && { recordAgain: second.record }),
    tookMs,
  }
}

/** As many as one may have had in the crowd. */
const crowdAttempts = 2

/** Each with ids of its own. */
function attempts(parts: RunParts, theCase: Case, before = 0): () => Promise<Attempt> {
  let number = before
  return () => {
    number += 1
    return runCase(parts, theCase, number)
  }
}

/** What went wrong while the machine stood still says nothing of the SUT. A SUT that always is so slow is judged in the end. */
function isVoid({ outcome, violations, evidence }: CaseResult): boolean {
  // Who never came to an end had more than the time of any machine.
  const decided = violations.every(({ rule }) => rule !== 'money/decided')
  return outcome === 'failed' && decided && evidence !== undefined && isStalled(evidence)
}

/** It will be run again anyway, when the machine is quiet. */
function isDisturbed(attempt: Attempt): boolean {
  return attempt.kind === 'judged' && isStalled(attempt.evidence)
}

async function briefOf({ side }: RunParts, theCase: Case): Promise<CaseBrief> {
  const { gateway, expect } = theCase
  const different = Object.keys(expect.told_of).length > 0
  const played = gateway.behaviour === undefined ? undefined : await side.client.behaviours.get(gateway.behaviour)
  return { theCase, ends: different ? undefined : (expect.told ?? played?.till) }
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
