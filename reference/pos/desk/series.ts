/**
 * How a series of steps goes on that a crash interrupted: no sooner after the last step, and no more often, than if nothing
 * had happened. Pure. Source: flows.md §1; cancel.md §6; query.md §5.
 */
import type { Instant } from '../../../protocol/beijing-time.ts'
import type { Timings } from '../../client/index.ts'
import type { StepRecord } from '../book/records.ts'

/** Steps sent so far, oldest first. */
type Sent = readonly StepRecord[]

/** Milliseconds until the first step of the rest may be sent. @param timings resolved ones, scaled */
export function pauseBeforeRest(
  sent: Sent,
  next: 'query' | 'cancel' | 'refund',
  { timings, now }: { timings: Timings; now: Instant },
): number {
  const last = sent.at(-1)
  if (last === undefined) return 0
  const pause = pauses[next](last.step, timings)
  // Never longer than asked for, even when somebody set the machine's clock back meanwhile.
  return Math.max(0, Math.min(pause, last.at + pause - now))
}

const pauses = {
  query: (last: string, { firstQueryMs, queryIntervalMs }: Timings) =>
    last === 'pay' ? firstQueryMs : queryIntervalMs,
  cancel: (last: string, { cancelIntervalMs }: Timings) => (last === 'cancel' ? cancelIntervalMs : 0),
  refund: (_: string, { refundIntervalMs }: Timings) => refundIntervalMs,
}

/** The timings with what is left of their counts: at least one of each, or nothing would ever be found out. */
export function restOf(sent: Sent, timings: Timings): Partial<Timings> {
  const left = (most: number, step: string) => Math.max(1, most - sent.filter((one) => one.step === step).length)
  return {
    ...timings,
    queriesMax: left(timings.queriesMax, 'query'),
    cancelsMax: left(timings.cancelsMax, 'cancel'),
    refundsMax: left(timings.refundsMax, 'refund'),
  }
}
