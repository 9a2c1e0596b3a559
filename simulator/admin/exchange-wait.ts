/**
 * Waits until so many exchanges of a partner match. Asks the store whenever the journal rings, never in between.
 */
import type { Exchange } from '../journal/exchange.ts'
import type { AdminParts } from './admin-parts.ts'

export type Waited = {
  readonly end: 'came' | 'timeout' | 'stopping' | 'hung up'
  /** Those that match by then. */
  readonly exchanges: readonly Exchange[]
}

export type Waiting = {
  readonly pid: string
  readonly count: number
  readonly timeoutMs: number
  readonly hungUp: AbortSignal
}

export async function waitForExchanges(
  { journalBell, wallClock, stopping }: Pick<AdminParts, 'journalBell' | 'wallClock' | 'stopping'>,
  select: () => Promise<readonly Exchange[]>,
  { pid, count, timeoutMs, hungUp }: Waiting,
): Promise<Waited> {
  let wake: () => void = () => undefined
  let rung = true
  let end: Waited['end'] | undefined
  const ring = () => {
    rung = true
    wake()
  }
  const over = (reason: Waited['end']) => () => {
    end ??= reason
    wake()
  }
  const [hangUp, stop] = [over('hung up'), over('stopping')]
  if (hungUp.aborted) hangUp()
  if (stopping.aborted) stop()
  hungUp.addEventListener('abort', hangUp)
  stopping.addEventListener('abort', stop)
  const deafen = journalBell.listen(pid, ring)
  const disarm = wallClock.at(wallClock.now() + timeoutMs, over('timeout'))
  try {
    for (;;) {
      // Cleared before asking: what is written while the store answers rings once more.
      rung = false
      const exchanges = await select()
      if (exchanges.length >= count) return { end: 'came', exchanges }
      if (end !== undefined) return { end, exchanges }
      await new Promise<void>((resolve) => {
        wake = resolve
        if (end !== undefined || rung) resolve()
      })
    }
  } finally {
    deafen()
    disarm()
    hungUp.removeEventListener('abort', hangUp)
    stopping.removeEventListener('abort', stop)
  }
}
