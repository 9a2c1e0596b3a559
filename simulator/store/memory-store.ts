/**
 * The store that forgets: everything in this process's memory, the journal in bounded rings, trades outside the JavaScript
 * heap (docs/decisions/0009-trades-outside-the-heap.md). Source: performance.md (3), (4).
 */
import type { BlockedId, Trade } from '../ledger/trade.ts'
import type { NotificationRecord } from '../notify/notification-record.ts'
import { DueQueue } from './due-queue.ts'
import { ExchangeJournal } from './exchange-journal.ts'
import { TextTable } from './memory/text-table.ts'
import { TradeTexts, versionIn } from './memory/trade-text.ts'
import { type Change, isBlocked, type Store } from './store.ts'

type Book = {
  /** By `partner_trans_id`. The tables below give the number that the trade has in this one. */
  readonly trades: TextTable
  readonly byAlipayTransId: TextTable
  readonly refundOwners: TextTable
  readonly codeSpenders: TextTable
  readonly notifications: Map<string, NotificationRecord>
  readonly tasks: DueQueue
  readonly counts: Map<string, number>
}

const emptyBook = (): Book => ({
  trades: new TextTable(),
  byAlipayTransId: new TextTable(),
  refundOwners: new TextTable(),
  codeSpenders: new TextTable(),
  notifications: new Map(),
  tasks: new DueQueue(),
  counts: new Map(),
})

const pageSize = 100

export type MemoryStoreOptions = {
  /** How many exchanges the journal keeps of each partner; the oldest go first. @default 10_000 */
  journalSize?: number
}

export function memoryStore({ journalSize = 10_000 }: MemoryStoreOptions = {}): Store {
  const books = new Map<string, Book>()
  const journal = new ExchangeJournal(journalSize)
  const texts = new TradeTexts()
  let lastExchangeId = 0

  const bookOf = (partner: string): Book => {
    let book = books.get(partner)
    if (book === undefined) {
      book = emptyBook()
      books.set(partner, book)
    }
    return book
  }

  const heldAt = ({ trades }: Book, number: number): Trade | BlockedId =>
    texts.read(trades.keyAt(number), trades.valueAt(number))

  return {
    async trade(partner, key) {
      const book = bookOf(partner)
      const number =
        'alipayTransId' in key
          ? tradeNumber(book.byAlipayTransId, key.alipayTransId)
          : book.trades.find(key.partnerTransId)
      return number === undefined ? undefined : heldAt(book, number)
    },
    async refundOwner(partner, partnerRefundId) {
      const book = bookOf(partner)
      return ownerIn(book, book.refundOwners, partnerRefundId)
    },
    async codeSpender(partner, identityCode) {
      const book = bookOf(partner)
      return ownerIn(book, book.codeSpenders, identityCode)
    },
    async trades(partner, { state, cursor, limit = pageSize }) {
      const book = bookOf(partner)
      const rows: Trade[] = []
      let number = Number(cursor ?? 0)
      for (; number < book.trades.size && rows.length < limit; number++) {
        const held = heldAt(book, number)
        if (!isBlocked(held) && (state ?? held.state.name) === held.state.name) rows.push(held)
      }
      return { rows, next: number < book.trades.size ? String(number) : null }
    },

    async commit(change) {
      const book = bookOf(change.partner)
      if (conflicts(book, change)) return 'conflict'
      apply(book, texts, change)
      if (change.exchange !== undefined) journal.add(change.exchange)
      return 'committed'
    },

    async count(partner, name) {
      const { counts } = bookOf(partner)
      const sum = (counts.get(name) ?? 0) + 1
      counts.set(name, sum)
      return sum
    },

    async claimDue(partner, until, limit) {
      return bookOf(partner).tasks.claim(until, limit)
    },
    async nextDue(partner) {
      return bookOf(partner).tasks.nextDue()
    },

    async notification(partner, notifyId) {
      return bookOf(partner).notifications.get(notifyId)
    },
    async notifications(partner) {
      return [...bookOf(partner).notifications.values()]
    },

    nextExchangeId: () => ++lastExchangeId,
    async closeExchange(id, answer) {
      return journal.close(id, answer)
    },
    async exchange(id) {
      return journal.get(id)
    },
    async exchanges(filter) {
      return journal.select(filter)
    },

    async reset(partner) {
      books.delete(partner)
      journal.forget(partner)
    },
    async close() {
      books.clear()
    },
  }
}

function tradeNumber(table: TextTable, name: string): number | undefined {
  const number = table.get(name)
  return number === undefined ? undefined : Number(number)
}

function ownerIn({ trades }: Book, table: TextTable, name: string): string | undefined {
  const number = tradeNumber(table, name)
  return number === undefined ? undefined : trades.keyAt(number)
}

function conflicts(book: Book, { trade, block, absent, refundId, spends }: Change): boolean {
  if (absent !== undefined && book.trades.has(absent)) return true
  if (trade !== undefined) {
    const held = book.trades.get(trade.partnerTransId)
    const version = held === undefined ? 0 : versionIn(held)
    if (version !== trade.version - 1) return true
    if (version === 0 && book.byAlipayTransId.has(trade.alipayTransId)) return true
    const ownedByAnother = (table: TextTable, name: string | undefined) =>
      name !== undefined && (ownerIn(book, table, name) ?? trade.partnerTransId) !== trade.partnerTransId
    if (ownedByAnother(book.refundOwners, refundId) || ownedByAnother(book.codeSpenders, spends)) return true
  }
  return block !== undefined && book.trades.has(block.partnerTransId)
}

function apply(book: Book, texts: TradeTexts, change: Change): void {
  const { trade, block, refundId, spends, notifications, tasks, done } = change
  if (trade !== undefined) {
    const number = String(book.trades.set(trade.partnerTransId, texts.write(trade)))
    if (trade.version === 1) book.byAlipayTransId.set(trade.alipayTransId, number)
    if (refundId !== undefined) book.refundOwners.set(refundId, number)
    if (spends !== undefined) book.codeSpenders.set(spends, number)
  }
  if (block !== undefined) book.trades.set(block.partnerTransId, texts.write(block))
  for (const record of notifications ?? []) book.notifications.set(record.id, record)
  for (const id of done ?? []) book.tasks.done(id)
  for (const task of tasks ?? []) book.tasks.put(task)
}
