/**
 * The store that survives: one SQLite file, on which only this process is at work. Reads go to the file at once; writes that
 * arrive together share one transaction, and are answered when it is on the disk. Nothing is loaded when it opens.
 * Source: performance.md (5); docs/decisions/0006-sqlite-store.md.
 */
import type { Instant } from '../../../protocol/beijing-time.ts'
import type { Change, Store } from '../store.ts'
import { openBooks } from './books.ts'
import { openStateFile, stateError } from './database.ts'
import { openDocumentRows } from './document-rows.ts'
import { exchangeJson, openExchangeRows } from './exchange-rows.ts'
import { groupCommit } from './group-commit.ts'
import { openMovementRows } from './movement-rows.ts'
import { openNotificationRows } from './notification-rows.ts'
import { openPurge } from './purge.ts'
import { openTaskRows } from './task-rows.ts'
import { openTradeRows } from './trade-rows.ts'

export type SqliteStoreOptions = {
  readonly path: string
  /** The machine's time, by which the journal ages. */
  readonly now: () => Instant
  /** How many exchanges the journal keeps of each partner; the oldest go first. @default 10_000 */
  readonly journalSize?: number
  /** How long the journal keeps an exchange, in milliseconds. @default for ever */
  readonly journalAgeMs?: number
  /** Told of what could not be written when nobody waits for it. */
  readonly onError?: (error: unknown) => void
}

const purgePauseMs = 20

/** @throws SimulatorError STATE_IN_USE, STATE_NEWER, STATE_UNREADABLE, STATE_UNWRITABLE */
export function sqliteStore(options: SqliteStoreOptions): Store {
  const { path, now, journalSize = 10_000, journalAgeMs = Infinity, onError = () => {} } = options
  const file = openStateFile(path)
  const { database } = file
  const books = openBooks(database)
  const trades = openTradeRows(database, books)
  const tasks = openTaskRows(database)
  const notifications = openNotificationRows(database, books)
  const documents = openDocumentRows(database, books)
  const movements = openMovementRows(database)
  const journal = openExchangeRows(database, { size: journalSize, maxAgeMs: journalAgeMs, now })
  const purge = openPurge(database)
  const noteExchangeId = database.prepare("INSERT OR REPLACE INTO note VALUES ('exchange id', ?)")
  const notedId = database.prepare("SELECT value FROM note WHERE name = 'exchange id'").get()
  let lastExchangeId = Math.max(journal.newestId, Number(notedId?.value ?? 0))

  const group = groupCommit(database, {
    rideAlong() {
      documents.write()
      journal.writeAnswers()
    },
    wind: journal.prune,
    done(committed) {
      for (const rows of [documents, tasks, journal]) rows.settle(committed)
      if (!committed) books.rolledBack()
    },
    told: (error) => stateError(error, path),
    onError,
  })

  let purging: NodeJS.Timeout | undefined
  let isClosed = false
  const purgeSoon = () => {
    clearTimeout(purging)
    if (isClosed) return
    purging = setTimeout(() => {
      group.join(purge.step).then((isLeft) => isLeft && purgeSoon(), onError)
    }, purgePauseMs).unref()
  }
  purgeSoon()

  return {
    readsAreDear: true,
    async trade(partner, key) {
      const book = books.find(partner)
      return book === undefined ? undefined : trades.find(book, key)
    },
    async refundOwner(partner, partnerRefundId) {
      const book = books.find(partner)
      return book === undefined ? undefined : trades.owner(book, 'refund', partnerRefundId)
    },
    async codeSpender(partner, identityCode) {
      const book = books.find(partner)
      return book === undefined ? undefined : trades.owner(book, 'code', identityCode)
    },
    async trades(partner, filter) {
      const book = books.find(partner)
      return book === undefined ? { rows: [], next: null } : trades.list(book, filter)
    },

    async commit(change) {
      const { partner, trade, block, refundId, spends, exchange, tasks: put = [], done = [] } = change
      const written = {
        ...(trade !== undefined && { trade }),
        ...(block !== undefined && { block }),
        ...(refundId !== undefined && { refundId }),
        ...(spends !== undefined && { spends }),
        tradeJson: JSON.stringify(trade) ?? '',
        blockJson: JSON.stringify(block) ?? '',
      }
      const records = (change.notifications ?? []).map((record) => ({ id: record.id, json: JSON.stringify(record) }))
      const entry = exchange === undefined ? undefined : { exchange, json: exchangeJson(exchange) }
      return group.join(() => {
        if (trades.contradict(books.find(partner), change)) return 'conflict'
        if (!isEmpty(change)) {
          const book = books.findOrMake(partner)
          if (!trades.write(book, written)) return 'conflict'
          for (const { id, json } of records) notifications.put(book, id, json)
          for (const id of done) tasks.remove(book, id)
          for (const task of put) tasks.put(book, task)
        }
        if (entry !== undefined) journal.add(books.findOrMake(entry.exchange.partner), entry.exchange, entry.json)
        return 'committed'
      })
    },

    async count(partner, name) {
      group.hurryAlong()
      return documents.count(partner, books.find(partner), name)
    },

    async claimDue(partner, until, limit) {
      const book = books.find(partner)
      return book === undefined ? [] : tasks.claim(book, partner, until, limit)
    },
    async nextDue(partner) {
      const book = books.find(partner)
      return book === undefined ? undefined : tasks.nextDue(book)
    },

    async notification(partner, notifyId) {
      const book = books.find(partner)
      return book === undefined ? undefined : notifications.get(book, notifyId)
    },
    async notifications(partner) {
      const book = books.find(partner)
      return book === undefined ? [] : notifications.all(book)
    },

    nextExchangeId: () => ++lastExchangeId,
    async closeExchange(id, answer) {
      group.hurryAlong()
      return journal.answer(id, answer)
    },
    async exchange(id) {
      return journal.get(id)
    },
    async exchanges(filter) {
      const book = filter.partner === undefined ? undefined : books.find(filter.partner)
      return filter.partner !== undefined && book === undefined ? [] : journal.select(filter, book)
    },

    reset: (partner) =>
      group
        .join(() => {
          const book = books.find(partner)
          noteExchangeId.run(lastExchangeId)
          documents.forget(partner)
          books.drop(partner)
          return book
        })
        .then((book) => {
          journal.forget(partner, book)
          if (book !== undefined) tasks.forget(book)
          purgeSoon()
        }),
    async close() {
      isClosed = true
      clearTimeout(purging)
      group.close()
      file.close()
    },

    kept: {
      documents: async () => documents.all(),
      keep(partner, name, write) {
        documents.put(partner, name, write)
        return group.join(() => undefined)
      },
      keepSoon(partner, name, write) {
        documents.put(partner, name, write)
        group.hurryAlong()
      },
      async movements(partner, after) {
        const book = books.find(partner)
        return book === undefined ? [] : movements.after(book, after)
      },
    },
  }
}

/** Nothing but an exchange, most likely: a partner of whom nothing else is known gets no book for it. */
function isEmpty({ trade, block, notifications = [], tasks = [], done = [] }: Change): boolean {
  return (
    trade === undefined && block === undefined && notifications.length === 0 && tasks.length === 0 && done.length === 0
  )
}
