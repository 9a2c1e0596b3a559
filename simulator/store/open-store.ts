/**
 * The store that a simulator is started with: a file's, or the one that forgets. What only a file needs is loaded for a file.
 */
import { realClock } from '../clock.ts'
import { memoryStore } from './memory-store.ts'
import type { Store } from './store.ts'

export type StoreOptions = {
  /** One that is open already. */
  readonly store?: Store
  /** A file. @default none: memory */
  readonly state?: string
  /** @default 10_000 */
  readonly journalSize?: number
  /** @default for ever */
  readonly journalAgeMs?: number
  readonly onError?: (error: unknown) => void
}

/** @throws SimulatorError STATE_IN_USE, STATE_NEWER, STATE_UNREADABLE, STATE_UNWRITABLE */
export async function openStore({ store, state, journalSize, journalAgeMs, onError }: StoreOptions): Promise<Store> {
  if (store !== undefined) return store
  const size = journalSize === undefined ? {} : { journalSize }
  if (state === undefined) return memoryStore(size)
  const { sqliteStore } = await import('./sqlite/sqlite-store.ts')
  return sqliteStore({
    path: state,
    now: realClock.now,
    ...size,
    ...(journalAgeMs !== undefined && { journalAgeMs }),
    ...(onError !== undefined && { onError }),
  })
}
