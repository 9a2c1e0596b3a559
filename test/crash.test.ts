/**
 * A simulator on a state file, killed with SIGKILL at random moments under load and started again: what was acknowledged is there,
 * once, and everybody is told. The seed of the moments is printed; CRASH_SEED repeats them.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { freshSeed, seededRandom } from '../simulator/random.ts'
import { readStateFile } from '../simulator/store/sqlite/database.ts'
import { sqliteStore } from '../simulator/store/sqlite/sqlite-store.ts'
import { verifyState } from '../simulator/store/sqlite/verify.ts'
import { type Attempt, type Found, type FoundTrade, judge } from './crash/history.ts'
import { killedServe } from './crash/killed-serve.ts'
import { startLoad } from './crash/load.ts'
import { openReceiver } from './receiver.ts'
import { md5Key, pid } from './signed-call.ts'

const opening = 500_000_000
const paidBetweenKills = 25

type Crashed = { readonly attempts: readonly Attempt[]; readonly found: Found; readonly problems: readonly string[] }

async function crashed(kills: number, seed: string, defect?: string): Promise<Crashed> {
  const folder = await mkdtemp(join(tmpdir(), 'crash-'))
  const path = join(folder, 'state.db')
  const random = seededRandom(seed)
  await using receiver = await openReceiver()
  const words = ['--port', '0', '--seed', 'crash', '--state', path, '--partner', pid, '--md5-key', md5Key]
  const serve = killedServe(folder, words, defect === undefined ? undefined : { defect, state: path })
  try {
    await serve.start()
    const buyer = await makeBuyer(serve.origin())
    const load = startLoad({ origin: serve.origin, notifyUrl: receiver.url, buyer, tills: 8 })
    for (let kill = 0; kill < kills; kill++) {
      const enough = load.paid() + paidBetweenKills
      while (load.paid() < enough) await pause(5)
      await pause(random.fraction('moment', String(kill)) * 200)
      await serve.kill()
      await serve.start()
    }
    await load.end()
    const told = () =>
      receiver.posted.map(({ fields }) => ({
        partnerTransId: fields.out_trade_no ?? '',
        notifyId: fields.notify_id ?? '',
      }))
    await quiet(() => receiver.posted.length)
    await serve.stop()
    const { trades, problems } = await readBack(path)
    const balance = await balanceOf(path, buyer)
    return {
      attempts: load.attempts,
      found: { trades, told: told(), buyer: { userId: buyer, opening, balance } },
      problems,
    }
  } finally {
    await serve.kill()
    await rm(folder, { recursive: true })
  }
}

async function makeBuyer(origin: string): Promise<string> {
  const answer = await fetch(`${origin}/_admin/partners/${pid}/buyers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ balance: (opening / 100).toFixed(2) }),
  })
  return ((await answer.json()) as { user_id: string }).user_id
}

/** Resolves when nothing has come for a while. */
async function quiet(count: () => number): Promise<void> {
  for (let before = -1; before !== count(); ) {
    before = count()
    await pause(1_000)
  }
}

async function readBack(path: string): Promise<{ trades: FoundTrade[]; problems: readonly string[] }> {
  const database = readStateFile(path)
  const { problems } = verifyState(database)
  database.close()
  const store = sqliteStore({ path, now: Date.now })
  const trades: FoundTrade[] = []
  for (let cursor: string | null = '-1'; cursor !== null; ) {
    const page: Awaited<ReturnType<typeof store.trades>> = await store.trades(pid, { cursor, limit: 500 })
    for (const { partnerTransId, alipayTransId, state, buyer, totalCny } of page.rows)
      trades.push({ partnerTransId, alipayTransId, state: state.name, userId: buyer.userId, totalCny: totalCny.amount })
    cursor = page.next
  }
  await store.close()
  return { trades, problems }
}

async function balanceOf(path: string, userId: string): Promise<number> {
  const store = sqliteStore({ path, now: Date.now })
  const wallet = (await store.kept?.documents())?.find(({ name }) => name === 'wallet')
  await store.close()
  const { buyers } = JSON.parse(wallet?.text ?? '{"buyers":[]}')
  const found = buyers.find(([id]: [string]) => id === userId)
  return found?.[1].balance.amount ?? -1
}

const seed = process.env.CRASH_SEED ?? freshSeed()

describe(`a simulator that is killed (CRASH_SEED=${seed})`, { timeout: 120_000 }, () => {
  it('keeps every acknowledged payment, each once, and delivers every notification', async () => {
    const { attempts, found, problems } = await crashed(4, seed)
    expect(judge(attempts, found)).toEqual([])
    expect(problems).toEqual([])
    expect(found.trades.length).toBeGreaterThan(4 * paidBetweenKills - 1)
  })

  it.each([
    ['answers before it commits', 'every acknowledged payment is there'],
    ['loses the outbox', 'every notification due was delivered'],
    ['commits the outbox by itself', 'every notification due was delivered'],
  ] as const)('with a store that %s is found out', async (defect, rule) => {
    const { attempts, found } = await crashed(1, seed, defect)
    expect(judge(attempts, found).map((breach) => breach.rule)).toContain(rule)
  })
})

describe('the checker', () => {
  const paid = { partnerTransId: 'T1', heard: { kind: 'paid', alipayTransId: 'A1' } } as const
  const trade = { partnerTransId: 'T1', alipayTransId: 'A1', state: 'TRADE_SUCCESS', userId: 'B1', totalCny: 100 }
  const whole: Found = {
    trades: [trade],
    told: [{ partnerTransId: 'T1', notifyId: 'N1' }],
    buyer: { userId: 'B1', opening: 500, balance: 400 },
  }

  it('lets pass what was paid once and told', () => {
    expect(judge([{ partnerTransId: 'T1', heard: { kind: 'nothing' } }, paid], whole)).toEqual([])
  })

  it.each<[string, Partial<Found>]>([
    ['every acknowledged payment is there', { trades: [], buyer: { ...whole.buyer, balance: 500 } }],
    ['every acknowledged payment is there', { trades: [{ ...trade, state: 'TRADE_CLOSED' }] }],
    ['no payment is there twice', { trades: [{ ...trade, alipayTransId: 'A2' }] }],
    ['no payment is there twice', { trades: [trade, trade] }],
    ['no payment is there twice', { told: [...whole.told, { partnerTransId: 'T1', notifyId: 'N2' }] }],
    ['nothing is there that nobody asked for', { trades: [trade, { ...trade, partnerTransId: 'T2' }] }],
    ['every notification due was delivered', { told: [] }],
    ['a buyer paid what was taken, once', { buyer: { ...whole.buyer, balance: 500 } }],
  ])('sees that not "%s" (%#)', (rule, changes) => {
    expect(judge([paid], { ...whole, ...changes }).map((breach) => breach.rule)).toContain(rule)
  })
})
