/**
 * How long things take: distributions and their course over time. Pure: chance and time are handed in.
 * Source: issue 4 (Latency).
 */
import { normalQuantile } from './normal-quantile.ts'

export type Distribution =
  | { readonly kind: 'fixed'; readonly ms: number }
  | { readonly kind: 'uniform'; readonly fromMs: number; readonly toMs: number }
  /** The usual shape of a healthy service. */
  | { readonly kind: 'log-normal'; readonly p50Ms: number; readonly p99Ms: number }
  /** A tail that gets thinner much more slowly: whenever the quantile's rest shrinks by half, time grows by the same factor. */
  | { readonly kind: 'pareto'; readonly p50Ms: number; readonly p99Ms: number }
  /** What was measured: counts by upper bound, in rising order; even within a bucket. */
  | { readonly kind: 'histogram'; readonly buckets: readonly Bucket[] }

export type Bucket = { readonly upToMs: number; readonly count: number }

/** The factor at a moment; between two points it changes evenly, two points of one moment are a jump. */
export type SchedulePoint = { readonly atMs: number; readonly factor: number }

export type Latency = Distribution & {
  /** @default {@link longestMs} */
  readonly atMostMs?: number
  /** Rising in time; the first point holds before it, the last one after it. @default a factor of 1 throughout */
  readonly schedule?: readonly SchedulePoint[]
}

/** What a latency may be written as in a file: also a preset's name, or the name of a file of measured counts. */
export type WrittenLatency =
  | Latency
  | { readonly kind: 'preset'; readonly name: string }
  | {
      readonly kind: 'histogram file'
      readonly file: string
      readonly atMostMs?: number
      readonly schedule?: readonly SchedulePoint[]
    }

/** A heavy tail has no end of its own; no till waits longer than this. */
export const longestMs = 120_000

/**
 * Whole milliseconds, never negative.
 * @param fraction in [0, 1): the quantile
 * @param elapsedMs since the schedule began
 */
export function drawMs(latency: Latency, fraction: number, elapsedMs: number): number {
  const drawn = quantileMs(latency, fraction) * factorAt(latency.schedule, elapsedMs)
  return Math.round(Math.min(drawn, latency.atMostMs ?? longestMs))
}

/** `q` in [0, 1): 0.5 is the median. */
function quantileMs(distribution: Distribution, q: number): number {
  switch (distribution.kind) {
    case 'fixed':
      return distribution.ms
    case 'uniform':
      return distribution.fromMs + q * (distribution.toMs - distribution.fromMs)
    case 'log-normal': {
      const { p50Ms, p99Ms } = distribution
      const sigma = Math.log(p99Ms / p50Ms) / normalQuantile(0.99)
      return p50Ms * Math.exp(sigma * normalQuantile(q))
    }
    case 'pareto': {
      const { p50Ms, p99Ms } = distribution
      const exponent = Math.log(p99Ms / p50Ms) / Math.log(0.5 / 0.01)
      return p50Ms * (0.5 / (1 - q)) ** exponent
    }
    case 'histogram':
      return histogramQuantile(distribution.buckets, q)
  }
}

function histogramQuantile(buckets: readonly Bucket[], q: number): number {
  const total = buckets.reduce((sum, { count }) => sum + count, 0)
  let below = 0
  let fromMs = 0
  for (const { upToMs, count } of buckets) {
    if (count > 0 && q * total < below + count) return fromMs + ((q * total - below) / count) * (upToMs - fromMs)
    below += count
    fromMs = upToMs
  }
  return fromMs
}

export function factorAt(schedule: readonly SchedulePoint[] | undefined, elapsedMs: number): number {
  let before: SchedulePoint | undefined
  for (const point of schedule ?? []) {
    if (point.atMs > elapsedMs) {
      if (before === undefined) return point.factor
      const share = (elapsedMs - before.atMs) / (point.atMs - before.atMs)
      return before.factor + share * (point.factor - before.factor)
    }
    before = point
  }
  return before?.factor ?? 1
}
