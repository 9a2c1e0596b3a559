/**
 * The shortest journey that still fails by the same rule, found by running simpler ones, a few at a time, for as many runs as
 * are allowed. Knows nothing of the system under test.
 */
import { type Journey, journeyId } from './journey.ts'
import { simplerJourneys } from './simpler-journeys.ts'

export type Shrinking = {
  /** Runs in all. */
  readonly tries: number
  /** Runs at once. */
  readonly beside: number
  /** Whether a journey fails by the rule in question. */
  readonly fails: (journey: Journey) => Promise<boolean>
}

export type Shrunk = { readonly journey: Journey; readonly tries: number }

export async function shrinkJourney(journey: Journey, { tries, beside, fails }: Shrinking): Promise<Shrunk> {
  const tried = new Set([journeyId(journey)])
  let [smallest, left] = [journey, tries]
  for (;;) {
    const fresh = simplerJourneys(smallest).filter((one) => !tried.has(journeyId(one)))
    const batch = fresh.slice(0, Math.min(beside, left))
    if (batch.length === 0) return { journey: smallest, tries: tries - left }
    left -= batch.length
    for (const one of batch) tried.add(journeyId(one))
    const failed = await Promise.all(batch.map(fails))
    // The first is the boldest.
    smallest = batch[failed.indexOf(true)] ?? smallest
  }
}
