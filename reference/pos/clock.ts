/**
 * A clock that can be stopped: then whoever sleeps on it is woken by an error, which ends the loops of the client between
 * two steps. What they were about has been written down. Source: client/clock.ts.
 */
import type { Clock } from '../client/index.ts'

/** The till is being stopped: no loop goes on. */
export class TillStops extends Error {
  override name = 'TillStops' as const
}

export type StoppableClock = Clock & { stop(): void }

export function stoppableClock(clock: Clock): StoppableClock {
  const stopped = new AbortController()
  const refuse = () => {
    if (stopped.signal.aborted) throw new TillStops('the till stops')
  }
  return {
    now: () => clock.now(),
    async sleep(ms, signal) {
      refuse()
      await clock.sleep(ms, signal === undefined ? stopped.signal : AbortSignal.any([signal, stopped.signal]))
      refuse()
    },
    stop: () => stopped.abort(),
  }
}
