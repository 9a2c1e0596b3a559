/** What the file of the SQLite store is to who owns it: opened or refused, kept within bounds, carried elsewhere, checked. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, it } from 'vitest'
import { startSimulator } from '../simulator/simulator.ts'
import { SimulatorError } from '../simulator/simulator-error.ts'
import { openStateFile, readStateFile } from '../simulator/store/sqlite/database.ts'
import { migrations } from '../simulator/store/sqlite/schema.ts'
import { type SqliteStoreOptions, sqliteStore } from '../simulator/store/sqlite/sqlite-store.ts'
import { exportLines, importLines } from '../simulator/store/sqlite/transfer.ts'
import { verifyState } from '../simulator/store/sqlite/verify.ts'
import type { Store } from '../simulator/store/store.ts'
import { call, md5Key, payFields, pid, queryFields } from './signed-call.ts'
import { answer, exchange, notification, other, own, task, trade } from './store-samples.ts'

const folder = mkdtempSync(join(tmpdir(), 'sqlite-file-'))
afterAll(() => rmSync(folder, { recursive: true }))
let made = 0
const freshPath = () => join(folder, `${++made}.db`)
const open = (path: string, options: Partial<SqliteStoreOptions> = {}) =>
  sqliteStore({ path, now: () => 1_000, ...options })

function refusal(act: () => unknown): SimulatorError {
  try {
    act()
  } catch (error) {
    if (error instanceof SimulatorError) return error
    throw error
  }
  return expect.fail('nothing was refused')
}

async function fill(store: Store, partner = own): Promise<void> {
  const id = store.nextExchangeId()
  const change = { trade: trade('T1', { partner, refunds: [] }), spends: '28', notifications: [notification('N1')] }
  await store.commit({
    partner,
    ...change,
    tasks: [task('notify/N1', 5, { ref: 'N1' })],
    exchange: exchange(id, { partner }),
  })
  await store.closeExchange(id, answer)
  await store.count(partner, 'pay/T1')
}

describe('a state file', () => {
  it('gives back all of it to who opens it again, what was handed out as well', async () => {
    const path = freshPath()
    const before = open(path)
    await fill(before)
    expect(await before.claimDue(own, 9, 9)).toHaveLength(1)
    await before.close()
    const after = open(path)
    expect(await after.trade(own, { partnerTransId: 'T1' })).toEqual(trade('T1', { refunds: [] }))
    expect(await after.codeSpender(own, '28')).toBe('T1')
    expect(await after.notifications(own)).toEqual([notification('N1')])
    expect(await after.exchanges({})).toEqual([{ ...exchange(1), answer }])
    expect(await after.count(own, 'pay/T1')).toBe(2)
    expect(await after.claimDue(own, 9, 9)).toEqual([task('notify/N1', 5, { ref: 'N1' })])
    expect(after.nextExchangeId()).toBe(2)
    await after.close()
  })

  it('is one simulator’s at a time', async () => {
    const path = freshPath()
    const first = open(path)
    expect(refusal(() => open(path)).code).toBe('STATE_IN_USE')
    await first.close()
    await open(path).close()
  })

  it('of an earlier version is brought forward, of a newer one refused', () => {
    const path = freshPath()
    openStateFile(path).close()
    const next = [...migrations, 'ALTER TABLE note ADD COLUMN said TEXT']
    expect(refusal(() => readStateFile(path, next)).message).toContain('older version')
    const brought = openStateFile(path, next)
    expect(brought.database.prepare('SELECT said FROM note').all()).toEqual([])
    brought.close()
    const { code, message } = refusal(() => openStateFile(path))
    expect(code).toBe('STATE_NEWER')
    expect(message).toContain(path)
    expect(refusal(() => readStateFile(path)).code).toBe('STATE_NEWER')
  })

  it('whose step forward fails stays what it was', () => {
    const path = freshPath()
    openStateFile(path).close()
    const before = readFileSync(path)
    expect(() => openStateFile(path, [...migrations, 'CREATE TABLE half (id); CREATE TABLE half (id)'])).toThrow()
    openStateFile(path).close()
    expect(readFileSync(path)).toEqual(before)
  })

  it.each<[string, (path: string) => void, string]>([
    ['is no database', (path) => writeFileSync(path, 'port: 4100\n'.repeat(1_000)), 'STATE_UNREADABLE'],
    ["is another program's", (path) => new DatabaseSync(path).exec('CREATE TABLE a (b)'), 'STATE_UNREADABLE'],
    ['is a folder', (path) => void mkdirSync(path), 'STATE_UNWRITABLE'],
  ])('that %s is refused, and left alone', (_, make, code) => {
    const path = freshPath()
    make(path)
    expect(refusal(() => open(path)).code).toBe(code)
    expect(statSync(path).size).toBeGreaterThan(0)
  })

  it('in a place where nothing can be is refused', () => {
    const file = freshPath()
    writeFileSync(file, '')
    expect(refusal(() => open(join(file, 'state.db'))).code).toBe('STATE_UNWRITABLE')
  })

  it('that lost its end says so, and answers nothing wrong', async () => {
    const path = freshPath()
    const store = open(path)
    for (let i = 0; i < 200; i++)
      await store.commit({ partner: own, trade: trade(`T${i}`, { alipayTransId: `A${i}` }) })
    await store.close()
    truncateSync(path, Math.floor(statSync(path).size / 2 / 4_096) * 4_096)
    const reading = (async () => {
      const broken = open(path)
      try {
        for (let i = 0; i < 200; i++) await broken.trade(own, { partnerTransId: `T${i}` })
      } finally {
        await broken.close()
      }
    })()
    await expect(reading).rejects.toThrow(/malformed|STATE_UNREADABLE/)
  })

  it('keeps of the journal what is young enough', async () => {
    let now = 1_000
    const store = open(freshPath(), { now: () => now, journalAgeMs: 60_000 })
    const journal = async () => void (await store.commit({ partner: own, exchange: exchange(store.nextExchangeId()) }))
    await journal()
    now += 50_000
    await journal()
    now += 20_000
    await journal()
    expect((await store.exchanges({})).map(({ id }) => id)).toEqual([2, 3])
    await store.close()
  })

  it('gives the room of a partner back that was reset', async () => {
    const path = freshPath()
    const store = open(path)
    for (let i = 0; i < 1_200; i++)
      void store.commit({ partner: own, trade: trade(`T${i}`, { alipayTransId: `A${i}` }) })
    await fill(store, other)
    await store.reset(own)
    const reader = readStateFile(path)
    const left = () => Number(reader.prepare('SELECT count(*) AS n FROM trade').get()?.n)
    await expect.poll(left, { timeout: 10_000 }).toBe(1)
    reader.close()
    expect(await store.trade(other, { partnerTransId: 'T1' })).toBeDefined()
    await store.close()
  })

  it('begins anew for a partner whose old rows are all gone', async () => {
    const path = freshPath()
    const store = open(path, { journalSize: 3 })
    const journal = () => store.commit({ partner: own, exchange: exchange(store.nextExchangeId()) })
    for (let i = 0; i < 3; i++) await journal()
    await store.commit({ partner: own, trade: trade('T1') })
    await store.reset(own)
    const reader = readStateFile(path)
    await expect.poll(() => reader.prepare('SELECT id FROM book').all(), { timeout: 10_000 }).toEqual([])
    reader.close()
    for (let i = 0; i < 3; i++) await journal()
    expect(await store.exchanges({ partner: own })).toHaveLength(3)
    let newest: number | undefined
    await store.kept?.keep(own, 'wallet', (lastMovement) => {
      newest = lastMovement
      return null
    })
    expect(newest).toBe(0)
    await store.close()
  })
})

it('that somebody else has locked is SYSTEM_ERROR until it is free', async () => {
  const path = freshPath()
  const errors: unknown[] = []
  const simulator = await startSimulator({
    state: path,
    partners: [{ pid, md5Key }],
    onError: (error) => void errors.push(error),
  })
  const stranger = new DatabaseSync(path)
  stranger.exec('BEGIN IMMEDIATE')
  expect((await call(simulator.gateway, payFields('T1'))).fields.error).toBe('SYSTEM_ERROR')
  expect(String(errors[0])).toContain('[STATE_IN_USE]')
  stranger.exec('ROLLBACK')
  stranger.close()
  expect((await call(simulator.gateway, queryFields('T1'))).fields.error).toBe('TRADE_NOT_EXIST')
  expect((await call(simulator.gateway, payFields('T1'))).fields.result_code).toBe('SUCCESS')
  await simulator.stop()
})

describe('a state as lines', () => {
  it('is the same state again', async () => {
    const path = freshPath()
    const store = open(path)
    await fill(store)
    await fill(store, other)
    const reader = readStateFile(path)
    // The simulator is still at work on it.
    const lines = [...exportLines(reader)]
    reader.close()
    await store.close()
    const copyPath = freshPath()
    const copy = openStateFile(copyPath)
    expect(await importLines(copy.database, each(lines))).toBe(lines.length - 1)
    copy.close()
    const again = readStateFile(copyPath)
    expect([...exportLines(again)]).toEqual(lines)
    expect(verifyState(again)).toEqual({ trades: 2, events: 2, buyers: 0, problems: [] })
    again.close()
  })

  it.each<[string, (lines: string[]) => string[], string]>([
    ['without a head', (lines) => lines.slice(1), 'Line 1'],
    ['of another version', ([, ...lines]) => ['{"format":"alipay-sandbox state","version":99}', ...lines], 'schema 99'],
    ['cut short within a line', (lines) => [...lines.slice(0, 3), '{"table":"tra'], 'Line 4: is no JSON'],
    ['with a row twice', (lines) => [...lines, lines.at(-1) ?? ''], 'UNIQUE'],
    ['with a table that is none', (lines) => [...lines, '{"table":"money"}'], '"money"'],
    ['without anything', () => [], 'Line 0'],
  ])('%s is refused, and nothing of it read in', async (_, change, told) => {
    const path = freshPath()
    const store = open(path)
    await fill(store)
    await store.close()
    const reader = readStateFile(path)
    const lines = change([...exportLines(reader)])
    reader.close()
    const copy = openStateFile(freshPath())
    await expect(importLines(copy.database, each(lines))).rejects.toThrow(told)
    expect(copy.database.prepare('SELECT count(*) AS n FROM book').get()).toEqual({ n: 0 })
    copy.close()
  })
})

describe('verify', () => {
  it.each<[string, string, RegExp]>([
    ['money taken twice', 'UPDATE event SET taken = taken * 2', /taken is 535, by its events 1070/],
    ['a lost event', 'DELETE FROM event', /no event tells of it/],
    ['a lost trade', 'DELETE FROM trade', /events tell of a trade that is not there/],
    ['another state', `UPDATE event SET state = 'TRADE_CLOSED'`, /state is TRADE_SUCCESS, by its events TRADE_CLOSED/],
    ['a gap in the versions', 'UPDATE event SET version = 2', /version 2 follows 0/],
    [
      'a task about nothing',
      'DELETE FROM notification',
      /task notify\/N1: the notification that it names is not there/,
    ],
    ['a claim by nobody', `UPDATE claim SET owner = 'T9'`, /claim 28: the trade that it names is not there/],
    ['columns and data at odds', `UPDATE trade SET version = 7`, /its columns say something else/],
  ])('sees %s', async (_, damage, told) => {
    const path = freshPath()
    const store = open(path)
    await fill(store)
    await store.close()
    const file = openStateFile(path)
    expect(verifyState(file.database).problems).toEqual([])
    file.database.exec(damage)
    expect(verifyState(file.database).problems).toContainEqual(expect.stringMatching(told))
    file.close()
  })
})

describe('a book that is being cleared away', () => {
  it.each(['event', 'trade', 'notification'])('adds up without some of its %ss', async (table) => {
    const path = freshPath()
    const store = open(path)
    await fill(store)
    await fill(store, other)
    await store.close()
    const file = openStateFile(path)
    // As a reset leaves it.
    file.database.prepare('UPDATE book SET current = 0 WHERE partner = ?').run(own)
    file.database.exec(`DELETE FROM ${table} WHERE id < 2 * 4294967296`)
    expect(verifyState(file.database)).toEqual({ trades: 1, events: 1, buyers: 0, problems: [] })
    file.close()
  })
})

async function* each(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines
}
