/** The run over time: how much was begun and decided a second, and how long results took, in slices of equal length. Pure. */

export type TimelineEvent = {
  readonly at: number
  readonly until: number
  readonly told: string
  readonly ms?: number
}

export type Slice = {
  /** From the first journey on, in seconds. */
  readonly fromS: number
  readonly begunPerS: number
  readonly decidedPerS: number
  /** Of the results that became known in it, in milliseconds; undefined where there were none. */
  readonly p50: number | undefined
  readonly p95: number | undefined
  readonly p99: number | undefined
}

export type Timeline = { readonly sliceS: number; readonly slices: readonly Slice[] }

const slicesMost = 120

export function timelineOf(events: readonly TimelineEvent[]): Timeline {
  const begin = events.reduce((least, { at }) => Math.min(least, at), Infinity)
  const end = events.reduce((most, { until }) => Math.max(most, until), begin)
  if (!Number.isFinite(begin)) return { sliceS: 1, slices: [] }
  const sliceS = Math.max(1, Math.ceil((end - begin) / 1_000 / slicesMost))
  const count = Math.floor((end - begin) / 1_000 / sliceS) + 1
  const slices = Array.from({ length: count }, () => ({ begun: 0, decided: 0, ms: [] as number[] }))
  const sliceAt = (instant: number) => slices[Math.floor((instant - begin) / 1_000 / sliceS)]
  for (const { at, until, told, ms } of events) {
    const [first, last] = [sliceAt(at), sliceAt(until)]
    if (first !== undefined) first.begun += 1
    if (last !== undefined && told !== 'undecided') last.decided += 1
    if (ms !== undefined) sliceAt(Math.min(at + ms, end))?.ms.push(ms)
  }
  return {
    sliceS,
    slices: slices.map(({ begun, decided, ms }, index) => {
      const sorted = ms.toSorted((a, b) => a - b)
      return {
        fromS: index * sliceS,
        begunPerS: begun / sliceS,
        decidedPerS: decided / sliceS,
        p50: quantile(sorted, 0.5),
        p95: quantile(sorted, 0.95),
        p99: quantile(sorted, 0.99),
      }
    }),
  }
}

/** The value that a share of all are not above; undefined of none. */
export function quantile(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]
}
