import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import { toPem } from '../../protocol/key.ts'
import { openControlRoom } from '../../test/control-room.ts'
import { openReceiver } from '../../test/receiver.ts'
import { refusalOf } from '../../test/refusal.ts'
import { call, payFields, pid } from '../../test/signed-call.ts'

describe('a partner made through the control API', () => {
  it('is made up where nothing is said, and can pay at once', async () => {
    await using room = await openControlRoom()
    const made = await room.admin.partners.create()
    expect(made.pid).toMatch(/^2088\d{12}$/)
    expect(made.md5_key).toMatch(/^[a-z0-9]{32}$/)
    expect(made).toMatchObject({ sign_types: ['MD5'], currencies: null, seed: '7', funded: true, private_key: null })
    expect((await room.till(made).pay('T1')).fields).toMatchObject({ result_code: 'SUCCESS' })
    expect((await room.till().query('T1')).fields).toMatchObject({ result_code: 'FAIL' })
  })

  it('has the same number and key in the next run of the same seed', async () => {
    const run = async () => {
      await using room = await openControlRoom()
      return [await room.admin.partners.create(), await room.admin.partners.create()].map(({ pid, md5_key }) => [
        pid,
        md5_key,
      ])
    }
    expect(await run()).toEqual(await run())
  })

  it('is as the draft says', async () => {
    await using room = await openControlRoom()
    const draft = {
      pid: '2088000000000002',
      md5_key: 'k'.repeat(32),
      seed: 'mine',
      services: ['pay', 'query'],
      currencies: ['HKD'],
      defaults: { behaviour: '0206', latency: 'metronome' },
    } as const
    const made = await room.admin.partners.create(draft)
    const { md5_key: _, private_key: __, ...shown } = made
    expect(made).toMatchObject({ ...draft, defaults: { behaviour: '0206', climate: null, latency: 'metronome' } })
    expect(await room.admin.partner(made.pid).get()).toEqual({ ...shown, clock: expect.anything() })
    const till = room.till(made)
    expect((await till.pay('T1')).fields).toEqual({ error: 'INVALID_PARAMETER' })
    expect((await till.pay('T2', { currency: 'HKD' })).fields).toMatchObject({ error: 'BUYER_BALANCE_NOT_ENOUGH' })
    expect((await till.cancel('T2')).fields).toEqual({ error: 'ILLEGAL_PARTNER_EXTERFACE' })
  })

  it('can sign with a pair that is made for it', async () => {
    await using room = await openControlRoom()
    const { pid: partner, private_key: pem } = await room.admin.partners.create({ make_key_pair: true })
    const signer = { signType: 'RSA2', privateKey: createPrivateKey(pem ?? '') } as const
    const paid = await call(
      room.simulator.gateway,
      { ...payFields('T1'), partner, alipay_seller_id: partner },
      { signer },
    )
    expect(paid.fields).toMatchObject({ result_code: 'SUCCESS' })
    expect(await room.admin.alipayPublicKey()).toMatch(/^-----BEGIN PUBLIC KEY-----/)
  })

  it('shows its key never again', async () => {
    await using room = await openControlRoom()
    const made = await room.admin.partners.create({ md5_key: 'a-key-nobody-else-has' })
    const told = await Promise.all(
      ['/partners', `/partners/${made.pid}`].map(async (path) => (await room.raw(path)).text()),
    )
    expect(told.join()).not.toContain('a-key-nobody-else-has')
  })

  it.each([
    [{ pid: '123' }, 'INVALID_REQUEST', 400, ['pid']],
    [{ pid }, 'PARTNER_EXISTS', 409, ['pid']],
    [{ public_key: 'no key' }, 'INVALID_REQUEST', 400, ['public_key']],
    [{ public_key: 'x', make_key_pair: true }, 'INVALID_REQUEST', 400, ['make_key_pair']],
    [{ currencies: ['USD', 'XXX'] }, 'INVALID_REQUEST', 400, ['currencies[1]']],
    [{ currencies: [] }, 'INVALID_REQUEST', 400, ['currencies']],
    [{ defaults: { behaviour: '9999' } }, 'INVALID_REQUEST', 400, ['defaults.behaviour']],
    [{ defaults: { latency: { kind: 'fixed', ms: -1 } } }, 'INVALID_REQUEST', 400, ['defaults.latency.ms']],
    [{ defualts: {} }, 'INVALID_REQUEST', 400, ['defualts']],
  ])('is not made from %j: the field is named, and nobody is there', async (draft, code, status, fields) => {
    await using room = await openControlRoom()
    expect(await refusalOf(room.admin.partners.create(draft as object))).toEqual({ code, status, fields })
    expect(await room.admin.partners.list()).toHaveLength(1)
  })

  it('that was refused leaves its number free', async () => {
    await using room = await openControlRoom()
    const number = { pid: '2088000000000009' }
    await refusalOf(room.admin.partners.create({ ...number, defaults: { climate: 'tornado' } }))
    expect(await room.admin.partners.create(number)).toMatchObject(number)
  })

  it('gets a number of its own when a hundred are made at once', async () => {
    await using room = await openControlRoom()
    const made = await Promise.all(
      Array.from({ length: 100 }, () => room.admin.partners.create({ defaults: { latency: 'next-door' } })),
    )
    expect(new Set(made.map((partner) => partner.pid)).size).toBe(100)
    expect(await room.admin.partners.list()).toHaveLength(101)
  })

  it('is forgotten with its trades when it is deleted; the first one stays', async () => {
    await using room = await openControlRoom()
    const made = await room.admin.partners.create()
    await room.till(made).pay('T1')
    await room.admin.partner(made.pid).delete()
    expect((await room.till(made).pay('T1')).fields).toEqual({ error: 'ILLEGAL_PARTNER' })
    expect(await refusalOf(room.admin.partner(made.pid).get())).toMatchObject({ code: 'NOT_FOUND', status: 404 })
    expect(await refusalOf(room.admin.partner().delete())).toMatchObject({ code: 'PARTNER_NEEDED', status: 409 })
    await room.admin.partners.create({ pid: made.pid, md5_key: made.md5_key })
    expect((await room.till(made).query('T1')).fields).toMatchObject({ result_code: 'FAIL' })
  })
})

