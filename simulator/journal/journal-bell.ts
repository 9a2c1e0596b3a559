/**
 * Rings whenever a partner's journal has changed, so that whoever waits for an exchange need not ask again and again.
 * Carries no exchange: the listener reads the store, which alone knows.
 */
import type { CommitResult, Store } from '../store/store.ts'
import type { Exchange } from './exchange.ts'

export type JournalBell = {
  /** Whether anybody listens at all. */
  isHeard(): boolean
  ring(partner: string): void
  /** @returns what to call to hear no more */
  listen(partner: string, heard: () => void): () => void
  /** Whose journals are listened to. */
  partners(): readonly string[]
}

/** @param onListen somebody has begun to listen; what was written until it is done rings once. @default nothing is to be done */
export function journalBell(onListen?: (partner: string) => Promise<void>): JournalBell {
  const listeners = new Map<string, Set<() => void>>()
  return {
    partners: () => [...listeners.keys()],
    isHeard: () => listeners.size > 0,
    ring(partner) {
      for (const heard of listeners.get(partner) ?? []) heard()
    },
    listen(partner, heard) {
      const others = listeners.get(partner) ?? new Set()
      listeners.set(partner, others.add(heard))
      // Should it fail, the listener hears of its own simulator only, as it would of a store that is away.
      onListen?.(partner).then(heard, heard)
      return () => {
        others.delete(heard)
        if (others.size === 0 && listeners.get(partner) === others) listeners.delete(partner)
      }
    },
  }
}

/** The same store; each exchange that is written or answered rings. */
export function ringing(store: Store, bell: JournalBell): Store {
  const rungFor = (result: CommitResult, exchange: Exchange | undefined) => {
    if (result === 'committed' && exchange !== undefined) bell.ring(exchange.partner)
    return result
  }
  const rungForAnswer = (closed: Exchange | undefined) => {
    if (closed !== undefined) bell.ring(closed.partner)
    return closed
  }
  return {
    ...store,
    commit(change) {
      const committing = store.commit(change)
      return bell.isHeard() ? committing.then((result) => rungFor(result, change.exchange)) : committing
    },
    closeExchange(id, answer) {
      const closing = store.closeExchange(id, answer)
      return bell.isHeard() ? closing.then((closed) => rungForAnswer(closed)) : closing
    },
  }
}
