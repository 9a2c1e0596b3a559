/**
 * Numbers that grow: what a metric is while nobody looks. A few operations each, as they are counted on the way of every
 * request; rendered by exposition.ts when somebody asks.
 */
export type Labels = Readonly<Record<string, string>>

export type Sample = {
  readonly metricName?: string
  readonly labels: Record<string, string | number>
  readonly value: number
}

export type Metric = {
  readonly name: string
  readonly help: string
  readonly type: 'counter' | 'histogram' | 'gauge'
  samples(): Promise<readonly Sample[]> | readonly Sample[]
}

export type Counter<Label extends string> = Metric & { add(...values: readonly LabelValue<Label>[]): void }
export type Histogram<Label extends string> = Metric & {
  /** @param value in the unit that the name says */
  observe(value: number, ...values: readonly LabelValue<Label>[]): void
}
type LabelValue<_Label> = string

type Description<Label extends string> = {
  readonly name: string
  readonly help: string
  readonly labels: readonly Label[]
}

/** No label of a caller's choosing may make a metric grow without end. */
const seriesMost = 2_000

/** `add` takes the labels' values in the order in which they were named. */
export function counter<Label extends string>({ name, help, labels }: Description<Label>): Counter<Label> {
  const series = emptySeries<{ readonly labels: Labels; value: number }>()
  return {
    ...{ name, help, type: 'counter' },
    add(...values) {
      const one = seriesOf(series, labels, values, (named) => ({ labels: named, value: 0 }))
      if (one !== undefined) one.value += 1
    },
    samples: () => series.all.map(({ labels: named, value }) => ({ labels: named, value })),
  }
}

/** @param bounds the upper bounds of the buckets, rising; one without bound is added */
export function histogram<Label extends string>(
  { name, help, labels }: Description<Label>,
  bounds: readonly number[],
): Histogram<Label> {
  type Series = { readonly labels: Labels; readonly buckets: number[]; sum: number }
  const series = emptySeries<Series>()
  return {
    ...{ name, help, type: 'histogram' },
    observe(value, ...values) {
      const one = seriesOf(series, labels, values, (named) => ({
        ...{ labels: named, buckets: Array<number>(bounds.length + 1).fill(0), sum: 0 },
      }))
      if (one === undefined) return
      let bucket = 0
      while (bucket < bounds.length && value > (bounds[bucket] ?? 0)) bucket += 1
      one.buckets[bucket] = (one.buckets[bucket] ?? 0) + 1
      one.sum += value
    },
    samples: () => series.all.flatMap((one) => histogramSamples(name, bounds, one)),
  }
}

/** By the first label's value, then by the second's, and so on: no key is put together for each that is counted. */
type Branch<Series> = { readonly next: Map<string, Branch<Series>>; series?: Series }
type AllSeries<Series> = { readonly root: Branch<Series>; readonly all: Series[] }

function emptySeries<Series>(): AllSeries<Series> {
  return { root: { next: new Map() }, all: [] }
}

function seriesOf<Series>(
  { root, all }: AllSeries<Series>,
  labels: readonly string[],
  values: readonly string[],
  make: (named: Labels) => Series,
): Series | undefined {
  let branch: Branch<Series> | undefined = root
  for (const value of values) branch = branch?.next.get(value)
  if (branch?.series !== undefined || all.length >= seriesMost) return branch?.series
  const made = make(Object.fromEntries(labels.map((label, nth) => [label, values[nth] ?? ''])))
  grown(root, values).series = made
  all.push(made)
  return made
}

function grown<Series>(root: Branch<Series>, values: readonly string[]): Branch<Series> {
  let branch = root
  for (const value of values) {
    const next = branch.next.get(value) ?? { next: new Map() }
    branch.next.set(value, next)
    branch = next
  }
  return branch
}

function histogramSamples(
  name: string,
  bounds: readonly number[],
  { labels, buckets, sum }: { readonly labels: Labels; readonly buckets: readonly number[]; readonly sum: number },
): readonly Sample[] {
  let count = 0
  const cumulated = buckets.map((inBucket, nth) => {
    count += inBucket
    return { metricName: `${name}_bucket`, labels: { ...labels, le: bounds[nth] ?? '+Inf' }, value: count }
  })
  return [
    ...cumulated,
    { metricName: `${name}_sum`, labels, value: sum },
    { metricName: `${name}_count`, labels, value: count },
  ]
}
