/**
 * A clock that stands still between sleeps and jumps to their ends: hours of waiting in no time. Not published.
 */
import type { Clock } from '../clock.ts'

export type ManualClock = Clock & {
  /** Lets time pass, as an exchange does. */
  pass(ms: number): void
  /** Called when a sleep would reach this instant; it happens on the way. */
  at(instant: number, run: () => void): void
}

export function manualClock(start = 0): ManualClock {
  let now = start
  let planned: { instant: number; run: () => void }[] = []
  const reach = (instant: number, isStopped = () => false) => {
    for (const plan of planned.toSorted((a, b) => a.instant - b.instant)) {
      if (plan.instant > instant) break
      planned = planned.filter((other) => other !== plan)
      now = Math.max(now, plan.instant)
      plan.run()
      if (isStopped()) return
    }
    now = instant
  }
  return {
    now: () => now,
    pass: (ms) => reach(now + ms),
    at: (instant, run) => planned.push({ instant, run }),
    async sleep(ms, signal) {
      if (signal?.aborted !== true) reach(now + ms, () => signal?.aborted === true)
    },
  }
}
