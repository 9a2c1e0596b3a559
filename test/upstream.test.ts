/**
 * A real gateway in front of ours: the caller gets its answer byte for byte, and every difference planted in it is listed, and
 * no other. The real gateway is played by a second simulator of another dialect and seed.
 */
import { afterEach, describe, expect, it } from 'vitest'
import { startSimulator } from '../simulator/simulator.ts'
import type { Simulator, SimulatorOptions } from '../simulator/simulator-options.ts'
import type { UpstreamRecord } from '../simulator/upstream/upstream-record.ts'
import { call, cancelFields, isGenuine, md5Key, payFields, pid, queryFields, refundFields } from './signed-call.ts'

const opened: Simulator[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((simulator) => simulator.stop()))
})

async function open(options: SimulatorOptions): Promise<Simulator> {
  const simulator = await startSimulator({ partners: [{ pid, md5Key }], ...options })
  opened.push(simulator)
  return simulator
}

/** Ours in front of a real one with these peculiarities. */
async function inFrontOf(real: SimulatorOptions) {
  const theirs = await open({ seed: 'theirs', ...real })
  const records: UpstreamRecord[] = []
  const ours = await open({
    seed: 'ours',
    upstream: { url: theirs.gateway, onRecord: (record) => records.push(record) },
  })
  return { theirs, ours, records, compared: (count: number) => expect.poll(() => records.length).toBe(count) }
}

describe('a gateway that answers as ours does', () => {
  it('differs in nothing, though every id, time and buyer is its own', async () => {
    const { theirs, ours, records, compared } = await inFrontOf({})
    const paid = await call(ours.gateway, payFields('UP-1'))
    expect(isGenuine(paid)).toBe(true)
    await call(ours.gateway, queryFields('UP-1'))
    await call(ours.gateway, refundFields('UP-1', 'R-1'))
    await call(ours.gateway, cancelFields('UP-2'))
    await call(ours.gateway, queryFields('UP-3'), { method: 'GET' })
    await compared(5)
    expect(records.flatMap(({ differences }) => differences)).toEqual([])
    expect(await theirs.store.trade(pid, { partnerTransId: 'UP-1' })).toMatchObject({
      alipayTransId: paid.fields.alipay_trans_id,
    })
  })
})

describe('a gateway with differences planted in it', () => {
  it('is answered for byte for byte, and each is listed', async () => {
    const { ours, records, compared } = await inFrontOf({ defaults: { behaviour: '0203' } })
    const told = await call(ours.gateway, payFields('UP-1'))
    await compared(1)
    const [record] = records
    expect(record?.theirs?.body).toContain(`<error>${told.fields.error}</error>`)
    expect(record?.differences).toContainEqual({ of: 'result_code', how: 'value', theirs: 'FAILED', ours: 'SUCCESS' })
    expect(record?.differences).toContainEqual(expect.objectContaining({ of: 'error', how: 'missing', ours: null }))
    expect(record?.differences).toContainEqual(
      expect.objectContaining({ of: 'alipay_trans_id', how: 'extra', theirs: null }),
    )
  })
})

describe('what is written down', () => {
  it('holds neither the payment code nor the buyer', async () => {
    const { ours, records, compared } = await inFrontOf({})
    const { fields } = await call(ours.gateway, payFields('UP-1'))
    await compared(1)
    const text = JSON.stringify(records)
    expect(text).not.toContain('287654321098765432')
    expect(fields.alipay_buyer_user_id).toMatch(/^\d{16}$/)
    expect(text).not.toContain(fields.alipay_buyer_user_id)
    expect(text).toContain('UP-1')
  })
})

describe('a gateway that cannot be reached', () => {
  it('is told to the caller as an HTTP error, and nothing is made up in its place', async () => {
    const records: UpstreamRecord[] = []
    const ours = await open({
      seed: 'ours',
      upstream: { url: 'http://127.0.0.1:1/gateway.do', onRecord: (record) => records.push(record) },
    })
    const response = await fetch(`${ours.gateway}?service=x`)
    expect(response.status).toBe(502)
    expect(await response.text()).toContain('ECONNREFUSED')
    await expect.poll(() => records.length).toBe(1)
    expect(records[0]).toMatchObject({ theirs: null, why: 'ECONNREFUSED', differences: [] })
  })
})

it('leaves nothing open when the port is taken', async () => {
  const { port } = await open({})
  const servers = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length
  // Those of the tests before are closed.
  await expect.poll(servers).toBe(1)
  const upstream = { url: 'http://127.0.0.1:1/gateway.do', onRecord: () => undefined }
  await expect(startSimulator({ port, upstream })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  await expect.poll(servers).toBe(1)
})
