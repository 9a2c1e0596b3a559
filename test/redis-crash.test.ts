/**
 * Two simulators on one Redis under load: one or the other killed with SIGKILL, or Redis itself, which comes back from its file:
 * what was acknowledged is there, once, and everybody is told. The seed of the moments is printed; CRASH_SEED repeats them.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { adminClient } from '../simulator/admin/client/index.ts'
import { freshSeed, seededRandom } from '../simulator/random.ts'
import { redisStore } from '../simulator/store/redis/redis-store.ts'
import type { Store } from '../simulator/store/store.ts'
import { type Breach, type FoundTrade, judge } from './crash/history.ts'
import { type KilledServe, killedServe } from './crash/killed-serve.ts'
import { type Load, startLoad } from './crash/load.ts'
import { openReceiver, type Receiver } from './receiver.ts'
import { type OwnRedis, ownRedis, withRedis } from './redis.ts'
import { md5Key, pid } from './signed-call.ts'

const opening = 500_000_000
const paidBetweenKills = 30
/** A second of the partner is that much of one: what is tried again after a minute need not be waited for so long. */
const scale = 20
/** The others have noticed by then that one is gone, and done what it had in hand. */
const settledMs = 20_000
const brokenSettledMs = 4_000

type Kill = 'one' | 'two' | 'redis' | 'redis and one'

type World = {
  readonly one: KilledServe
  readonly two: KilledServe
  readonly redis: OwnRedis
  readonly receiver: Receiver
  readonly buyer: string
  readonly load: Load
}

const clientOf = (serve: KilledServe) => adminClient({ url: `${serve.origin()}/_admin` }).partner(pid)

async function crashed(kills: readonly Kill[], seed: string, defect?: string): Promise<readonly Breach[]> {
  const folder = await mkdtemp(join(tmpdir(), 'redis-crash-'))
  const redis = await ownRedis(['--appendonly', 'yes', '--appendfsync', 'always'])
  await using receiver = await openReceiver()
  const words = ['--port', '0', '--seed', 'crash', '--state', redis.url, '--partner', pid, '--md5-key', md5Key]
  const broken = defect === undefined ? undefined : { defect, state: redis.url }
  const [one, two] = [killedServe(folder, words, broken), killedServe(folder, words, broken)]
  try {
    await Promise.all([one.start(), two.start()])
    await clientOf(one).clock.run(scale)
    const { user_id: buyer } = await clientOf(one).buyers.create({
      balance: (opening / 100).toFixed(2),
      password_above: null,
    })
    let turn = 0
    // As a balancer would, and without asking whether somebody is there.
    const origin = () => (turn++ % 2 === 0 ? one : two).origin()
    const load = startLoad({ origin, notifyUrl: receiver.url, buyer, tills: 8 })
    const world = { one, two, redis, receiver, buyer, load }
    await killThem(world, kills, seed)
    await load.end()
    return await judged(world, defect === undefined ? settledMs : brokenSettledMs)
  } finally {
    await Promise.all([one.kill(), two.kill()])
    await redis.stop()
    await rm(folder, { recursive: true })
  }
}

async function killThem({ one, two, redis, load }: World, kills: readonly Kill[], seed: string): Promise<void> {
  const random = seededRandom(seed)
  const parts = { one, two, redis }
  for (const [nth, kill] of kills.entries()) {
    const enough = load.paid() + paidBetweenKills
    while (load.paid() < enough) await pause(5)
    await pause(random.fraction('moment', String(nth)) * 300)
    const victims = kill.split(' and ').map((name) => parts[name as keyof typeof parts])
    for (const victim of victims) await victim.kill()
    await pause(random.fraction('away', String(nth)) * 500)
    for (const victim of victims) await victim.start()
  }
}

async function judged({ one, two, redis, receiver, buyer, load }: World, mostMs: number): Promise<readonly Breach[]> {
  const store = await redisStore({ url: redis.url, simulator: 'reader', now: Date.now })
  try {
    const pending = async () => (await store.notifications(pid)).filter(({ state }) => state === 'pending').length
    for (let waited = 0; waited < mostMs && (await pending()) > 0; waited += 200) await pause(200)
    const trades = await tradesOf(store)
    const told = receiver.posted.map(({ fields }) => ({
      partnerTransId: fields.out_trade_no ?? '',
      notifyId: fields.notify_id ?? '',
    }))
    const balances = [one, two].map(async (serve) => Number((await clientOf(serve).buyers.get(buyer)).balance))
    return (await Promise.all(balances)).flatMap((yuan) => {
      const balance = Math.round(yuan * 100)
      return judge(load.attempts, { trades, told, buyer: { userId: buyer, opening, balance } })
    })
  } finally {
    await store.close()
  }
}

async function tradesOf(store: Store): Promise<readonly FoundTrade[]> {
  const { rows } = await store.trades(pid, { limit: 1_000_000 })
  return rows.map(({ partnerTransId, alipayTransId, state, buyer, totalCny }) => ({
    ...{ partnerTransId, alipayTransId, state: state.name, userId: buyer.userId, totalCny: totalCny.amount },
  }))
}

const seed = process.env.CRASH_SEED ?? freshSeed()

withRedis(`two simulators on one Redis that are killed (CRASH_SEED=${seed})`, () => {
  it('keep every acknowledged payment, each once, and deliver every notification', { timeout: 120_000 }, async () => {
    expect(await crashed(['one', 'redis', 'two', 'redis and one'], seed)).toEqual([])
  })

  it('with a store that answers before it commits are found out', { timeout: 120_000 }, async () => {
    const breaches = await crashed(['redis and one'], seed, 'answers before it commits')
    expect(breaches.map(({ rule }) => rule)).toContain('every acknowledged payment is there')
  })
})
