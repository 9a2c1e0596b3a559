/**
 * Trades, the ids that are blocked, what belongs to one trade only, and the event that each version of a trade is: what it took
 * of the buyer and gave back. The trade as a whole is JSON; beside it stands what is searched by.
 */
import type { DatabaseSync } from 'node:sqlite'
import type { BlockedId, Trade } from '../../ledger/trade.ts'
import { movementOf } from '../../wallet/movement.ts'
import type { Change, Page, TradeFilter, TradeKey } from '../store.ts'
import type { Book, Books } from './books.ts'

export type TradeRows = {
  find(book: Book, key: TradeKey): Trade | BlockedId | undefined
  /** Whether the change rests on an id of which nothing is known, and something is. */
  contradict(book: Book | undefined, change: Pick<Change, 'absent' | 'trade'>): boolean
  owner(book: Book, kind: ClaimKind, name: string): string | undefined
  list(book: Book, filter: TradeFilter): Page<Trade>
  /** False when the change conflicts; then nothing was written. */
  write(book: Book, change: Written): boolean
}

export type ClaimKind = 'refund' | 'code'

/** A change with its JSON made already: what cannot be written down must not break the transaction that others share. */
export type Written = Pick<Change, 'trade' | 'block' | 'refundId' | 'spends'> & {
  readonly tradeJson: string
  readonly blockJson: string
}

const pageSize = 100

export function openTradeRows(database: DatabaseSync, books: Books): TradeRows {
  const byMerchant = database.prepare('SELECT data FROM trade WHERE book = ? AND partner_trans_id = ?')
  const byNumber = database.prepare('SELECT data FROM trade WHERE book = ? AND alipay_trans_id = ?')
  const held = database.prepare('SELECT id, version, data FROM trade WHERE book = ? AND partner_trans_id = ?')
  const insert = database.prepare('INSERT INTO trade VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING')
  const update = database.prepare('UPDATE trade SET version = ?, state = ?, data = ? WHERE id = ?')
  const record = database.prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)')
  const ownerOf = database.prepare('SELECT owner FROM claim WHERE book = ? AND kind = ? AND name = ?')
  const claim = database.prepare('INSERT INTO claim VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING')
  const page = (condition: string) =>
    database.prepare(
      `SELECT id, data FROM trade WHERE id BETWEEN ? AND ? AND state IS NOT NULL ${condition} ORDER BY id LIMIT ?`,
    )
  const pageOfAll = page('')
  const pageOfState = page('AND state = ?')

  const owner = (book: Book, kind: ClaimKind, name: string) => {
    const row = ownerOf.get(book.id, kind, name)
    return row === undefined ? undefined : String(row.owner)
  }

  const isOthers = (book: Book, kind: ClaimKind, name: string | undefined, { partnerTransId }: Trade) =>
    name !== undefined && (owner(book, kind, name) ?? partnerTransId) !== partnerTransId

  const writeTrade = (book: Book, trade: Trade, json: string): boolean => {
    const { partnerTransId, alipayTransId, version, state } = trade
    const put = (row: number, before: Trade | undefined) => {
      const { taken, givenBack } = movementOf(before, trade)
      record.run(books.next(book, 'event'), row, version, state.name, taken, givenBack)
      return true
    }
    if (version === 1) {
      const row = books.next(book, 'trade')
      const { changes } = insert.run(row, book.id, partnerTransId, alipayTransId, version, state.name, json)
      return changes === 1 && put(row, undefined)
    }
    const row = held.get(book.id, partnerTransId)
    if (row === undefined || row.version !== version - 1) return false
    const before = JSON.parse(String(row.data)) as Trade | BlockedId
    if ('blockedAt' in before) return false
    update.run(version, state.name, json, Number(row.id))
    return put(Number(row.id), before)
  }

  return {
    find(book, key) {
      const row =
        'alipayTransId' in key ? byNumber.get(book.id, key.alipayTransId) : byMerchant.get(book.id, key.partnerTransId)
      return row === undefined ? undefined : (JSON.parse(String(row.data)) as Trade | BlockedId)
    },
    contradict(book, { absent, trade }) {
      // A new trade of that id meets what is there when it is written.
      if (absent === undefined || book === undefined || (trade?.version === 1 && trade.partnerTransId === absent))
        return false
      return held.get(book.id, absent) !== undefined
    },
    owner,
    list(book, { state, cursor, limit = pageSize }) {
      const first = cursor === undefined ? book.first : book.first + Number(cursor) + 1
      // One more than asked for: then there is a next page.
      const found =
        state === undefined
          ? pageOfAll.all(first, book.last, limit + 1)
          : pageOfState.all(first, book.last, state, limit + 1)
      const rows = found.slice(0, limit)
      const next = found.length > limit ? String(Number(rows.at(-1)?.id) - book.first) : null
      return { rows: rows.map(({ data }) => JSON.parse(String(data)) as Trade), next }
    },
    write(book, { trade, tradeJson, block, blockJson, refundId, spends }) {
      if (trade !== undefined) {
        if (isOthers(book, 'refund', refundId, trade) || isOthers(book, 'code', spends, trade)) return false
        if (block !== undefined && held.get(book.id, block.partnerTransId) !== undefined) return false
        if (!writeTrade(book, trade, tradeJson)) return false
        if (refundId !== undefined) claim.run(book.id, 'refund', refundId, trade.partnerTransId)
        if (spends !== undefined) claim.run(book.id, 'code', spends, trade.partnerTransId)
      }
      if (block === undefined) return true
      const { changes } = insert.run(books.next(book, 'trade'), book.id, block.partnerTransId, null, 0, null, blockJson)
      return changes === 1
    },
  }
}
