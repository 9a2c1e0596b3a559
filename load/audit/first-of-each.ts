/** A few of each kind, so that a thousand of one do not hide the two of another. Pure. */
import { type Discrepancy, type DiscrepancyKind, discrepancyKinds } from './discrepancy.ts'

const order = Object.keys(discrepancyKinds)

/** Lost money first. */
export function byKind<One extends Pick<Discrepancy, 'kind'>>(discrepancies: readonly One[]): readonly One[] {
  return discrepancies.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
}

/** @param most of each kind */
export function firstOfEach<One extends Pick<Discrepancy, 'kind'>>(
  discrepancies: readonly One[],
  most: number,
): readonly One[] {
  const seen = new Map<DiscrepancyKind, number>()
  return discrepancies.filter(({ kind }) => {
    const nth = (seen.get(kind) ?? 0) + 1
    seen.set(kind, nth)
    return nth <= most
  })
}
