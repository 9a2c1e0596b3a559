/**
 * One piece of work a key, however often it is asked for: a double click joins the work that is under way.
 * A piece is taken step after step until nothing is owed. Knows no payment.
 */
import { TillStops } from '../clock.ts'

export type Workbench = {
  /** Takes up what is owed under the key, unless it is being worked on already. */
  start(key: string): void
  /** The same, with the signal of the piece aborted. */
  abort(key: string): void
  /** Resolves when no piece is being worked on any more. */
  idle(): Promise<void>
}

export type Work = {
  owes(key: string): boolean
  /** One step; it must pay the debt off, change it, or reject. */
  step(key: string, signal: AbortSignal): Promise<void>
  /** The debt stays in the book. */
  onTrouble(key: string, error: unknown): void
}

/** Rejects a step that has been overtaken: somebody else changed what is owed. The book is looked at again. */
export class Overtaken extends Error {
  override name = 'Overtaken' as const
}

export function workbench({ owes, step, onTrouble }: Work): Workbench {
  const pieces = new Map<string, { readonly done: Promise<void>; readonly givenUp: AbortController }>()

  async function work(key: string, signal: AbortSignal): Promise<void> {
    try {
      while (owes(key)) await stepOrOvertaken(key, signal)
    } catch (error) {
      if (!(error instanceof TillStops)) onTrouble(key, error)
    } finally {
      // In the same breath as the last look at the debt: one made after it must not find a piece that is over.
      pieces.delete(key)
    }
  }

  async function stepOrOvertaken(key: string, signal: AbortSignal): Promise<void> {
    try {
      await step(key, signal)
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error
    }
  }

  function start(key: string): void {
    if (pieces.has(key)) return
    const givenUp = new AbortController()
    // Begun a moment later, so that it stands on the bench before it can leave it.
    const done = Promise.resolve().then(() => work(key, givenUp.signal))
    pieces.set(key, { done, givenUp })
  }

  return {
    start,
    abort(key) {
      start(key)
      pieces.get(key)?.givenUp.abort()
    },
    async idle() {
      await Promise.all([...pieces.values()].map(({ done }) => done))
    },
  }
}
