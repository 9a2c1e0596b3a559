/**
 * The journal: exchanges as they came, and in a table of its own what went out, which is written after the answer went out and
 * keeps nobody waiting. Bounded in number for each partner, and in age. Bytes stay bytes.
 */
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import type { Instant } from '../../../protocol/beijing-time.ts'
import type { Exchange, SentAnswer } from '../../journal/exchange.ts'
import type { ExchangeFilter } from '../store.ts'
import type { Book } from './books.ts'

export type ExchangeRows = {
  readonly newestId: number
  add(book: Book, exchange: Exchange, json: string): void
  /** Remembered until it is written with the next transaction. */
  answer(id: number, answer: SentAnswer): Exchange | undefined
  get(id: number): Exchange | undefined
  select(filter: ExchangeFilter, book: Book | undefined): Exchange[]
  writeAnswers(): void
  /** Within a transaction, when all was added: the oldest go. */
  prune(): void
  settle(committed: boolean): void
  /** The partner, and the book that it had. */
  forget(partner: string, book: Book | undefined): void
}

export type Retention = { readonly size: number; readonly maxAgeMs: number; readonly now: () => Instant }

const defaultLimit = 100
/** Requests whose answer is still to be told, kept at hand for then. */
const openMost = 50_000
/** How often age is looked at, and how many go in one transaction: nobody's answer waits long for it. */
const agePauseMs = 10_000
const agedAtOnce = 1_000

const current = '(SELECT id FROM book WHERE current = 1)'
const columns = 'exchange.data, exchange.body, answer.data AS answer, answer.body AS answer_body'
const joined = `SELECT ${columns} FROM exchange LEFT JOIN answer ON answer.id = exchange.id`

export function openExchangeRows(database: DatabaseSync, { size, maxAgeMs, now }: Retention): ExchangeRows {
  const insert = database.prepare('INSERT INTO exchange VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING')
  const insertAnswer = database.prepare(
    'INSERT OR REPLACE INTO answer SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM exchange WHERE id = ?1)',
  )
  const byId = database.prepare(`${joined} WHERE exchange.id = ? AND exchange.book IN ${current}`)
  const count = database.prepare('SELECT count(*) AS n FROM exchange WHERE book = ?')
  const oldestToStay = database.prepare('SELECT id FROM exchange WHERE book = ? ORDER BY id LIMIT 1 OFFSET ?')
  const dropAnswers = database.prepare(
    'DELETE FROM answer WHERE id IN (SELECT id FROM exchange WHERE book = ? AND id < ?)',
  )
  const dropBefore = database.prepare('DELETE FROM exchange WHERE book = ? AND id < ?')
  const dropAged = database.prepare(
    'DELETE FROM exchange WHERE id IN (SELECT id FROM exchange ORDER BY id LIMIT ?) AND kept_at < ? RETURNING id',
  )
  const dropAnswer = database.prepare('DELETE FROM answer WHERE id = ?')
  const newestId = Number(database.prepare('SELECT max(id) AS id FROM exchange').get()?.id ?? 0)

  /** How many exchanges a book has. */
  const counts = new Map<number, number>()
  const touched = new Map<string, Book>()
  const open = new Map<number, Exchange>()
  let added: Exchange[] = []
  /** By partner: what is older is gone. */
  const floors = new Map<string, number>()
  let answers = new Map<number, SentAnswer>()
  let lookAgainAt = 0

  const isGone = ({ id, partner }: Exchange) => id < (floors.get(partner) ?? 0)
  const withAnswer = (exchange: Exchange): Exchange => {
    const answer = answers.get(exchange.id)
    return answer === undefined ? exchange : { ...exchange, answer }
  }
  const get = (id: number) => {
    const row = byId.get(id)
    return row === undefined ? undefined : withAnswer(exchangeOf(row))
  }

  return {
    newestId,
    add(book, exchange, json) {
      const { id, service, partnerTransId, outcome, request } = exchange
      const before = counts.get(book.id) ?? Number(count.get(book.id)?.n)
      const { changes } = insert.run(id, book.id, now(), service, partnerTransId, outcome, json, request.body)
      counts.set(book.id, before + Number(changes))
      touched.set(exchange.partner, book)
      added.push(exchange)
    },
    answer(id, answer) {
      const exchange = open.get(id) ?? get(id)
      open.delete(id)
      if (exchange === undefined || isGone(exchange)) return undefined
      answers.set(id, answer)
      return { ...exchange, answer }
    },
    get,
    select({ service, partnerTransId, outcome, after = 0, limit = defaultLimit }, book) {
      const conditions = [
        ...(book === undefined ? [`exchange.book IN ${current}`] : ['exchange.book = :book']),
        'exchange.id > :after',
        ...(service === undefined ? [] : ['service = :service']),
        ...(partnerTransId === undefined ? [] : ['partner_trans_id = :id']),
        ...(outcome === undefined ? [] : ['outcome = :outcome']),
      ]
      const rows = database
        .prepare(`${joined} WHERE ${conditions.join(' AND ')} ORDER BY exchange.id DESC LIMIT :limit`)
        .all({
          after,
          limit,
          ...(book !== undefined && { book: book.id }),
          ...(service !== undefined && { service }),
          ...(partnerTransId !== undefined && { id: partnerTransId }),
          ...(outcome !== undefined && { outcome }),
        })
      return rows.map((row) => withAnswer(exchangeOf(row))).reverse()
    },
    writeAnswers() {
      for (const [id, { body, ...answer }] of answers) insertAnswer.run(id, JSON.stringify(answer), body)
    },
    prune() {
      for (const [partner, book] of touched) {
        const excess = (counts.get(book.id) ?? 0) - size
        if (excess <= 0) continue
        const floor = Number(oldestToStay.get(book.id, excess)?.id)
        dropAnswers.run(book.id, floor)
        dropBefore.run(book.id, floor)
        counts.set(book.id, size)
        floors.set(partner, floor)
      }
      const at = now()
      if (maxAgeMs === Infinity || at < lookAgainAt) return
      const aged = dropAged.all(agedAtOnce, at - maxAgeMs)
      for (const { id = null } of aged) dropAnswer.run(id)
      if (aged.length > 0) counts.clear()
      if (aged.length < agedAtOnce) lookAgainAt = at + agePauseMs
    },
    settle(committed) {
      if (committed) {
        answers = new Map()
        for (const exchange of added) open.set(exchange.id, exchange)
        for (const id of open.keys()) {
          if (open.size <= openMost) break
          open.delete(id)
        }
      } else {
        counts.clear()
        floors.clear()
      }
      touched.clear()
      added = []
    },
    forget(partner, book) {
      for (const exchange of open.values()) if (exchange.partner === partner) open.delete(exchange.id)
      floors.delete(partner)
      // Its number may be given again.
      if (book !== undefined) counts.delete(book.id)
    },
  }
}

/** All but the bytes, which stand in a column of their own. */
export function exchangeJson({ request: { body, ...request }, ...exchange }: Exchange): string {
  return JSON.stringify({ ...exchange, request })
}

function exchangeOf({ data, body, answer, answer_body }: Record<string, SQLOutputValue>): Exchange {
  const { request, ...rest } = JSON.parse(String(data))
  return {
    ...rest,
    request: { ...request, body: bytes(body) },
    ...(typeof answer === 'string' && { answer: { ...JSON.parse(answer), body: bytes(answer_body) } }),
  }
}

function bytes(value: SQLOutputValue | undefined): Buffer {
  return value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : Buffer.alloc(0)
}
