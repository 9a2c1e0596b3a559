/**
 * Clears away the books of partners that were reset, a piece at a time, so that nobody's payment waits for it.
 */
import type { DatabaseSync } from 'node:sqlite'
import { bookNumbered } from './books.ts'

const rowsAtOnce = 500

export type Purge = {
  /** One piece, within a transaction; false when there is nothing left. */
  step(): boolean
}

export function openPurge(database: DatabaseSync): Purge {
  const retired = database.prepare('SELECT id FROM book WHERE current = 0 LIMIT 1')
  const forget = database.prepare('DELETE FROM book WHERE id = ?')
  const inRange = (['trade', 'event', 'notification'] as const).map((table) =>
    database.prepare(
      `DELETE FROM ${table} WHERE id IN (SELECT id FROM ${table} WHERE id BETWEEN ? AND ? LIMIT ${rowsAtOnce})`,
    ),
  )
  const ofBook = (table: string, key: string) =>
    database.prepare(
      `DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM ${table} WHERE book = ? LIMIT ${rowsAtOnce})`,
    )
  const answers = database.prepare(
    `DELETE FROM answer WHERE id IN (SELECT id FROM exchange WHERE book = ? LIMIT ${rowsAtOnce})`,
  )
  const others = [
    ofBook('exchange', 'id'),
    ofBook('task', 'id'),
    ofBook('claim', 'book, kind, name'),
    ofBook('count', 'book, name'),
  ]
  return {
    step() {
      const row = retired.get()
      if (row === undefined) return false
      const id = Number(row.id)
      const { first, last } = bookNumbered(id)
      // The answers first: which they are is known by their exchanges.
      answers.run(id)
      const gone = [...inRange.map((some) => some.run(first, last)), ...others.map((some) => some.run(id))]
      if (gone.every(({ changes }) => Number(changes) === 0)) forget.run(id)
      return true
    },
  }
}
