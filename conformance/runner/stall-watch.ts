/**
 * How long the machine let the kit, which has the gateway in it, or the SUT stand still while a case ran: what either of them
 * did late then is no sign of what it wanted.
 */
import type { Clock } from '../../simulator/clock.ts'

export type StallWatch = {
  /** The SUT took so long for an answer that it has at hand. */
  note(ms: number): void
  /** In milliseconds of the wall clock, so far. */
  longest(): number
  end(): void
}

const tickMs = 50

export function watchStalls(clock: Clock): StallWatch {
  let longest = 0
  let due = clock.now() + tickMs
  let cancel = clock.at(due, tick)
  const note = (ms: number) => {
    longest = Math.max(longest, Math.round(ms))
  }
  function tick(): void {
    note(clock.now() - due)
    due = clock.now() + tickMs
    cancel = clock.at(due, tick)
  }
  return {
    note,
    longest: () => longest,
    end: () => cancel(),
  }
}
