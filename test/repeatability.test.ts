/**
 * One seed and the same requests give the same bytes: a mixed day of 10,000 requests, twice, compared by the hash of all
 * that went over the wire, notifications included.
 */
import { createHash, type Hash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canonicalString } from '../protocol/canonical.ts'
import { encodeForm, type Parameter, toParameters } from '../protocol/parameter.ts'
import { serviceNames } from '../protocol/service.ts'
import { sign } from '../protocol/signature.ts'
import { virtualClock } from '../simulator/clock.ts'
import { seededRandom } from '../simulator/random.ts'
import { startSimulator } from '../simulator/simulator.ts'
import type { Simulator } from '../simulator/simulator-options.ts'
import { exchangeBytes } from './wire.ts'

const requestsADay = 10_000
const dayStart = Date.UTC(2026, 10, 23, 0, 0, 0)
const behaviours = [
  '0101',
  '0104',
  '0106',
  '0201',
  '0206',
  '0301',
  '0302',
  '0305',
  '0306',
  '0308',
  '0309',
  '0311',
  '0313',
  '0319',
  '0401',
  '0411',
  '0414',
  '0421',
  '0503',
]

/** Everything that the receiver of notifications was sent, by run. */
let received: string[] = []
const receiver = createServer(async (incoming, outgoing) => {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  received.push(Buffer.concat(chunks).toString('latin1'))
  outgoing.end(received.length % 5 === 0 ? 'busy' : 'success')
})
let notifyUrl = ''

beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  notifyUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/notify`
})
afterAll(() => new Promise((resolve) => receiver.close(resolve)))

async function day(seed: string, requests = requestsADay): Promise<string> {
  received = []
  const clock = virtualClock(dayStart)
  const wire = createHash('sha256')
  const simulator = await startSimulator({ seed, clock, timeScale: 100_000, journalSize: 100 })
  try {
    for (let nth = 0; nth < requests; nth++) {
      await call(simulator, requestOf(nth, simulator), wire)
      if (nth % 100 === 99) await clock.advanceTo(clock.now() + 60_000, () => simulator.settled())
    }
    await clock.advanceTo(clock.now() + 25 * 3_600_000, () => simulator.settled())
  } finally {
    await simulator.stop()
  }
  // Notifications that fall due at one instant are sent side by side: what was sent counts, not who was first.
  for (const notification of received.sort()) wire.update(notification)
  return wire.digest('hex')
}

/** The same day for every run: drawn from a seed of its own, which is not the simulator's. */
const plan = seededRandom('the day')

function requestOf(nth: number, { partner: { pid } }: Simulator): Parameter[] {
  const draw = plan.fraction('kind', String(nth))
  const earlier = `T${Math.floor(plan.fraction('which', String(nth)) * Math.max(1, nth))}`
  if (draw < 0.5) return pay(nth, pid)
  if (draw < 0.75) return toParameters({ ...common('query', pid), partner_trans_id: earlier })
  if (draw < 0.85) return toParameters({ ...common('cancel', pid), out_trade_no: earlier, timestamp: '1705286400000' })
  return toParameters({
    ...common('refund', pid),
    partner_trans_id: earlier,
    partner_refund_id: `R${nth % 997}`,
    refund_amount: '1.00',
    currency: 'USD',
    is_sync: draw < 0.92 ? 'Y' : 'N',
    notify_url: notifyUrl,
  })
}

function pay(nth: number, pid: string): Parameter[] {
  const behaviour = behaviours[Math.floor(plan.fraction('behaviour', String(nth)) * behaviours.length * 3)]
  const digits = plan.digits(10, 'code', String(nth))
  return toParameters({
    ...common('pay', pid),
    alipay_seller_id: pid,
    trans_name: 'Kaffee 咖啡',
    partner_trans_id: `T${nth}`,
    currency: 'USD',
    trans_amount: `${1 + (nth % 500)}.25`,
    buyer_identity_code: behaviour === undefined ? `2876${digits}0000` : `2800${behaviour}${digits}`,
    identity_code_type: 'barcode',
    trans_create_time: '20261123080000',
    biz_product: 'OVERSEAS_MBARCODE_PAY',
    extend_info: '{"secondary_merchant_id":"S001","store_id":"A1","store_name":"Café 北京"}',
    ...(nth % 3 === 0 ? { notify_url: notifyUrl } : {}),
  })
}

function common(service: keyof typeof serviceNames, pid: string): Record<string, string> {
  return { service: serviceNames[service], partner: pid, _input_charset: 'UTF-8' }
}

async function call(simulator: Simulator, parameters: readonly Parameter[], wire: Hash): Promise<void> {
  const signature = sign(canonicalString(parameters), simulator.partner.md5Signer, 'UTF-8')
  const body = encodeForm(
    [...parameters, { name: 'sign', value: signature }, { name: 'sign_type', value: 'MD5' }],
    'UTF-8',
  )
  wire.update(await exchangeBytes(simulator.port, `/gateway.do?_input_charset=UTF-8`, body))
}

describe('a day of 10,000 mixed requests', () => {
  it('gives the same bytes twice for one seed', async () => {
    const first = await day('7')
    const sent = received.length
    expect(sent).toBeGreaterThan(100)
    expect(await day('7')).toBe(first)
    expect(received).toHaveLength(sent)
  }, 120_000)

  it('gives other bytes for another seed', async () => {
    expect(await day('8', 300)).not.toBe(await day('7', 300))
  })
})
