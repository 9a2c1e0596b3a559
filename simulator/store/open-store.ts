/**
 * The store that a simulator is started with: a Redis, a file's, or the one that forgets. What only one of them needs is loaded
 * for that one.
 */
import { realClock } from '../clock.ts'
import { freshSeed } from '../random.ts'
import { memoryStore } from './memory-store.ts'
import type { Store } from './store.ts'

export type StoreOptions = {
  /** One that is open already. */
  readonly store?: Store
  /** A file, or the address of a Redis. @default none: memory */
  readonly state?: string
  /** @default 10_000 */
  readonly journalSize?: number
  /** @default for ever */
  readonly journalAgeMs?: number
  readonly onError?: (error: unknown) => void
}

/**
 * @throws SimulatorError STATE_IN_USE, STATE_NEWER, STATE_UNREADABLE, STATE_UNWRITABLE; of a Redis STATE_ADDRESS,
 *   STATE_UNREACHABLE, STATE_NOT_LET_IN, STATE_TOO_OLD, STATE_EVICTS, STATE_NEWER
 */
export async function openStore({ store, state, journalSize, journalAgeMs, onError }: StoreOptions): Promise<Store> {
  if (store !== undefined) return store
  const size = journalSize === undefined ? {} : { journalSize }
  if (state === undefined) return memoryStore(size)
  const options = {
    now: realClock.now,
    ...size,
    ...(journalAgeMs !== undefined && { journalAgeMs }),
    ...(onError !== undefined && { onError }),
  }
  if (isRedisUrl(state)) {
    const { redisStore } = await import('./redis/redis-store.ts')
    return redisStore({ url: state, simulator: freshSeed() + freshSeed(), ...options })
  }
  const { sqliteStore } = await import('./sqlite/sqlite-store.ts')
  return sqliteStore({ path: state, ...options })
}

/** What names a Redis, and no file. */
export function isRedisUrl(state: string): boolean {
  return /^rediss?:/i.test(state)
}
