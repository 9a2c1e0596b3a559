/** How far apart the charges of double payments are: it tells whose retry it was. Pure. */
import type { Discrepancy } from './discrepancy.ts'

export type GapBucket = {
  /** Milliseconds on the partner's clock; the last one has no end. */
  readonly fromMs: number
  readonly toMs: number | undefined
  /** Whose retry looks like this. */
  readonly whose: string
  readonly count: number
}

/** @param answerTimeoutMs how long the system under test waits for an answer, unscaled */
export function gapHistogram(
  discrepancies: readonly Discrepancy[],
  { answerTimeoutMs }: { readonly answerTimeoutMs: number },
): readonly GapBucket[] {
  const gaps = discrepancies.flatMap(({ gapMs }) => (gapMs === undefined ? [] : [gapMs]))
  const bounds = [
    { toMs: Math.min(1_000, answerTimeoutMs * 0.6), whose: 'an HTTP library or a proxy that repeats at once' },
    { toMs: answerTimeoutMs * 0.6, whose: 'two tills or two workers, or a double click' },
    { toMs: answerTimeoutMs * 1.7, whose: "the system's own retry, when its answer timeout is over" },
    { toMs: Math.max(60_000, answerTimeoutMs * 2), whose: 'a loop that starts again, or a cashier who scans again' },
    { toMs: undefined, whose: 'a job that comes later, or a person who went through the list' },
  ]
  return bounds.map(({ toMs, whose }, index) => {
    const fromMs = bounds[index - 1]?.toMs ?? 0
    return { fromMs, toMs, whose, count: gaps.filter((gap) => gap >= fromMs && gap < (toMs ?? Infinity)).length }
  })
}
