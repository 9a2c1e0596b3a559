/** The run over time: how much was begun and decided a second, and how long results took, slice by slice. Pure. */

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
  /** Of the journeys that were begun in it, in milliseconds; undefined where none came to a result. */
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
  const wholeS = (end - begin) / 1_000
  // The last slice is as long as what is left, from half to one and a half of the others.
  const count = Math.max(1, Math.round(wholeS / sliceS))
  const lastS = Math.max(wholeS - (count - 1) * sliceS, sliceS / 2)
  const slices = Array.from({ length: count }, () => ({ begun: 0, decided: 0, ms: [] as number[] }))
  const sliceAt = (instant: number) => slices[Math.min(Math.floor((instant - begin) / 1_000 / sliceS), count - 1)]
  for (const { at, until, told, ms } of events) {
    const [first, last] = [sliceAt(at), sliceAt(until)]
    if (first !== undefined) first.begun += 1
    if (last !== undefined && told !== 'undecided') last.decided += 1
    // By its begin: behind the load only the slow ones would be left.
    if (ms !== undefined) first?.ms.push(ms)
  }
  return {
    sliceS,
    slices: slices.map(({ begun, decided, ms }, index) => {
      const sorted = ms.toSorted((a, b) => a - b)
      const lengthS = index === count - 1 ? lastS : sliceS
      return {
        fromS: index * sliceS,
        begunPerS: begun / lengthS,
        decidedPerS: decided / lengthS,
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
