/**
 * The store that forgets: everything in this process's memory, the journal in bounded rings.
 * Source: performance.md (3), (4).
 */
import type { BlockedId, Trade } from '../ledger/trade.ts'
import type { NotificationRecord } from '../notify/notification-record.ts'
import { DueQueue } from './due-queue.ts'
import { ExchangeJournal } from './exchange-journal.ts'
import { type Change, isBlocked, type Store } from './store.ts'

type Book = {
  readonly trades: Map<string, Trade | BlockedId>
  readonly byAlipayTransId: Map<string, string>
  readonly refundOwners: Map<string, string>
  readonly codeSpenders: Map<string, string>
  readonly notifications: Map<string, NotificationRecord>
  readonly tasks: DueQueue
  readonly counts: Map<string, number>
}

const emptyBook = (): Book => ({
  trades: new Map(),
  byAlipayTransId: new Map(),
  refundOwners: new Map(),
  codeSpenders: new Map(),
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
  let lastExchangeId = 0

  const bookOf = (partner: string): Book => {
    let book = books.get(partner)
    if (book === undefined) {
      book = emptyBook()
      books.set(partner, book)
    }
    return book
  }

  return {
    async trade(partner, key) {
      const book = bookOf(partner)
      const id = 'alipayTransId' in key ? book.byAlipayTransId.get(key.alipayTransId) : key.partnerTransId
      return id === undefined ? undefined : book.trades.get(id)
    },
    async refundOwner(partner, partnerRefundId) {
      return bookOf(partner).refundOwners.get(partnerRefundId)
    },
    async codeSpender(partner, identityCode) {
      return bookOf(partner).codeSpenders.get(identityCode)
    },
    async trades(partner, { state, cursor, limit = pageSize }) {
      const rows: Trade[] = []
      let skip = cursor === undefined ? 0 : Number(cursor)
      let seen = 0
      for (const held of bookOf(partner).trades.values()) {
        if (rows.length === limit) return { rows, next: String(seen) }
        seen++
        if (skip-- > 0 || isBlocked(held) || (state !== undefined && held.state.name !== state)) continue
        rows.push(held)
      }
      return { rows, next: null }
    },

    async commit(change) {
      const book = bookOf(change.partner)
      if (conflicts(book, change)) return 'conflict'
      apply(book, change)
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

function conflicts(book: Book, { trade, block, refundId, spends }: Change): boolean {
  if (trade !== undefined) {
    const held = book.trades.get(trade.partnerTransId)
    if (held !== undefined && isBlocked(held)) return true
    const version = held?.version ?? 0
    if (version !== trade.version - 1) return true
    if (version === 0 && book.byAlipayTransId.has(trade.alipayTransId)) return true
    const ownedByAnother = (owners: Map<string, string>, name: string | undefined) =>
      name !== undefined && (owners.get(name) ?? trade.partnerTransId) !== trade.partnerTransId
    if (ownedByAnother(book.refundOwners, refundId) || ownedByAnother(book.codeSpenders, spends)) return true
  }
  return block !== undefined && book.trades.has(block.partnerTransId)
}

function apply(book: Book, { trade, block, refundId, spends, notifications, tasks, done }: Change): void {
  if (trade !== undefined) {
    book.trades.set(trade.partnerTransId, trade)
    if (trade.version === 1) book.byAlipayTransId.set(trade.alipayTransId, trade.partnerTransId)
    if (refundId !== undefined) book.refundOwners.set(refundId, trade.partnerTransId)
    if (spends !== undefined) book.codeSpenders.set(spends, trade.partnerTransId)
  }
  if (block !== undefined) book.trades.set(block.partnerTransId, block)
  for (const record of notifications ?? []) book.notifications.set(record.id, record)
  for (const id of done ?? []) book.tasks.done(id)
  for (const task of tasks ?? []) book.tasks.put(task)
}
