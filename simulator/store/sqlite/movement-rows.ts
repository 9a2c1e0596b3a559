/** What each commit did to the buyer of its trade, oldest first: what a wallet is brought up to date with. */
import type { DatabaseSync } from 'node:sqlite'
import type { Trade } from '../../ledger/trade.ts'
import type { KeptMovement } from '../store.ts'
import type { Book } from './books.ts'

export type MovementRows = {
  /** Those whose number is higher. */
  after(book: Book, number: number): KeptMovement[]
}

export function openMovementRows(database: DatabaseSync): MovementRows {
  const select = database.prepare(
    `SELECT event.id, event.version, event.state, taken, given_back, data
     FROM event JOIN trade ON trade.id = event.trade WHERE event.id > ? AND event.id <= ? ORDER BY event.id`,
  )
  return {
    after: (book, number) =>
      select.all(book.first + number, book.last).map((row) => ({
        number: Number(row.id) - book.first,
        version: Number(row.version),
        state: row.state as KeptMovement['state'],
        taken: Number(row.taken),
        givenBack: Number(row.given_back),
        trade: JSON.parse(String(row.data)) as Trade,
      })),
  }
}
