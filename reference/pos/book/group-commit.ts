/**
 * One commit for all that is to be written in one turn of the event loop: a commit waits for the disk, and a queue of tills
 * need not wait for it one after the other. Each work is kept or lost by itself. Source: performance.md (5).
 */
import type { DatabaseSync } from 'node:sqlite'

export type GroupCommit = {
  /** @throws (rejects) what the work throws, or the error of the commit */
  add<Result>(work: () => Result): Promise<Result>
  /** Resolves when everything added so far is decided. */
  drained(): Promise<void>
}

type Waiting = { readonly run: () => void; readonly keep: () => void; readonly lose: (error: unknown) => void }

export function groupCommit(database: DatabaseSync): GroupCommit {
  let waiting: Waiting[] = []
  let round: Promise<void> | undefined

  function commitAll(): void {
    const group = waiting
    waiting = []
    round = undefined
    const kept: Waiting[] = []
    try {
      database.exec('BEGIN IMMEDIATE')
      for (const one of group) if (didRun(one)) kept.push(one)
      database.exec('COMMIT')
      for (const one of kept) one.keep()
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK')
      for (const one of group) one.lose(error)
    }
  }

  /** A work that throws is undone alone; the others of the group know nothing of it. */
  function didRun(one: Waiting): boolean {
    database.exec('SAVEPOINT work')
    try {
      one.run()
      return true
    } catch (error) {
      database.exec('ROLLBACK TO work')
      one.lose(error)
      return false
    } finally {
      database.exec('RELEASE work')
    }
  }

  return {
    add: (work) =>
      new Promise((resolve, reject) => {
        let result: ReturnType<typeof work>
        waiting.push({
          run: () => {
            result = work()
          },
          keep: () => resolve(result),
          lose: reject,
        })
        round ??= new Promise((done) =>
          setImmediate(() => {
            commitAll()
            done()
          }),
        )
      }),
    drained: async () => {
      await round
    },
  }
}
