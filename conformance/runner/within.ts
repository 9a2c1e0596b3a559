/** Waiting for something, but not for ever. */
import type { Clock } from '../../simulator/clock.ts'

/** Resolves when it is done, or failed, or the time is over; leaves no timer behind that would keep the process alive. */
export function within(clock: Clock, work: Promise<unknown>, mostMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.at(clock.now() + mostMs, resolve)
    const end = () => {
      cancel()
      resolve()
    }
    work.then(end, end)
  })
}