describe('a change of a partner', () => {
  it('keeps what it leaves out, and takes away what is null', async () => {
    await using room = await openControlRoom()
    const partner = room.admin.partner()
    await partner.change({ funded: false, seed: 'other', defaults: { behaviour: '0206', climate: 'calm' } })
    const changed = await partner.change({ defaults: { climate: null } })
    expect(changed).toMatchObject({ funded: false, seed: 'other', defaults: { behaviour: '0206', climate: null } })
    expect((await room.till().pay('T1')).fields).toMatchObject({ error: 'BUYER_BALANCE_NOT_ENOUGH' })
  })

  it('is all or nothing', async () => {
    await using room = await openControlRoom()
    const partner = room.admin.partner()
    const change = { seed: 'other', funded: false, defaults: { climate: 'tornado' } }
    expect(await refusalOf(partner.change(change))).toMatchObject({ status: 400, fields: ['defaults.climate'] })
    expect(await refusalOf(partner.change({ funded: false, public_key: 'no key' }))).toMatchObject({
      fields: ['public_key'],
    })
    expect(await partner.get()).toMatchObject({ seed: '7', funded: true, defaults: { climate: null } })
  })

  it('gives it an RSA key and takes it away, and its trades, rules and clock stay', async () => {
    await using room = await openControlRoom()
    const partner = room.admin.partner()
    await room.till().pay('T1')
    await partner.clock.freeze('2024-01-15 12:00:00')
    await partner.rules.put([{ behaviour: '0206', match: { service: 'refund' } }])
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
    expect((await partner.change({ public_key: toPem(publicKey) })).sign_types).toEqual(['MD5', 'RSA', 'RSA2'])
    const pay = () => call(room.simulator.gateway, payFields('T2'), { signer: { signType: 'RSA2', privateKey } })
    expect((await pay()).fields).toMatchObject({ result_code: 'SUCCESS', alipay_pay_time: '20240115120000' })
    expect((await room.till().query('T1')).fields).toMatchObject({ alipay_trans_status: 'TRADE_SUCCESS' })
    expect(await partner.rules.list()).toHaveLength(1)
    // The handle in the process and the one of the control API are the same partner.
    room.simulator.partner.reseed('in process')
    expect(await partner.seed.get()).toBe('in process')
    expect((await partner.change({ public_key: null })).sign_types).toEqual(['MD5'])
    expect((await pay()).fields).toEqual({ error: 'ILLEGAL_SECURITY_PROFILE' })
  })

  it('of the seed holds for what is drawn from then on', async () => {
    await using room = await openControlRoom()
    const partner = room.admin.partner()
    await partner.clock.freeze('2024-01-15 12:00:00')
    const idOf = async (id: string) => (await room.till().pay(id)).fields.alipay_trans_id
    const before = await idOf('T1')
    await partner.reset()
    await partner.clock.freeze('2024-01-15 12:00:00')
    expect(await idOf('T1')).toBe(before)
    expect(await partner.seed.set('another')).toBe('another')
    await room.simulator.store.reset(pid)
    expect(await idOf('T1')).not.toBe(before)
  })
})

