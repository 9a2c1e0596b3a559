/**
 * What a user set and paid is there when a simulator starts again on the same state, be it that it was stopped or that it died:
 * a copy of its files, taken while it runs, is what a dead process leaves.
 */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { adminClient } from '../simulator/admin/client/index.ts'
import { startSimulator } from '../simulator/simulator.ts'
import type { Simulator, SimulatorOptions } from '../simulator/simulator-options.ts'
import { readStateFile } from '../simulator/store/sqlite/database.ts'
import { verifyState } from '../simulator/store/sqlite/verify.ts'
import { openReceiver } from './receiver.ts'
import { call, md5Key, payFields, pid } from './signed-call.ts'

const folder = mkdtempSync(join(tmpdir(), 'survival-'))
afterAll(() => rmSync(folder, { recursive: true }))
let made = 0
const freshPath = () => join(folder, `${++made}.db`)

const start = (state: string, options: SimulatorOptions = {}) =>
  startSimulator({
    state,
    partners: [{ pid, md5Key }],
    onError: (error) => {
      throw error
    },
    ...options,
  })
const adminOf = ({ admin }: Simulator) => adminClient({ url: admin })

/** Where the state of a simulator stands that died this very moment. */
function died(path: string): string {
  const copy = freshPath()
  for (const suffix of ['', '-wal']) if (existsSync(path + suffix)) copyFileSync(path + suffix, copy + suffix)
  return copy
}

const ways = [
  [
    'was stopped',
    async (simulator: Simulator, path: string) => {
      await simulator.stop()
      return path
    },
  ],
  [
    'died',
    async (simulator: Simulator, path: string) => {
      const copy = died(path)
      await simulator.stop()
      return copy
    },
  ],
] as const

describe.each(ways)('a simulator that %s', (_, end) => {
  it('has its partners, rules, defaults, clocks and seed again', async () => {
    const path = freshPath()
    const first = await start(path)
    const admin = adminOf(first)
    const partner = await admin.partners.create({ make_key_pair: true, seed: '99', currencies: ['SGD'] })
    const own = admin.partner(partner.pid)
    await own.change({ funded: false, defaults: { latency: 'hotel-wifi' } })
    await own.rules.put([
      { id: 'once', behaviour: '0101', times: 1 },
      { behaviour: '0301', match: { service: 'refund' } },
    ])
    await own.clock.freeze('2024-01-15T02:30:00.000Z')
    await own.clock.advance({ ms: 90_000_000 })
    const before = { partner: await own.get(), rules: await own.rules.list() }
    const { seed } = first

    const second = await start(await end(first, path))
    expect(second.seed).toBe(seed)
    const again = adminOf(second).partner(partner.pid)
    expect({ partner: await again.get(), rules: await again.rules.list() }).toEqual(before)
    const key = { signer: { signType: 'MD5', key: partner.md5_key } } as const
    const fields = payFields('T1', { partner: partner.pid, alipay_seller_id: partner.pid, currency: 'SGD' })
    expect((await call(second.gateway, fields, key)).fields.result_code).toBeDefined()
    await second.stop()
  })

  it('has its buyers again, with what is left and what is spent', async () => {
    const path = freshPath()
    const first = await start(path)
    const own = adminOf(first).partner(pid)
    const buyer = await own.buyers.create({ balance: '1000.00', daily_limit: '600.00', password_above: null })
    const code = async () => (await own.buyers.code(buyer.user_id)).code
    const pay = async ({ gateway }: Simulator, id: string, shown: string) =>
      (await call(gateway, payFields(id, { buyer_identity_code: shown }))).fields
    expect(await pay(first, 'T1', await code())).toMatchObject({ result_code: 'SUCCESS' })
    const spent = await code()
    expect(await pay(first, 'T2', spent)).toMatchObject({ result_code: 'SUCCESS' })
    const unused = await code()
    const before = { buyer: await own.buyers.get(buyer.user_id), inbox: (await own.buyers.inbox(buyer.user_id)).length }
    expect(before.buyer.balance).not.toBe('1000.00')

    const state = await end(first, path)
    const second = await start(state)
    const again = adminOf(second).partner(pid)
    expect(await again.buyers.get(buyer.user_id)).toEqual(before.buyer)
    expect(await again.buyers.inbox(buyer.user_id)).toHaveLength(before.inbox)
    expect(await pay(second, 'T3', spent)).toMatchObject({ error: 'SOUNDWAVE_PARSER_FAIL' })
    expect(await pay(second, 'T4', unused)).toMatchObject({ error: 'BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR' })
    await second.stop()
    const database = readStateFile(state)
    expect(verifyState(database)).toMatchObject({ buyers: 1, problems: [] })
    database.close()
  })

  it('tells a repeated pay what it told before, and sends what was still to be sent', async () => {
    await using receiver = await openReceiver()
    const path = freshPath()
    const first = await start(path)
    first.partner.clock.freeze()
    const fields = payFields('T1', { notify_url: receiver.url })
    const told = await call(first.gateway, fields)
    expect(receiver.posted).toEqual([])
    const second = await start(await end(first, path))
    const again = await call(second.gateway, fields)
    expect(again.fields).toEqual(told.fields)
    second.partner.clock.run()
    await expect.poll(() => receiver.posted.length).toBe(1)
    expect(receiver.posted[0]?.fields.out_trade_no).toBe('T1')
    await second.stop()
  })

  it('forgets a partner that was deleted, and what a reset forgot', async () => {
    const path = freshPath()
    const first = await start(path)
    const admin = adminOf(first)
    const { pid: gone } = await admin.partners.create({})
    await admin.partner(gone).delete()
    await admin.partner(pid).rules.put([{ behaviour: '0101' }])
    await call(first.gateway, payFields('T1'))
    await admin.partner(pid).reset()
    const second = await start(await end(first, path))
    const again = adminOf(second)
    expect((await again.partners.list()).map((partner) => partner.pid)).toEqual([pid])
    expect(await again.partner(pid).rules.list()).toEqual([])
    expect(await second.store.trade(pid, { partnerTransId: 'T1' })).toBeUndefined()
    await second.stop()
  })

  it('takes what the new start says over what was kept', async () => {
    const path = freshPath()
    const first = await start(path, { seed: '7', defaults: { climate: 'lively' } })
    await adminOf(first)
      .partner(pid)
      .change({ defaults: { climate: 'storm' } })
    const state = await end(first, path)
    const same = await start(state, { seed: '7', defaults: { climate: 'lively' } })
    expect(same.partner.stage.defaults()).toEqual({ climate: 'storm' })
    await same.stop()
    const other = await start(state, { seed: '8', defaults: { climate: 'calm' } })
    expect([other.partner.seed, other.partner.stage.defaults()]).toEqual(['8', { climate: 'calm' }])
    await other.stop()
  })
})
