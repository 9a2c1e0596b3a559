/** Any number of simulators on one Redis behave as one: what is told to one of them, the next call of any other knows. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { adminClient } from '../simulator/admin/client/index.ts'
import { startSimulator } from '../simulator/simulator.ts'
import type { Simulator, SimulatorOptions } from '../simulator/simulator-options.ts'
import { openReceiver } from './receiver.ts'
import { type OwnRedis, ownRedis, withRedis } from './redis.ts'
import { call, cancelFields, md5Key, payFields, pid, queryFields } from './signed-call.ts'

withRedis('two simulators on one Redis', () => {
  let redis: OwnRedis
  let made = 0
  let state = ''
  let one: Simulator
  let two: Simulator
  const errors: unknown[] = []
  const start = (options: SimulatorOptions = {}) =>
    startSimulator({ state, partners: [{ pid, md5Key }], onError: (error) => void errors.push(error), ...options })
  const adminOf = ({ admin }: Simulator) => adminClient({ url: admin }).partner(pid)

  beforeAll(async () => {
    redis = await ownRedis()
  })
  afterAll(() => redis.stop())
  beforeEach(async () => {
    state = `${redis.url}/0?prefix=together-${++made}`
    one = await start()
    two = await start()
  })
  afterEach(async () => {
    await Promise.all([one.stop(), two.stop()])
    expect(errors.splice(0)).toEqual([])
  })

  it('have one seed and one key', async () => {
    expect(two.seed).toBe(one.seed)
    expect(await two.alipayPublicKey()).toBe(await one.alipayPublicKey())
  })

  it('pay once for 200 requests that are the same and come to both together, and tell of it once', async () => {
    await using receiver = await openReceiver()
    const told = await Promise.all(
      Array.from({ length: 200 }, (_, i) =>
        call((i % 2 === 0 ? one : two).gateway, payFields('T1', { notify_url: receiver.url })),
      ),
    )
    expect(new Set(told.map(({ fields }) => fields.result_code))).toEqual(new Set(['SUCCESS']))
    expect(new Set(told.map(({ fields }) => fields.alipay_trans_id)).size).toBe(1)
    expect((await one.store.trades(pid, {})).rows).toHaveLength(1)
    await expect.poll(() => receiver.posted.length, { timeout: 5_000 }).toBe(1)
    await expect
      .poll(async () => (await two.store.notifications(pid)).map((record) => record.state), { timeout: 5_000 })
      .toEqual(['acknowledged'])
    expect(receiver.posted).toHaveLength(1)
    const ids = (await one.store.exchanges({ limit: 500 })).map(({ id }) => id)
    expect(new Set(ids).size).toBe(200)
  })

  it('count the calls of a rule together', async () => {
    await adminOf(one).rules.put([{ id: 'thrice', behaviour: '0101', times: 3, match: { service: 'pay' } }])
    const calls = Array.from({ length: 40 }, (_, i) => call((i % 2 === 0 ? one : two).gateway, payFields(`T${i}`)))
    const codes = (await Promise.all(calls)).map(({ fields }) => fields.result_code)
    expect(codes.filter((code) => code !== 'SUCCESS')).toHaveLength(3)
    for (const simulator of [one, two])
      expect(await adminOf(simulator).rules.list()).toMatchObject([{ id: 'thrice', hits: 3, state: 'used up' }])
    await adminOf(two).rules.put([{ id: 'thrice', behaviour: '0101', times: 3, match: { service: 'pay' } }])
    expect(await adminOf(one).rules.list()).toMatchObject([{ hits: 0, state: 'active' }])
    expect((await call(one.gateway, payFields('T50'))).fields.result_code).not.toBe('SUCCESS')
    await adminOf(one).rules.clear()
    expect((await call(two.gateway, payFields('T51'))).fields.result_code).toBe('SUCCESS')
  })

  it('know a partner that was made on one of them, and forget it together', async () => {
    const made = await adminClient({ url: one.admin }).partners.create({ seed: '99', currencies: ['USD'] })
    const key = { signer: { signType: 'MD5', key: made.md5_key } } as const
    const fields = payFields('T1', { partner: made.pid, alipay_seller_id: made.pid })
    expect((await call(two.gateway, fields, key)).fields.result_code).toBe('SUCCESS')
    await adminClient({ url: two.admin }).partner(made.pid).delete()
    expect((await call(one.gateway, fields, key)).fields.error).toBe('ILLEGAL_PARTNER')
    expect((await adminClient({ url: one.admin }).partners.list()).map((partner) => partner.pid)).toEqual([pid])
  })

  it('have one clock: frozen on one, moved on the other past what is due', async () => {
    await using receiver = await openReceiver((outgoing, nth) => outgoing.end(nth === 0 ? 'no' : 'success'))
    await adminOf(one).clock.freeze('2024-01-15T02:30:00.000Z')
    expect((await adminOf(two).clock.get()).now.iso).toBe('2024-01-15T02:30:00.000Z')
    await call(one.gateway, payFields('T1', { notify_url: receiver.url }))
    expect(receiver.posted).toHaveLength(0)
    await adminOf(two).clock.advance({ ms: 3_600_000 })
    expect(receiver.posted).toHaveLength(2)
    expect(await adminOf(one).clock.get()).toEqual(await adminOf(two).clock.get())
    await adminOf(one).clock.run(100)
    expect(await adminOf(two).clock.get()).toMatchObject({ mode: 'running', scale: 100 })
  })

  it('let somebody wait on one for what comes to the other, and number it higher than what was seen', async () => {
    await call(two.gateway, payFields('T1'))
    const [seen] = await adminOf(one).exchanges.list()
    const waiting = adminOf(one).exchanges.wait({
      after: seen?.id,
      partner_trans_id: 'T2',
      count: 2,
      timeout_ms: 10_000,
    })
    await call(two.gateway, payFields('T2'))
    await call(one.gateway, queryFields('T2'))
    expect((await waiting).count).toBe(2)
    const later = (await adminOf(two).exchanges.list({ after: seen?.id })).map(({ service }) => service)
    expect(later).toEqual(['pay', 'query'])
  })

  it('have the accounts of buyers in common, to the last fen', async () => {
    const buyer = await adminOf(one).buyers.create({ balance: '1000.00', password_above: null })
    const code = async (simulator: Simulator) => (await adminOf(simulator).buyers.code(buyer.user_id)).code
    const codes = [await code(one), await code(two), await code(one), await code(two), await code(one), await code(two)]
    const told = await Promise.all(
      codes.map((shown, i) =>
        call((i % 2 === 0 ? two : one).gateway, payFields(`T${i}`, { buyer_identity_code: shown })),
      ),
    )
    const paid = told.filter(({ fields }) => fields.result_code === 'SUCCESS')
    expect(paid).toHaveLength(3)
    expect(told.filter(({ fields }) => fields.error === 'BUYER_BALANCE_NOT_ENOUGH')).toHaveLength(3)
    const { rows } = await one.store.trades(pid, {})
    const taken = rows.reduce((sum, { totalCny }) => sum + totalCny.amount, 0)
    for (const simulator of [one, two]) {
      expect(await adminOf(simulator).buyers.get(buyer.user_id)).toMatchObject({
        balance: ((100_000 - taken) / 100).toFixed(2),
      })
      const inbox = await adminOf(simulator).buyers.inbox(buyer.user_id)
      for (const kind of ['paid', 'refused'])
        expect(inbox.filter((message) => message.kind === kind && message.channel === 'app')).toHaveLength(3)
    }
    await call(two.gateway, cancelFields(rows[0]?.partnerTransId ?? ''))
    const afterwards = await adminOf(one).buyers.get(buyer.user_id)
    expect(afterwards).toEqual(await adminOf(two).buyers.get(buyer.user_id))
  })

  it('send an SMS once', async () => {
    const sent: string[] = []
    await Promise.all([one.stop(), two.stop()])
    one = await start({ sms: ({ text }) => void sent.push(text) })
    two = await start({ sms: ({ text }) => void sent.push(text) })
    const buyer = await adminOf(one).buyers.create({ balance: '1000.00', password_above: null })
    const { code } = await adminOf(two).buyers.code(buyer.user_id)
    await call(two.gateway, payFields('T1', { buyer_identity_code: code }))
    const inboxes = [await adminOf(one).buyers.inbox(buyer.user_id), await adminOf(two).buyers.inbox(buyer.user_id)]
    expect(inboxes[0]).toEqual(inboxes[1])
    const told = inboxes[0]?.filter(({ channel }) => channel === 'sms').map(({ text }) => text)
    expect(told?.length).toBeGreaterThan(0)
    expect(sent).toEqual(told)
  })

  it('let a pay that waits on one hear of the cancel on the other', async () => {
    await adminOf(one).rules.put([{ behaviour: '0323', match: { service: 'pay' } }])
    const pay = call(one.gateway, payFields('T1'))
    await expect.poll(async () => (await adminOf(two).rules.list())[0]?.hits).toBe(1)
    await call(two.gateway, cancelFields('T1'))
    expect((await pay).fields).toMatchObject({ error: 'TRADE_HAS_CLOSE' })
  })

  it('let a notification be overtaken by one that the other sends', async () => {
    await using receiver = await openReceiver()
    await adminOf(one).rules.put([{ behaviour: '0508', match: { service: 'pay' }, times: 2 }])
    await call(one.gateway, payFields('T1', { notify_url: receiver.url }))
    await expect
      .poll(async () => (await two.store.notifications(pid)).map(({ heldBack }) => heldBack), { timeout: 5_000 })
      .toEqual([true])
    await one.stop()
    await call(two.gateway, payFields('T2', { notify_url: receiver.url }))
    await expect.poll(() => receiver.posted.length, { timeout: 5_000 }).toBe(2)
    expect(receiver.posted.map(({ fields }) => fields.out_trade_no)).toEqual(['T2', 'T1'])
  })

  it('reset a partner together', async () => {
    await adminOf(one).rules.put([{ behaviour: '0101' }])
    await adminOf(two).buyers.create({ balance: '1.00' })
    await adminOf(two).change({ defaults: { climate: 'storm' }, funded: false })
    await adminOf(one).reset()
    expect(await adminOf(two).rules.list()).toEqual([])
    expect(await adminOf(two).buyers.list()).toEqual([])
    const [settings, same] = (await Promise.all([adminOf(two).get(), adminOf(one).get()])).map(
      ({ clock: _, ...rest }) => rest,
    )
    expect(settings).toEqual(same)
    expect((await call(two.gateway, payFields('T1'))).fields.result_code).toBe('SUCCESS')
  })

  it('find everything again when all of them were stopped', async () => {
    const buyer = await adminOf(one).buyers.create({ balance: '1000.00', password_above: null })
    const { code } = await adminOf(two).buyers.code(buyer.user_id)
    await call(two.gateway, payFields('T1', { buyer_identity_code: code }))
    await adminOf(one).rules.put([{ id: 'once', behaviour: '0101', times: 1 }])
    await adminOf(two).clock.freeze('2024-01-15T02:30:00.000Z')
    const before = [await adminOf(two).buyers.get(buyer.user_id), await adminOf(one).rules.list()]
    await Promise.all([one.stop(), two.stop()])
    one = await start()
    two = await start()
    for (const simulator of [one, two])
      expect([await adminOf(simulator).buyers.get(buyer.user_id), await adminOf(simulator).rules.list()]).toEqual(
        before,
      )
    expect((await adminOf(one).clock.get()).mode).toBe('frozen')
  })
})
