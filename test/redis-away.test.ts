/** A Redis that cannot be used is told at start, by name; one that goes away costs SYSTEM_ERROR and nothing else. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { startSimulator } from '../simulator/simulator.ts'
import type { Simulator } from '../simulator/simulator-options.ts'
import { callProgram } from './command-line.ts'
import { openReceiver } from './receiver.ts'
import { type OwnRedis, ownRedis, withRedis } from './redis.ts'
import { call, md5Key, payFields, pid, queryFields } from './signed-call.ts'

const start = (state: string) => startSimulator({ state, partners: [{ pid, md5Key }] })

withRedis('a Redis that cannot be used', () => {
  const opened: OwnRedis[] = []
  const own = async (...words: string[]) => {
    const redis = await ownRedis(words)
    opened.push(redis)
    return redis
  }
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((redis) => redis.stop()))
  })
  const refusal = (state: string) =>
    start(state).then(
      () => expect.unreachable('it started'),
      (error: Error) => error.message,
    )

  it.each([
    ['redis://', 'STATE_ADDRESS'],
    ['redis:127.0.0.1', 'STATE_ADDRESS'],
    ['redis://127.0.0.1:6379/payments', 'STATE_ADDRESS'],
    ['redis://127.0.0.1:6379/0?name=a', 'STATE_ADDRESS'],
    ['redis://127.0.0.1:6379/0?prefix=a{b', 'STATE_ADDRESS'],
    ['redis://127.0.0.1:1', 'STATE_UNREACHABLE'],
    ['redis://nowhere.invalid', 'STATE_UNREACHABLE'],
  ])('%s: %s', async (address, code) => {
    expect(await refusal(address)).toContain(`[${code}]`)
  })

  it('asks for a password, or takes another one; the message has none of them', async () => {
    const { port } = await own('--requirepass', 's3cret')
    expect(await refusal(`redis://127.0.0.1:${port}`)).toMatch(/STATE_NOT_LET_IN.*asks for a password/)
    const said = await refusal(`redis://:wr0ng@127.0.0.1:${port}`)
    expect(said).toMatch(/STATE_NOT_LET_IN.*does not take this password/)
    expect(said).not.toContain('wr0ng')
    const simulator = await start(`redis://:s3cret@127.0.0.1:${port}/3`)
    expect((await call(simulator.gateway, payFields('T1'))).fields.result_code).toBe('SUCCESS')
    await simulator.stop()
  })

  it('has no such database', async () => {
    const { url } = await own()
    expect(await refusal(`${url}/99`)).toContain('[STATE_ADDRESS]')
  })

  it('throws away what it was given', async () => {
    const { url } = await own('--maxmemory', '50mb', '--maxmemory-policy', 'allkeys-lru')
    expect(await refusal(url)).toMatch(/STATE_EVICTS.*allkeys-lru/)
  })

  it('was written by a newer version', async () => {
    const { url, ask } = await own()
    await ask('HSET', 'alipay-sandbox:about', 'layout', '2')
    expect(await refusal(url)).toContain('[STATE_NEWER]')
  })

  it('is only a replica', async () => {
    const master = await own()
    const replica = await own('--replicaof', `127.0.0.1 ${master.port}`)
    expect(await refusal(replica.url)).toMatch(/STATE_UNREACHABLE.*replica/)
  })

  it('ends serve with its message, and no trace of where in the code', async () => {
    const { port } = await own('--requirepass', 's3cret')
    const words = ['serve', '--port', '0', '--state', `redis://:wr0ng@127.0.0.1:${port}`]
    const { code, stderr } = await callProgram(words, { folder: '/tmp' })
    expect(code).not.toBe(0)
    expect(stderr).toMatch(/^\S*.*STATE_NOT_LET_IN/)
    expect(stderr).not.toMatch(/wr0ng|\.ts:\d/)
  })
})

withRedis('a Redis that goes away', () => {
  let redis: OwnRedis
  let simulator: Simulator
  beforeAll(async () => {
    redis = await ownRedis(['--appendonly', 'yes', '--appendfsync', 'always'])
  })
  afterEach(() => simulator.stop())
  afterAll(() => redis.stop())
  const ready = async () => (await fetch(`${simulator.admin}/ready`)).status
  const pay = async (id: string, url?: string) =>
    (await call(simulator.gateway, payFields(id, { notify_url: url }))).fields

  it('costs SYSTEM_ERROR and readiness while it is away, and nothing once it is back', async () => {
    await using receiver = await openReceiver()
    simulator = await start(`${redis.url}?prefix=away`)
    expect(await pay('T1')).toMatchObject({ result_code: 'SUCCESS' })
    expect(await ready()).toBe(200)
    await redis.kill()
    for (const id of ['T1', 'T2', 'T2']) expect(await pay(id, receiver.url)).toEqual({ error: 'SYSTEM_ERROR' })
    expect(await ready()).toBe(503)
    await redis.start()
    await expect.poll(ready, { timeout: 8_000 }).toBe(200)
    const query = async (id: string) => (await call(simulator.gateway, queryFields(id))).fields
    expect(await query('T1')).toMatchObject({ alipay_trans_status: 'TRADE_SUCCESS' })
    expect(await query('T2')).toMatchObject({ error: 'TRADE_NOT_EXIST' })
    expect(await pay('T2', receiver.url)).toMatchObject({ result_code: 'SUCCESS' })
    await expect.poll(() => receiver.posted.length, { timeout: 8_000 }).toBe(1)
  })

  it('and answers nothing is no other than one that is away', async () => {
    simulator = await start(`${redis.url}?prefix=still`)
    redis.freeze()
    try {
      expect(await pay('T1')).toEqual({ error: 'SYSTEM_ERROR' })
    } finally {
      redis.thaw()
    }
    await expect.poll(ready, { timeout: 8_000 }).toBe(200)
    expect(await pay('T1')).toMatchObject({ result_code: 'SUCCESS' })
    expect((await simulator.store.trades(pid, {})).rows).toHaveLength(1)
  })

  it('and comes back without its scripts gets them again', async () => {
    simulator = await start(`${redis.url}?prefix=scripts`)
    expect(await pay('T1')).toMatchObject({ result_code: 'SUCCESS' })
    await redis.ask('SCRIPT', 'FLUSH')
    expect(await pay('T2')).toMatchObject({ result_code: 'SUCCESS' })
  })

  it('and comes back empty gets its partners again', async () => {
    simulator = await start(`${redis.url}?prefix=empty`)
    await redis.ask('FLUSHALL')
    await redis.ask('CLIENT', 'KILL', 'TYPE', 'pubsub')
    await redis.ask('CLIENT', 'KILL', 'TYPE', 'normal')
    await expect.poll(ready, { timeout: 8_000 }).toBe(200)
    await expect.poll(() => redis.ask('EXISTS', `empty:{${pid}}:documents`), { timeout: 8_000 }).toBe(':1\r\n')
    expect(await pay('T1')).toMatchObject({ result_code: 'SUCCESS' })
  })

  it('and takes no more answers SYSTEM_ERROR, and nothing of it is written', async () => {
    simulator = await start(`${redis.url}?prefix=full`)
    await redis.ask('CONFIG', 'SET', 'maxmemory', '1')
    try {
      expect(await pay('T1')).toEqual({ error: 'SYSTEM_ERROR' })
    } finally {
      await redis.ask('CONFIG', 'SET', 'maxmemory', '0')
    }
    expect((await call(simulator.gateway, queryFields('T1'))).fields.error).toBe('TRADE_NOT_EXIST')
    expect(await pay('T1')).toMatchObject({ result_code: 'SUCCESS' })
  })
})
