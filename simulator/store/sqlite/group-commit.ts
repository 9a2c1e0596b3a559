/**
 * Group commit: what arrives within one turn of the event loop shares one transaction and one wait for the disk, and nobody is
 * told before it is over. Knows no tables. Source: performance.md (5).
 */
import type { DatabaseSync } from 'node:sqlite'

export type GroupCommit = {
  /** Runs `write` in the next transaction; resolves to what it gives once that is on the disk. Rejects when nothing of it is. */
  join<Result>(write: () => Result): Promise<Result>
  /** There is something that rides along with the next transaction, and may wait for one a little while. */
  hurryAlong(): void
  /** Commits what is waiting, and takes nothing more. */
  close(): void
}

export type GroupCommitParts = {
  /** Writes what rides along: the first in each transaction. */
  readonly rideAlong: () => void
  /** After the last of a transaction, still within it. */
  readonly wind: () => void
  /** Called outside: it is on the disk, or nothing of it is. */
  readonly done: (committed: boolean) => void
  /** What those are told whose work is lost. */
  readonly told: (error: unknown) => unknown
  /** What rode along alone could not be written: nobody else is there to be told. */
  readonly onError: (error: unknown) => void
}

type Work = {
  readonly write: () => unknown
  readonly resolve: (result: unknown) => void
  readonly reject: (error: unknown) => void
}

/** How long what rides along waits for company. */
const lingerMs = 50

export function groupCommit(
  database: DatabaseSync,
  { rideAlong, wind, done, told, onError }: GroupCommitParts,
): GroupCommit {
  const begin = database.prepare('BEGIN IMMEDIATE')
  const end = database.prepare('COMMIT')
  let waiting: Work[] = []
  let soon: NodeJS.Immediate | undefined
  let later: NodeJS.Timeout | undefined
  let isClosed = false

  const flush = () => {
    clearImmediate(soon)
    clearTimeout(later)
    soon = undefined
    later = undefined
    const works = waiting
    waiting = []
    try {
      const results = commitAll(works)
      done(true)
      for (const [i, { resolve }] of works.entries()) resolve(results[i])
    } catch (thrown) {
      if (database.isTransaction) database.exec('ROLLBACK')
      done(false)
      const error = told(thrown)
      for (const { reject } of works) reject(error)
      if (works.length === 0) onError(error)
    }
  }

  const commitAll = (works: readonly Work[]): readonly unknown[] => {
    begin.run()
    rideAlong()
    const results = works.map(({ write }) => write())
    wind()
    end.run()
    return results
  }

  return {
    join: <Result>(write: () => Result) =>
      new Promise<Result>((resolve, reject) => {
        if (isClosed) return reject(new Error('the store is closed'))
        waiting.push({ write, resolve: resolve as (result: unknown) => void, reject })
        soon ??= setImmediate(flush)
      }),
    hurryAlong() {
      if (!isClosed) later ??= setTimeout(flush, lingerMs).unref()
    },
    close() {
      isClosed = true
      flush()
    },
  }
}
