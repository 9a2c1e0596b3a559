/** The tables that a relay's book has beside a till's, and their rows as records. Knows no meaning of either. */
import { hash } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { given } from '../../client/trade-facts.ts'
import type { Row } from '../../pos/book/tables.ts'
import type { Merchant } from '../merchants/merchant.ts'
import type { EventRecord, EventState } from './event-record.ts'
import { openNewestKept } from './newest-kept.ts'
import type { RelayReading, RelayWriting } from './pages.ts'

const schema = `
  CREATE TABLE IF NOT EXISTS merchant (
    merchant_id TEXT PRIMARY KEY,
    key_digest TEXT NOT NULL UNIQUE,
    document TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS nonce (
    merchant_id TEXT NOT NULL,
    nonce TEXT NOT NULL,
    at INTEGER NOT NULL,
    UNIQUE (merchant_id, nonce)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS nonce_age ON nonce (at);
  CREATE TABLE IF NOT EXISTS given_up (payment_id TEXT PRIMARY KEY) STRICT;
  CREATE TABLE IF NOT EXISTS event (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id TEXT NOT NULL UNIQUE,
    merchant_id TEXT NOT NULL,
    payment_id TEXT NOT NULL,
    refund_id TEXT,
    at INTEGER NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    answer TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS event_of ON event (merchant_id, position);
  CREATE INDEX IF NOT EXISTS event_due ON event (due_at) WHERE state = 'due';
`

export function openRelayPages(database: DatabaseSync): RelayReading & RelayWriting {
  database.exec(schema)
  const newest = openNewestKept(database)
  const merchantById = database.prepare('SELECT document FROM merchant WHERE merchant_id = ?')
  const merchantByKey = database.prepare('SELECT document FROM merchant WHERE key_digest = ?')
  const allMerchants = database.prepare('SELECT document FROM merchant ORDER BY merchant_id')
  const putMerchant = database.prepare(
    'INSERT INTO merchant VALUES (?, ?, ?) ON CONFLICT (merchant_id) DO UPDATE SET key_digest = excluded.key_digest, document = excluded.document',
  )
  const forgetNonces = database.prepare('DELETE FROM nonce WHERE at < ?')
  const addNonce = database.prepare('INSERT OR IGNORE INTO nonce VALUES (?, ?, ?)')
  const givenUp = database.prepare('SELECT 1 FROM given_up WHERE payment_id = ?')
  const addGivenUp = database.prepare('INSERT OR IGNORE INTO given_up VALUES (?)')
  const eventPage = database.prepare(
    "SELECT * FROM event WHERE merchant_id = ?1 AND position > ?2 AND (?3 = '' OR state = ?3) ORDER BY position LIMIT ?4",
  )
  const oneEvent = database.prepare('SELECT * FROM event WHERE event_id = ?')
  const due = database.prepare(
    `SELECT * FROM (
       SELECT *, row_number() OVER (PARTITION BY merchant_id ORDER BY due_at, position) AS nth
       FROM event WHERE state = 'due' AND due_at <= ?
     ) WHERE nth <= ? ORDER BY due_at, position LIMIT ?`,
  )
  const nextDue = database.prepare("SELECT min(due_at) AS due_at FROM event WHERE state = 'due' AND due_at > ?")
  const lastPosition = database.prepare('SELECT coalesce(max(position), 0) AS position FROM event')
  const addEvent = database.prepare('INSERT INTO event VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, 0, ?, NULL)')
  const putEvent = database.prepare(
    'UPDATE event SET state = ?, attempts = ?, due_at = ?, answer = ? WHERE event_id = ?',
  )
  return {
    merchant: (merchantId) => merchantOf(merchantById.get(merchantId)),
    merchantWithKey: (apiKey) => merchantOf(merchantByKey.get(hash('sha256', apiKey))),
    merchants: () => allMerchants.all().flatMap((row) => merchantOf(row) ?? []),
    events: (merchantId, { after, limit, dead = false }) =>
      eventPage.all(merchantId, after, dead ? 'dead' : '', limit).map(eventOf),
    isGivenUp: (paymentKey) => givenUp.get(paymentKey) !== undefined,
    addGivenUp(paymentKey) {
      addGivenUp.run(paymentKey)
      newest.givenUpAdded(paymentKey)
    },
    event(eventId) {
      const row = oneEvent.get(eventId)
      return row && eventOf(row)
    },
    dueEvents: (now, limit, perMerchant = limit) => due.all(now, perMerchant, limit).map(eventOf),
    nextDueAt(now) {
      const at = nextDue.get(now)?.due_at
      return typeof at === 'number' ? at : undefined
    },
    putMerchant: (merchant) =>
      void putMerchant.run(merchant.merchant_id, hash('sha256', merchant.api_key), JSON.stringify(merchant)),
    addNonce(merchantId, nonce, { at, forgetBefore }) {
      forgetNonces.run(forgetBefore)
      return addNonce.run(merchantId, nonce, at).changes === 1
    },
    addEvent({ merchantId, paymentId, refundId, at, body, state }) {
      const position = Number(lastPosition.get()?.position) + 1
      // With the moment in it: a relay whose book was lost does not take up ids that its merchants know already.
      const eventId = `evt_${at.toString(36)}_${position}`
      const text = JSON.stringify({ event_id: eventId, ...body })
      addEvent.run(eventId, merchantId, paymentId, refundId ?? null, at, text, state, at)
      newest.eventAdded(merchantId)
    },
    putEvent: ({ eventId, state, attempts, dueAt, answer }) =>
      void putEvent.run(state, attempts, dueAt, answer ?? null, eventId),
  }
}

/** What the relay wrote itself it reads without doubting it. */
function merchantOf(row: Row | undefined): Merchant | undefined {
  return row && (JSON.parse(String(row.document)) as Merchant)
}

function eventOf(row: Row): EventRecord {
  const text = (value: Row[string] | undefined) => (typeof value === 'string' ? value : undefined)
  return {
    position: Number(row.position),
    eventId: String(row.event_id),
    merchantId: String(row.merchant_id),
    paymentId: String(row.payment_id),
    at: Number(row.at),
    body: String(row.body),
    state: String(row.state) as EventState,
    attempts: Number(row.attempts),
    dueAt: Number(row.due_at),
    ...given({ refundId: text(row.refund_id), answer: text(row.answer) }),
  }
}
