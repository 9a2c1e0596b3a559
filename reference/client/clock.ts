/**
 * Time and chance as the client uses them, handed in; and the machine's own.
 * The only file of the client that reads either.
 */
import type { Instant } from '../../protocol/beijing-time.ts'

export type Clock = {
  /** Milliseconds since 1970. */
  now(): Instant
  /**
   * Resolves when that many milliseconds have passed, or as soon as the signal aborts: the caller looks which.
   * A clock may reject to stop whoever waits on it (a process that shuts down); the loops let that through.
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** A fraction in [0, 1). */
export type Random = () => number

/** `setTimeout` counts in 31 bits of milliseconds and fires at once beyond them. */
const longestTimerMs = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) return resolve()
      const wake = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', wake)
        resolve()
      }
      const timer = setTimeout(wake, Math.min(ms, longestTimerMs))
      signal?.addEventListener('abort', wake)
    }),
}

export const systemRandom: Random = () => Math.random()
