/** The middle of a list of numbers: what a noisy machine leaves of a measurement. Pure. */

/** @throws RangeError on an empty list */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const upper = sorted[sorted.length >> 1]
  const lower = sorted[(sorted.length - 1) >> 1]
  if (upper === undefined || lower === undefined) throw new RangeError('no measurement was taken')
  return (upper + lower) / 2
}
