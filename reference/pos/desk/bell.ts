/** Tells whoever waits for a payment or a refund that it has moved. Knows nothing of either. */
import type { Clock } from '../../client/index.ts'

export type Bell = {
  ring(key: string): void
  /** Rings for everybody, and lets nobody wait any more. */
  close(): void
  /** Resolves when it rings for the key or the signal aborts, after `ms` at the latest. */
  wait(key: string, ms: number, signal?: AbortSignal): Promise<void>
}

export function openBell(clock: Clock): Bell {
  const waiting = new Map<string, Set<AbortController>>()
  let closed = false
  const wake = (sleepers: Iterable<AbortController> = []) => {
    for (const sleeper of sleepers) sleeper.abort()
  }
  return {
    ring: (key) => wake(waiting.get(key)),
    close() {
      closed = true
      for (const sleepers of waiting.values()) wake(sleepers)
    },
    async wait(key, ms, signal) {
      if (closed) return
      const sleeper = new AbortController()
      const sleepers = waiting.get(key) ?? new Set()
      waiting.set(key, sleepers.add(sleeper))
      await clock.sleep(ms, signal === undefined ? sleeper.signal : AbortSignal.any([signal, sleeper.signal]))
      sleepers.delete(sleeper)
      if (sleepers.size === 0) waiting.delete(key)
    },
  }
}
