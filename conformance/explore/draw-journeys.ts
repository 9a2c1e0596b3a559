/** N different journeys out of a seed: the same seed and claims give the same journeys. Pure. */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import type { Capabilities } from '../../reference/terminal-api/words.ts'
import { cashier } from './cashier.ts'
import { isSound, type Journey, journeyId } from './journey.ts'
import { weather } from './weather.ts'

export type Drawing = { readonly count: number; readonly seed: string }

export function drawJourneys(
  claims: Pick<Capabilities, 'features' | 'currencies'>,
  drawing: Drawing,
): readonly Journey[] {
  const { count, seed } = drawing
  const journey = fc.record({ steps: cashier(claims), rules: weather }).filter(isSound)
  const number = createHash('sha256').update(`explore ${seed}`).digest().readInt32BE(0)
  const drawn = new Map<string, Journey>()
  // A few are drawn twice; what comes first stays first when more are asked for.
  for (const one of fc.sample(journey, { numRuns: count * 2, seed: number })) {
    if (drawn.size < count) drawn.set(journeyId(one), one)
  }
  return [...drawn.values()]
}
