/**
 * The order book in one SQLite file. What is written survives the power cut: `synchronous=FULL`, for in WAL mode the default
 * may lose the last commits, which are the payments that are just being sent.
 */
import { DatabaseSync } from 'node:sqlite'
import { groupCommit } from './group-commit.ts'
import type { OpenPages, OrderBook, Subject } from './order-book.ts'
import {
  paymentColumns,
  paymentOf,
  paymentRow,
  type Row,
  refundColumns,
  refundOf,
  refundRow,
  schema,
  stepColumns,
  stepOf,
  stepRow,
} from './tables.ts'

/**
 * @param file `:memory:` keeps nothing
 * @throws when the file cannot be opened, or another till has it open
 */
export function openSqliteBook(file: string): OrderBook {
  const database = openBookFile(file)
  const pages = openPages(database)
  const group = groupCommit(database)
  return {
    pages,
    write: (work) => group.add(() => work(pages)),
    async close() {
      await group.drained()
      database.close()
    },
  }
}

/** @throws as {@link openSqliteBook} */
export function openBookFile(file: string): DatabaseSync {
  const database = new DatabaseSync(file)
  // EXCLUSIVE: a second till on the same book would pay what this one is paying.
  database.exec('PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL')
  database.exec(schema)
  return database
}

export function openPages(database: DatabaseSync): OpenPages {
  const first = <T>(sql: string, read: (row: Row) => T) => {
    const statement = database.prepare(sql)
    return (...values: string[]): T | undefined => {
      const row = statement.get(...values)
      return row && read(row)
    }
  }
  const all = <T>(sql: string, read: (row: Row) => T) => {
    const statement = database.prepare(sql)
    return (...values: (string | number)[]): readonly T[] => statement.all(...values).map(read)
  }
  const owingPayments = all("SELECT * FROM payment WHERE owes <> 'nothing' ORDER BY position", paymentOf)
  const owingRefunds = all("SELECT * FROM refund WHERE owes <> 'nothing' ORDER BY position", refundOf)
  const paymentPage = all(
    'SELECT * FROM payment WHERE position > ?1 AND substr(payment_id, 1, length(?2)) = ?2 ORDER BY position LIMIT ?3',
    paymentOf,
  )
  const steps = all('SELECT * FROM step WHERE payment_id = ? AND refund_id = ? ORDER BY position', stepOf)
  const notification = database.prepare('SELECT 1 FROM notification WHERE notify_id = ?')
  const addNotification = database.prepare('INSERT INTO notification VALUES (?, ?, ?)')
  const putPayment = database.prepare(upsert('payment', paymentColumns, ['payment_id']))
  const putRefund = database.prepare(upsert('refund', refundColumns, ['payment_id', 'refund_id']))
  const addStep = database.prepare(insert('step', stepColumns))
  return {
    payment: first('SELECT * FROM payment WHERE payment_id = ?', paymentOf),
    paymentNamed: first('SELECT * FROM payment WHERE partner_trans_id = ?', paymentOf),
    payments: ({ after, limit, keysFrom = '' }) => paymentPage(after, keysFrom, limit),
    refund: first('SELECT * FROM refund WHERE payment_id = ? AND refund_id = ?', refundOf),
    refundNamed: first('SELECT * FROM refund WHERE partner_refund_id = ?', refundOf),
    refundsOf: all('SELECT * FROM refund WHERE payment_id = ? ORDER BY position', refundOf),
    owing: () => ({ payments: owingPayments(), refunds: owingRefunds() }),
    stepsOf: ({ paymentId, refundId = '' }) => steps(paymentId, refundId),
    sentFor({ paymentId, refundId = '' }: Subject) {
      const happened = steps(paymentId, refundId)
      const settledAt = happened.findLastIndex(({ event }) => event === 'settled')
      return happened.slice(settledAt + 1).filter(({ event }) => event === 'sending')
    },
    hasNotification: (notifyId) => notification.get(notifyId) !== undefined,
    putPayment: (payment) => void putPayment.run(paymentRow(payment)),
    putRefund: (refund) => void putRefund.run(refundRow(refund)),
    addStep: (step) => void addStep.run(stepRow(step)),
    addNotification: ({ notifyId, receivedAt, body }) => void addNotification.run(notifyId, receivedAt, body),
  }
}

export function insert(table: string, columns: readonly string[]): string {
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((column) => `:${column}`).join(', ')})`
}

export function upsert(table: string, columns: readonly string[], key: readonly string[]): string {
  const changed = columns.filter((column) => !key.includes(column)).map((column) => `${column} = excluded.${column}`)
  return `${insert(table, columns)} ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${changed.join(', ')}`
}
