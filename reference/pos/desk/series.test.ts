import { describe, expect, it } from 'vitest'
import { defaultTimings } from '../../client/index.ts'
import type { StepRecord } from '../book/records.ts'
import { pauseBeforeRest, restOf } from './series.ts'

const sent = (...steps: [step: string, at: number][]): StepRecord[] =>
  steps.map(([step, at]) => ({ paymentId: 'A', event: 'sending', step, at }))

describe('a series that was interrupted', () => {
  it.each([
    ['query', sent(), 10_000, 0],
    ['query', sent(['pay', 1_000]), 2_000, 4_000],
    ['query', sent(['pay', 1_000]), 9_000, 0],
    ['query', sent(['pay', 0], ['query', 5_000]), 6_000, 2_000],
    ['cancel', sent(['query', 5_000]), 5_000, 0],
    ['cancel', sent(['cancel', 5_000]), 6_000, 4_000],
    ['refund', sent(['refund', 5_000]), 6_000, 4_000],
    // The clock was set back.
    ['query', sent(['query', 50_000]), 1_000, 3_000],
  ] as const)('goes on with a %s after %j at %i in %i ms', (next, steps, now, pause) => {
    expect(pauseBeforeRest(steps, next, { timings: defaultTimings, now })).toBe(pause)
  })

  it('has the rest of its tries, and one at least', () => {
    const half = sent(['pay', 0], ['query', 1], ['query', 2], ['cancel', 3])
    expect(restOf(half, defaultTimings)).toMatchObject({ queriesMax: 8, cancelsMax: 4, refundsMax: 5 })
    const many = sent(...Array.from({ length: 12 }, (_, at): [string, number] => ['query', at]))
    expect(restOf(many, defaultTimings)).toMatchObject({ queriesMax: 1 })
  })
})
