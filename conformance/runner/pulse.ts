/**
 * How long the gateway's side takes for a question that costs nothing, asked again and again through a run: a machine that has
 * no time for it has none for the SUT's calls either.
 */
import type { Clock } from '../../simulator/clock.ts'

export type Pulse = {
  /** The longest answer that ended since then, or is still awaited, in milliseconds of the wall clock. */
  longestSince(instant: number): number
  stop(): void
}

const everyMs = 100
const keptMost = 10_000

export function startPulse(clock: Clock, ask: () => Promise<unknown>): Pulse {
  const beats: { readonly endedAt: number; readonly ms: number }[] = []
  let askedAt: number | undefined
  let cancel = clock.at(clock.now(), beat)
  let stopped = false
  function beat(): void {
    const began = clock.now()
    askedAt = began
    const end = () => {
      askedAt = undefined
      beats.push({ endedAt: clock.now(), ms: clock.now() - began })
      if (beats.length > keptMost) beats.splice(0, keptMost / 2)
      if (!stopped) cancel = clock.at(clock.now() + everyMs, beat)
    }
    // That it is refused or unreachable is told by those who need it.
    ask().then(end, end)
  }
  return {
    longestSince(instant) {
      const open = askedAt === undefined ? 0 : clock.now() - askedAt
      return beats.reduce((longest, { endedAt, ms }) => (endedAt >= instant ? Math.max(longest, ms) : longest), open)
    },
    stop() {
      stopped = true
      cancel()
    },
  }
}
