/**
 * Waiting on the wire: latency and faults take the machine's own time, even when a partner's clock stands still, for
 * somebody really waits at the other end of the socket. A simulator that stops keeps nobody waiting: every wait ends at once,
 * so that what was under way is executed, answered and written down before the store closes.
 */
import { type Clock, realClock } from './clock.ts'

/** Resolves after that many milliseconds; at once for 0. */
export type Pause = (delayMs: number) => Promise<void>

export type Pauses = {
  readonly pause: Pause
  /** Ends every wait, those that begin from now on too. */
  end(): void
}

/** A scale of 10 makes every wait a tenth. */
export function scaledPauses(timeScale: number, clock: Clock = realClock): Pauses {
  const waiting = new Set<() => void>()
  let ended = false
  return {
    pause(delayMs) {
      if (delayMs <= 0 || ended) return Promise.resolve()
      return new Promise((resolve) => {
        const wake = () => {
          cancel()
          waiting.delete(wake)
          resolve()
        }
        const cancel = clock.at(clock.now() + delayMs / timeScale, wake)
        waiting.add(wake)
      })
    },
    end() {
      ended = true
      for (const wake of [...waiting]) wake()
    },
  }
}
