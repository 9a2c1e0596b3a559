/**
 * Journeys beyond the cases: drawn by seed, run side by side, judged by money and wire as any case. What fails is looked at
 * closer (look-closer.ts). Source: issue 6 (`--explore N`).
 */
import type { RunParts } from '../runner/case-world.ts'
import type { CaseResult } from '../runner/result.ts'
import { runCases } from '../runner/run-cases.ts'
import { drawJourneys } from './draw-journeys.ts'
import { caseOf } from './journey.ts'
import { type Closer, type Failed, type Looking, lookCloser } from './look-closer.ts'

export type ExploreOptions = Looking & {
  readonly journeys: number
  readonly seed: string
  /** How many journeys at once. */
  readonly concurrency: number
  /** Told of each journey as it ends: how many have. */
  readonly onProgress: (done: number) => void
}

export type Exploration = Closer & {
  readonly journeys: number
  /** The longest standstill of the machine while journeys failed, in wall milliseconds. */
  readonly stallMs: number
  /** Of those that were drawn, all that did not fail, and each finding once. */
  readonly results: readonly CaseResult[]
}

export async function explore(parts: RunParts, options: ExploreOptions): Promise<Exploration> {
  const own = withOwnCodes(parts)
  const drawn = drawJourneys(parts.capabilities, { count: options.journeys, seed: options.seed })
  const journeys = new Map(drawn.map((journey) => [caseOf(journey), journey] as const))
  let done = 0
  const results = await runCases(own, [...journeys.keys()], {
    concurrency: options.concurrency,
    strict: options.strict,
    known: [],
    again: false,
    onResult: () => options.onProgress(++done),
  })
  const failed = results.flatMap((result): Failed[] => {
    const journey = journeys.get(result.theCase)
    return result.outcome === 'failed' && journey !== undefined ? [{ journey, result }] : []
  })
  const looked = await lookCloser(own, failed, options)
  const others = results.filter(({ outcome }) => outcome !== 'failed')
  const stallMs = Math.max(0, ...failed.map(({ result }) => result.evidence?.stalledMs ?? 0))
  return { ...looked, journeys: drawn.length, stallMs, results: [...looked.results, ...others] }
}

/**
 * Behaviour numbers that nobody has, for the payments of journeys: they pay at once like 0000, and there are enough of them for
 * every payment to be told from every other in the journal, where most of a code is masked.
 */
const ownNumbers = { from: 5_000, count: 4_000 } as const

function withOwnCodes(parts: RunParts): RunParts {
  let minted = 0
  return {
    ...parts,
    mint: (wish) => {
      if (wish.behaviour !== undefined) return parts.mint(wish)
      minted += 1
      return parts.mint({ ...wish, behaviour: String(ownNumbers.from + (minted % ownNumbers.count)) })
    },
  }
}
