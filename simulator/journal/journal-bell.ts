/**
 * Rings whenever a partner's journal has changed, so that whoever waits for an exchange need not ask again and again.
 * Carries no exchange: the listener reads the store, which alone knows.
 */
import type { Store } from '../store/store.ts'

export type JournalBell = {
  ring(partner: string): void
  /** @returns what to call to hear no more */
  listen(partner: string, heard: () => void): () => void
}

export function journalBell(): JournalBell {
  const listeners = new Map<string, Set<() => void>>()
  return {
    ring(partner) {
      for (const heard of listeners.get(partner) ?? []) heard()
    },
    listen(partner, heard) {
      const others = listeners.get(partner) ?? new Set()
      listeners.set(partner, others.add(heard))
      return () => {
        others.delete(heard)
        if (others.size === 0 && listeners.get(partner) === others) listeners.delete(partner)
      }
    },
  }
}

/** The same store; each exchange that is written or answered rings. */
export function ringing(store: Store, bell: JournalBell): Store {
  return {
    ...store,
    async commit(change) {
      const result = await store.commit(change)
      if (result === 'committed' && change.exchange !== undefined) bell.ring(change.exchange.partner)
      return result
    },
    async closeExchange(id, answer) {
      const closed = await store.closeExchange(id, answer)
      if (closed !== undefined) bell.ring(closed.partner)
      return closed
    },
  }
}
