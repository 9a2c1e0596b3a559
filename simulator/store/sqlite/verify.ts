/**
 * Whether a state file adds up: the state of each trade and the balance of each buyer are worked out anew from the events, one for
 * each commit of a trade, and compared with what stands in the file. Source: docs/state.md.
 */
import type { DatabaseSync } from 'node:sqlite'
import type { Trade } from '../../ledger/trade.ts'
import type { KeptWallet } from '../../wallet/kept-wallet.ts'
import { movementOf } from '../../wallet/movement.ts'
import { bookNumbered, bookOfRow } from './books.ts'

export type Verification = {
  readonly trades: number
  readonly events: number
  readonly buyers: number
  /** What does not add up, a sentence each; the first hundred. */
  readonly problems: readonly string[]
}

const problemsMost = 100
/** A book that was retired is cleared away piece by piece: what is left of it need not add up. */
const current = '(SELECT id FROM book WHERE current = 1)'

export function verifyState(database: DatabaseSync): Verification {
  const problems: string[] = []
  const complain = (problem: string) => problems.length < problemsMost && problems.push(problem)
  database.exec('BEGIN')
  try {
    for (const { integrity_check: said } of database.prepare('PRAGMA integrity_check(20)').all())
      if (said !== 'ok') complain(`the file: ${said}`)
    const seen = verifyTrades(database, complain)
    verifyReferences(database, complain)
    return { ...seen, buyers: verifyBalances(database, complain), problems }
  } finally {
    database.exec('COMMIT')
  }
}

type Complain = (problem: string) => void

type Folded = { versions: number; state: string; taken: number; givenBack: number }

/** Every trade from its events: one for each version, in order, and what they moved is what the trade says. */
function verifyTrades(database: DatabaseSync, complain: Complain): { trades: number; events: number } {
  const folded = new Map<number, Folded>()
  let events = 0
  for (const row of database.prepare(`SELECT * FROM event WHERE ${bookOfRow} IN ${current} ORDER BY id`).iterate()) {
    events++
    const trade = Number(row.trade)
    const before = folded.get(trade) ?? { versions: 0, state: '', taken: 0, givenBack: 0 }
    if (Number(row.version) !== before.versions + 1)
      complain(`trade row ${trade}: version ${row.version} follows ${before.versions}`)
    folded.set(trade, {
      versions: Number(row.version),
      state: String(row.state),
      taken: before.taken + Number(row.taken),
      givenBack: before.givenBack + Number(row.given_back),
    })
  }
  let trades = 0
  const rows = database.prepare(`SELECT * FROM trade WHERE book IN ${current} AND state IS NOT NULL ORDER BY id`)
  for (const row of rows.iterate()) {
    trades++
    const trade = JSON.parse(String(row.data)) as Trade
    const name = `trade ${trade.partnerTransId} of ${trade.partner}`
    const sum = folded.get(Number(row.id))
    folded.delete(Number(row.id))
    if (sum === undefined) {
      complain(`${name}: no event tells of it`)
      continue
    }
    const { taken, givenBack } = movementOf(undefined, trade)
    const told = { version: sum.versions, state: sum.state, taken: sum.taken, 'given back': sum.givenBack }
    const stands = { version: trade.version, state: trade.state.name, taken, 'given back': givenBack }
    for (const member of ['version', 'state', 'taken', 'given back'] as const)
      if (told[member] !== stands[member])
        complain(`${name}: ${member} is ${stands[member]}, by its events ${told[member]}`)
    if (row.version !== trade.version || row.state !== trade.state.name || row.alipay_trans_id !== trade.alipayTransId)
      complain(`${name}: its columns say something else than its data`)
    if (givenBack > taken) complain(`${name}: gave back ${givenBack} of ${taken}`)
  }
  for (const trade of folded.keys()) complain(`trade row ${trade}: events tell of a trade that is not there`)
  return { trades, events }
}

/** What names a trade or a notification names one that is there. */
function verifyReferences(database: DatabaseSync, complain: Complain): void {
  const orphans = [
    ['claim', 'name', 'partner_trans_id = claim.owner AND trade.book = claim.book', 'trade'],
    ['task', 'name', 'notification.notify_id = task.ref AND notification.book = task.book', 'notification'],
  ] as const
  for (const [table, name, condition, named] of orphans) {
    const only = table === 'task' ? "task.kind = 'notify' AND" : ''
    const rows = database.prepare(
      `SELECT ${name} AS name FROM ${table} WHERE ${only} book IN ${current} AND NOT EXISTS (SELECT 1 FROM ${named} WHERE ${condition}) LIMIT 20`,
    )
    for (const row of rows.iterate()) complain(`${table} ${row.name}: the ${named} that it names is not there`)
  }
}

/** Every balance from what it was when somebody's hand last set it, and what commits took and gave back since. */
function verifyBalances(database: DatabaseSync, complain: Complain): number {
  const documents = database
    .prepare(
      "SELECT document.partner, text, book.id AS book FROM document JOIN book ON book.partner = document.partner AND book.current = 1 WHERE name = 'wallet'",
    )
    .all()
  const movements = database.prepare(
    'SELECT taken, given_back, data FROM event JOIN trade ON trade.id = event.trade WHERE event.id > ? AND event.id <= ? ORDER BY event.id',
  )
  let buyers = 0
  for (const { partner, text, book } of documents) {
    const wallet = JSON.parse(String(text)) as KeptWallet
    const { first } = bookNumbered(Number(book))
    const openings = new Map(wallet.openings)
    for (const [userId, buyer] of wallet.buyers) {
      buyers++
      const opening = openings.get(userId)
      if (opening?.after === undefined) {
        complain(`buyer ${userId} of ${partner}: nothing says what its balance began with`)
        continue
      }
      let balance = opening.balance
      for (const row of movements.iterate(first + opening.after, first + wallet.upTo)) {
        if ((JSON.parse(String(row.data)) as Trade).buyer.userId !== userId) continue
        balance = Math.max(0, balance - Number(row.taken))
        balance += Number(row.given_back)
      }
      if (balance !== buyer.balance.amount)
        complain(`buyer ${userId} of ${partner}: balance is ${buyer.balance.amount}, by the events ${balance}`)
    }
  }
  return buyers
}