describe('a reset', () => {
  it('of one partner goes back to its beginning, and no other notices', async () => {
    await using room = await openControlRoom({ defaults: { latency: 'metronome' } })
    const other = await room.admin.partners.create({ seed: 'own', defaults: { climate: 'calm' } })
    const [one, two] = [room.admin.partner(), room.admin.partner(other.pid)]
    for (const partner of [one, two]) {
      await partner.change({ seed: 'changed', funded: false, defaults: { behaviour: '0000' } })
      await partner.rules.put([{ id: 'mine', behaviour: '0000', match: { service: 'pay' } }])
      await partner.clock.freeze('2030-01-01 00:00:00')
    }
    await room.till().pay('T1')
    await room.till(other).pay('T1')
    const untouched = await two.get()
    const reset = await one.reset()
    expect(reset).toMatchObject({ seed: '7', funded: true, clock: { mode: 'running', scale: 1 } })
    expect(reset.defaults).toEqual({ behaviour: null, climate: null, latency: 'metronome' })
    expect(Date.parse(reset.clock.now.iso)).toBeLessThan(Date.UTC(2029, 0))
    expect(await one.rules.list()).toEqual([])
    expect((await one.transactions.list()).transactions).toEqual([])
    expect(await one.exchanges.list()).toEqual([])

    expect(await two.get()).toEqual(untouched)
    expect(await two.rules.list()).toMatchObject([{ id: 'mine', hits: 1 }])
    expect(await two.exchanges.list()).toHaveLength(1)
    expect((await two.transactions.list()).transactions).toHaveLength(1)
    expect(await two.reset()).toMatchObject({ seed: 'own', defaults: { climate: 'calm', behaviour: null } })
  })

  it('forgets what is being sent, and waits for nobody', async () => {
    const held: ServerResponse[] = []
    await using receiver = await openReceiver((outgoing) => void held.push(outgoing))
    await using room = await openControlRoom()
    const partner = room.admin.partner()
    await room.till().pay('T1', { notify_url: receiver.url })
    await expect.poll(() => held.length).toBe(1)
    await partner.reset()
    held[0]?.end('busy')
    await room.simulator.settled()
    expect(await partner.notifications.list()).toEqual([])
    expect(await room.simulator.store.nextDue(pid)).toBeUndefined()
  })

  it('of all leaves nobody out, not even the journal of requests of nobody known', async () => {
    await using room = await openControlRoom()
    const other = await room.admin.partners.create()
    await room.till().pay('T1')
    await room.till(other).pay('T1')
    await room.till({ pid: '2088999999999999', md5_key: 'x' }).pay('T1')
    expect(await room.admin.journal.list()).toHaveLength(3)
    expect(await room.admin.reset()).toHaveLength(2)
    expect(await room.admin.journal.list()).toEqual([])
  })
})
