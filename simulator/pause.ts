/**
 * Waiting on the wire: latency and faults take the machine's own time, even when a partner's clock stands still, for
 * somebody really waits at the other end of the socket.
 */
import { realClock, sleep } from './clock.ts'

/** Resolves after that many milliseconds; at once for 0. */
export type Pause = (delayMs: number) => Promise<void>

/** A scale of 10 makes every wait a tenth. */
export function scaledPause(timeScale: number): Pause {
  return (delayMs) => (delayMs <= 0 ? Promise.resolve() : sleep(realClock, delayMs / timeScale))
}
