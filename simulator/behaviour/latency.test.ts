import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../random.ts'
import { drawMs, factorAt, type Latency, longestMs } from './latency.ts'

const draws = 20_000

/** Any seed does for the even ones; the last two fractions of a heavy tail vary by a few percent from seed to seed. */
const random = seededRandom('0')
const fractions = Array.from({ length: draws }, (_, index) => random.fraction('draw', String(index)))

/** The value below which that share of the draws lies. */
function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.floor(share * sorted.length)] ?? Number.NaN
}

describe('20,000 draws have the p50 and the p99 within 3 %', () => {
  const buckets = [
    { upToMs: 100, count: 0 },
    { upToMs: 300, count: 60 },
    { upToMs: 900, count: 40 },
  ]
  it.each<[string, Latency, number, number]>([
    ['fixed', { kind: 'fixed', ms: 250 }, 250, 250],
    ['uniform', { kind: 'uniform', fromMs: 200, toMs: 4200 }, 2200, 4160],
    ['log-normal', { kind: 'log-normal', p50Ms: 480, p99Ms: 2100 }, 480, 2100],
    ['a wide log-normal', { kind: 'log-normal', p50Ms: 100, p99Ms: 5000 }, 100, 5000],
    ['Pareto', { kind: 'pareto', p50Ms: 180, p99Ms: 3000 }, 180, 3000],
    ['histogram', { kind: 'histogram', buckets }, 100 + (200 * 50) / 60, 885],
  ])('%s', (_, latency, p50, p99) => {
    const sorted = fractions.map((fraction) => drawMs(latency, fraction, 0)).toSorted((a, b) => a - b)
    expect(Math.abs(percentile(sorted, 0.5) / p50 - 1)).toBeLessThan(0.03)
    expect(Math.abs(percentile(sorted, 0.99) / p99 - 1)).toBeLessThan(0.03)
  })
})

it('the quantiles that name a distribution are its own, to the millisecond', () => {
  for (const kind of ['log-normal', 'pareto'] as const) {
    const latency = { kind, p50Ms: 300, p99Ms: 4000 }
    expect(drawMs(latency, 0.5, 0)).toBe(300)
    expect(drawMs(latency, 0.99, 0)).toBe(4000)
  }
})

it('a Pareto tail is the heavier one beyond the p99', () => {
  const shape = { p50Ms: 100, p99Ms: 1000, atMostMs: 1e9 }
  const beyond = 1 - 1e-6
  expect(drawMs({ kind: 'pareto', ...shape }, beyond, 0)).toBeGreaterThan(
    2 * drawMs({ kind: 'log-normal', ...shape }, beyond, 0),
  )
})

it('no draw is longer than atMostMs, and none longer than the longest without one', () => {
  const tail = { kind: 'pareto', p50Ms: 100, p99Ms: 90_000 } as const
  expect(drawMs(tail, 1 - 2 ** -48, 0)).toBe(longestMs)
  expect(drawMs({ ...tail, atMostMs: 5000 }, 1 - 2 ** -48, 0)).toBe(5000)
})

describe('a schedule', () => {
  const brownOut = [
    { atMs: 120_000, factor: 1 },
    { atMs: 120_000, factor: 30 },
    { atMs: 240_000, factor: 30 },
    { atMs: 240_000, factor: 1 },
  ]

  it('holds a brown-out from minute 2 to minute 4 and nowhere else', () => {
    const latency: Latency = { kind: 'fixed', ms: 100, schedule: brownOut }
    const at = (minutes: number) => drawMs(latency, 0.5, minutes * 60_000)
    expect([0, 1.99, 2, 3, 3.99, 4, 60].map(at)).toEqual([100, 100, 3000, 3000, 3000, 100, 100])
  })

  it('changes evenly on a ramp', () => {
    const ramp = [
      { atMs: 1000, factor: 1 },
      { atMs: 3000, factor: 5 },
    ]
    expect([0, 1000, 2000, 2500, 3000, 9000].map((at) => factorAt(ramp, at))).toEqual([1, 1, 3, 4, 5, 5])
  })
})

it('every draw is a whole number of milliseconds from 0 to the longest', () => {
  const ms = fc.double({ min: 0.001, max: 1e7, noNaN: true })
  const tailed = fc
    .tuple(fc.constantFrom('log-normal' as const, 'pareto' as const), ms, ms)
    .map(([kind, p50Ms, more]): Latency => ({ kind, p50Ms, p99Ms: p50Ms + more }))
  const latency = fc.oneof(
    ms.map((value): Latency => ({ kind: 'fixed', ms: value })),
    fc.tuple(ms, ms).map(([fromMs, more]): Latency => ({ kind: 'uniform', fromMs, toMs: fromMs + more })),
    tailed,
  )
  const schedule = fc.array(fc.record({ atMs: fc.nat(10_000), factor: fc.double({ min: 0, max: 100, noNaN: true }) }), {
    minLength: 1,
  })
  const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
  fc.assert(
    fc.property(latency, schedule, fraction, fc.integer({ min: -5, max: 20_000 }), (shape, points, drawn, elapsed) => {
      const rising = points.toSorted((a, b) => a.atMs - b.atMs)
      const value = drawMs({ ...shape, schedule: rising }, drawn, elapsed)
      expect(Number.isInteger(value)).toBe(true)
      expect(value).toBeGreaterThanOrEqual(0)
      expect(value).toBeLessThanOrEqual(longestMs)
    }),
  )
})
