/** The end summary of k6, as much of it as is judged and reported. Source: k6's handleSummary. */
import { z } from 'zod'
import { LoadError } from '../load-error.ts'

const summarySchema = z.object({
  state: z.object({ testRunDurationMs: z.number() }),
  metrics: z.record(
    z.string(),
    z.object({
      values: z.record(z.string(), z.number()),
      thresholds: z.record(z.string(), z.object({ ok: z.boolean() })).default({}),
    }),
  ),
})

export type Threshold = {
  readonly metric: string
  /** As written: `p(95)<=15500`. */
  readonly limit: string
  readonly held: boolean
  /** What was measured. */
  readonly value: number | undefined
}

export type K6Summary = {
  readonly tookMs: number
  readonly thresholds: readonly Threshold[]
  /** A counter's count; 0 for one that nothing was counted in. */
  count(metric: string): number
  /** A value of a trend: `p(95)`; undefined when nothing was measured. */
  value(metric: string, name: string): number | undefined
}

/** @throws LoadError K6_FAILED */
export function readSummary(text: string, crossed: boolean): K6Summary {
  const read = summarySchema.safeParse(JSON.parse(text))
  if (!read.success)
    throw new LoadError('K6_FAILED', { detail: `The summary of k6 is not as it should be: ${read.error.message}.` })
  const { metrics, state } = read.data
  const thresholds = Object.entries(metrics).flatMap(([metric, { values, thresholds: limits }]) =>
    Object.entries(limits).map(([limit, { ok }]): Threshold => {
      const name = /^[a-z]+(?:\([\d.]+\))?/.exec(limit)?.[0] ?? ''
      return { metric, limit, held: ok, value: values[name] }
    }),
  )
  if (crossed && thresholds.every(({ held }) => held))
    throw new LoadError('K6_FAILED', { detail: 'k6 says that a threshold was crossed, and its summary that none was.' })
  return {
    tookMs: state.testRunDurationMs,
    thresholds,
    count: (metric) => metrics[metric]?.values.count ?? 0,
    value: (metric, name) => metrics[metric]?.values[name],
  }
}
