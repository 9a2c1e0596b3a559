/** Short ways to put a bad next hop in: its calls, or what is made of them. */
import type { NextHop } from '../../pos/hops/next-hop.ts'
import type { RelayHopParts } from '../../pos/hops/relay-hop-parts.ts'
import type { TerminalApi } from '../../terminal-api/terminal-client.ts'
import type { RelayDefect } from './defect.ts'

/** How the next relay is called, or what is made of its answers. */
export function callMistake(bad: (good: TerminalApi) => Partial<TerminalApi>): RelayDefect['apply'] {
  return (parts) => ({
    ...parts,
    relayHop: (hopParts: RelayHopParts) =>
      parts.relayHop({
        ...hopParts,
        api(payment) {
          const good = hopParts.api(payment)
          return { ...good, ...bad(good) }
        },
      }),
  })
}

export function hopMistake(bad: (good: NextHop) => Partial<NextHop>): RelayDefect['apply'] {
  return (parts) => ({
    ...parts,
    relayHop(hopParts) {
      const good = parts.relayHop(hopParts)
      return { ...good, ...bad(good) }
    },
  })
}

/** Counts up within the process. */
export function counter(): () => number {
  let count = 0
  return () => {
    count += 1
    return count
  }
}
