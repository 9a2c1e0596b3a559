/**
 * Which rows are whose: a partner's book by its number, and the numbers of the rows in it. A reset gives a partner a new book,
 * whatever the size of the old one, which is then cleared away piece by piece.
 */
import type { DatabaseSync } from 'node:sqlite'

export type Book = {
  readonly id: number
  /** The numbers of its rows lie between. */
  readonly first: number
  readonly last: number
}

type Counted = 'trade' | 'event' | 'notification'

export type Books = {
  /** Undefined when nothing of the partner is kept. */
  find(partner: string): Book | undefined
  /** Within a transaction only. */
  findOrMake(partner: string): Book
  /** The number of the newest row of the book; its first, when there is none. */
  newest(book: Book, table: Counted): number
  /** A number for the next row of the book. */
  next(book: Book, table: Counted): number
  /** The partner has no book from now on. Within a transaction only. */
  drop(partner: string): void
  /** What was believed of the file may not have come to be. */
  rolledBack(): void
}

/** Room for 4 billion rows a book, and for 2 million books. */
const rowsMost = 2 ** 32

/** In SQL: the book of a row, by the row's number. */
export const bookOfRow = `id / ${rowsMost}`

export function bookNumbered(id: number): Book {
  return { id, first: id * rowsMost, last: (id + 1) * rowsMost - 1 }
}

export function openBooks(database: DatabaseSync): Books {
  const select = database.prepare('SELECT id FROM book WHERE partner = ? AND current = 1')
  const insert = database.prepare('INSERT INTO book (partner, current) VALUES (?, 1)')
  const retire = database.prepare('UPDATE book SET current = 0 WHERE partner = ? AND current = 1')
  const newestIn = (table: Counted) => database.prepare(`SELECT max(id) AS id FROM ${table} WHERE id BETWEEN ? AND ?`)
  const newestRow = { trade: newestIn('trade'), event: newestIn('event'), notification: newestIn('notification') }
  const known = new Map<string, Book>()
  const counters: Record<Counted, Map<number, number>> = { trade: new Map(), event: new Map(), notification: new Map() }

  const remember = (partner: string, id: number): Book => {
    const book = bookNumbered(id)
    known.set(partner, book)
    return book
  }
  const find = (partner: string): Book | undefined => {
    const book = known.get(partner)
    if (book !== undefined) return book
    const row = select.get(partner)
    return row === undefined ? undefined : remember(partner, Number(row.id))
  }
  const newest = (book: Book, table: Counted): number => {
    const counted = counters[table].get(book.id)
    if (counted !== undefined) return counted
    const found = Number(newestRow[table].get(book.first, book.last)?.id ?? book.first)
    counters[table].set(book.id, found)
    return found
  }
  return {
    find,
    findOrMake: (partner) => find(partner) ?? remember(partner, Number(insert.run(partner).lastInsertRowid)),
    newest,
    next(book, table) {
      const number = newest(book, table) + 1
      counters[table].set(book.id, number)
      return number
    },
    drop(partner) {
      const book = find(partner)
      retire.run(partner)
      known.delete(partner)
      // Once it is cleared away its number may be given again, to a book without rows.
      if (book !== undefined) for (const counter of Object.values(counters)) counter.delete(book.id)
    },
    rolledBack() {
      known.clear()
      for (const counter of Object.values(counters)) counter.clear()
    },
  }
}
