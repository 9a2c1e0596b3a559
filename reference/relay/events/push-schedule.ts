/**
 * When a push that was not acknowledged is sent again: at growing intervals for about a day, as Alipay does it; then it is
 * dead, and lies where the merchant can see it. Pure. Source: flows.md §5 (the figures are ours: a till wants to know sooner).
 */

const second = 1_000
const minute = 60 * second
const hour = 60 * minute

/** From one send to the next, in milliseconds. */
const pushPausesMs: readonly number[] = [
  5 * second,
  30 * second,
  2 * minute,
  10 * minute,
  30 * minute,
  hour,
  2 * hour,
  6 * hour,
  15 * hour,
]

/** In milliseconds, not scaled; undefined after the last. @param attempts how often it was sent */
export function pauseAfterPush(attempts: number): number | undefined {
  return pushPausesMs[attempts - 1]
}
