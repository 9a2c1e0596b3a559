/**
 * Lets a held pay know that the cancel of its id has been executed: the request that "arrives only after the cancel did".
 * Knows this process only.
 */
import type { Pause } from '../pause.ts'
import { isBlocked, type Store } from '../store/store.ts'

export type CancelBell = {
  ring(partner: string, partnerTransId: string): void
  /** Resolves when it rings for the id, or when `patience` is at its end. */
  heard(partner: string, partnerTransId: string, patience: Promise<void>): Promise<void>
}

export function cancelBell(): CancelBell {
  const waiting = new Map<string, Set<() => void>>()
  const nameOf = (partner: string, partnerTransId: string) => `${partner}/${partnerTransId}`
  return {
    ring(partner, partnerTransId) {
      const name = nameOf(partner, partnerTransId)
      const listeners = waiting.get(name)
      waiting.delete(name)
      for (const wake of listeners ?? []) wake()
    },
    async heard(partner, partnerTransId, patience) {
      const name = nameOf(partner, partnerTransId)
      const { promise: rung, resolve: wake } = Promise.withResolvers<void>()
      const listeners = waiting.get(name) ?? new Set()
      waiting.set(name, listeners.add(wake))
      await Promise.race([rung, patience])
      listeners.delete(wake)
      if (listeners.size === 0 && waiting.get(name) === listeners) waiting.delete(name)
    },
  }
}

export type WaitingParts = { readonly store: Store; readonly bell: CancelBell; readonly pause: Pause }

/** Resolves when the id has been cancelled, at once when it was before, and in any case after `mostMs`. */
export async function untilCancelled(
  { store, bell, pause }: WaitingParts,
  partner: string,
  partnerTransId: string,
  mostMs: number,
): Promise<void> {
  // Heard from now on: the cancel may be executed while the store is asked.
  const heard = bell.heard(partner, partnerTransId, pause(mostMs))
  const held = await store.trade(partner, { partnerTransId })
  const isOver = held !== undefined && (isBlocked(held) || held.state.name === 'TRADE_CLOSED')
  if (!isOver) await heard
}
