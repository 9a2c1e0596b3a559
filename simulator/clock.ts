/**
 * Time, handed in: the machine's own, or one that stands still until it is advanced.
 * The only file of the simulator that reads the machine's clock.
 */
import type { Instant } from '../protocol/beijing-time.ts'

export type Cancel = () => void

export type Clock = {
  /** Milliseconds since 1970. */
  now(): Instant
  /** Calls `run` once the instant is reached; at once (but never synchronously) when it has passed. */
  at(instant: Instant, run: () => void): Cancel
}

/** Milliseconds that only ever grow, for durations; has nothing to do with the date. */
export type Stopwatch = () => number

export const realStopwatch: Stopwatch = () => performance.now()

/** `setTimeout` counts in 31 bits of milliseconds: longer waits are taken in steps. */
const longestTimerMs = 2 ** 31 - 1

export const realClock: Clock = {
  now: () => Date.now(),
  at(instant, run) {
    let timer: NodeJS.Timeout
    const arm = () => {
      const wait = Math.max(0, instant - Date.now())
      timer = setTimeout(wait > longestTimerMs ? arm : run, Math.min(wait, longestTimerMs))
    }
    arm()
    return () => clearTimeout(timer)
  },
}

/** Resolves when `delayMs` have passed on the clock. */
export function sleep(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => clock.at(clock.now() + delayMs, resolve))
}

export type VirtualClock = Clock & {
  /**
   * Moves to the instant, stopping at each timer on the way, in order; `settle` is awaited after each stop, so that
   * what a timer started may set further timers inside the span.
   */
  advanceTo(instant: Instant, settle: () => Promise<void>): Promise<void>
}

export function virtualClock(start: Instant): VirtualClock {
  let now = start
  let waiting: { instant: Instant; run: () => void }[] = []
  const nextDue = (limit: Instant) => {
    let next: (typeof waiting)[number] | undefined
    for (const timer of waiting) if (timer.instant <= limit && timer.instant < (next?.instant ?? Infinity)) next = timer
    return next
  }
  return {
    now: () => now,
    at(instant, run) {
      const timer = { instant: Math.max(instant, now), run }
      waiting.push(timer)
      return () => {
        waiting = waiting.filter((other) => other !== timer)
      }
    },
    async advanceTo(instant, settle) {
      await settle()
      for (let due = nextDue(instant); due !== undefined; due = nextDue(instant)) {
        const { instant: reached, run } = due
        now = Math.max(now, reached)
        waiting = waiting.filter((other) => other !== due)
        run()
        await settle()
      }
      now = Math.max(now, instant)
    },
  }
}
