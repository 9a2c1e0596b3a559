import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSimulator } from '../simulator/index.ts'
import {
  type ExampleSystem,
  type Said,
  type Surroundings,
  startByTarget,
  startPythonTill,
  startRestBackend,
} from './example-systems.ts'
import { type Fields, md5Key, pid, signed } from './signed-call.ts'
import { systemPiece } from './system-piece.ts'

const timeScale = 10

type Start = (at: Surroundings) => Promise<ExampleSystem>
type Trade = {
  readonly state: string
  readonly closed_by: string | null
  readonly trans_amount: { readonly amount: string }
  readonly paid_at: unknown
  readonly refunds: readonly { readonly state: string; readonly refund_amount: { readonly amount: string } }[]
}
type Notification = {
  readonly partner_trans_id: string
  readonly attempts: readonly { readonly acknowledged: boolean }[]
}
type Exchange = {
  readonly service: string
  readonly findings: unknown[]
  readonly diagnosis: unknown
  readonly request: { readonly parameters: readonly { readonly name: string; readonly value: string }[] }
}

/** A simulator with one partner whose time passes as fast as the system's, and the system in front of it. */
async function openShop(start: Start, options: { readonly notified?: boolean } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'example-suts-'))
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const simulator = await startSimulator({ seed: '7', timeScale, partners: [{ pid, md5Key, publicKey }] })
  const { clock } = simulator.partner
  clock.run(timeScale)
  const privateKeyFile = join(folder, 'own.pem')
  const alipayPublicKeyFile = join(folder, 'alipay.pem')
  await writeFile(privateKeyFile, privateKey)
  await writeFile(alipayPublicKeyFile, await simulator.alipayPublicKey())
  const at = { gateway: simulator.gateway, partner: pid, md5Key, privateKeyFile, alipayPublicKeyFile, timeScale }
  const whole = { ...at, stateDir: join(folder, 'state'), port: await freePort() }
  const surroundings: Surroundings = options.notified === true ? { ...whole, notifyPort: await freePort() } : whole
  let system = await start(surroundings)
  const admin = async (path: string) => (await fetch(`${simulator.admin}/partners/${pid}/${path}`)).text()
  return {
    get system() {
      return system
    },
    clock,
    notifyUrl: `http://127.0.0.1:${surroundings.notifyPort}/alipay/notify`,
    async restart() {
      await system.kill()
      system = await start(surroundings)
    },
    async trade(id: string): Promise<Trade | undefined> {
      return JSON.parse(await admin(`transactions?partner_trans_id=${encodeURIComponent(id)}`)).transactions[0]
    },
    /** Of each send of its notification, whether the system acknowledged it. */
    async acknowledged(id: string): Promise<boolean[]> {
      const { notifications }: { notifications: Notification[] } = JSON.parse(await admin('notifications?limit=1000'))
      const own = notifications.filter(({ partner_trans_id }) => partner_trans_id === id)
      return own.flatMap(({ attempts }) => attempts.map(({ acknowledged }) => acknowledged))
    },
    /** What went over the wire about one payment. */
    async wire(id: string): Promise<Exchange[]> {
      return jsonLines(await admin(`exchanges?format=jsonl&limit=10000&partner_trans_id=${encodeURIComponent(id)}`))
    },
    async whole(): Promise<Exchange[]> {
      return jsonLines(await admin('exchanges?format=jsonl&limit=10000'))
    },
    async close() {
      await system.kill()
      await simulator.stop()
      await rm(folder, { recursive: true })
    },
  }
}

type Shop = Awaited<ReturnType<typeof openShop>>

function jsonLines(text: string): Exchange[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** Asks until it is no longer pending. */
async function settled(ask: () => Promise<Said>): Promise<Said> {
  let said = await ask()
  while (said.state === 'pending') {
    await sleep(150)
    said = await ask()
  }
  return said
}

/** What the merchant holds of a sale. */
function held(trade: Trade | undefined): 'nothing' | 'all' {
  return trade === undefined || trade.paid_at === null || trade.state === 'TRADE_CLOSED' ? 'nothing' : 'all'
}

/** A payment code of its own that asks for a behaviour. */
const code = (behaviour: string) => {
  codes += 1
  return `2800${behaviour}${String(codes).padStart(10, '0')}`
}
let codes = 0

function parameter({ request }: Exchange, wanted: string): string | undefined {
  return request.parameters.find(({ name }) => name === wanted)?.value
}

/** What is told of a sale, what the ledger then holds, and the calls that this takes at least. */
const sales = [
  ['0000', 'pays at once', 'paid', 'all', 'pay'],
  ['0101', 'password, paid late', 'paid', 'all', 'pay query'],
  ['0103', 'password never entered', 'cancelled', 'nothing', 'pay query cancel'],
  ['0104', 'buyer declines', 'not_paid', 'nothing', 'pay query'],
  ['0201', 'signed SYSTEM_ERROR, not paid', 'cancelled', 'nothing', 'pay query cancel'],
  ['0206', 'balance too low', 'not_paid', 'nothing', 'pay'],
  ['0225', 'told that it was paid already', 'paid', 'all', 'pay query'],
  ['0249', 'an error that nobody documented', 'cancelled', 'nothing', 'pay query cancel'],
  ['0251', 'signature refused', 'not_paid', 'nothing', 'pay'],
  ['0301', 'SYSTEM_ERROR but paid', 'paid', 'all', 'pay query'],
  ['0303', 'no answer but paid', 'paid', 'all', 'pay query'],
  ['0304', 'no answer and not paid', 'cancelled', 'nothing', 'pay query cancel'],
  ['0305', 'connection reset after the commit', 'paid', 'all', 'pay query'],
  ['0307', 'HTTP 502 but paid', 'paid', 'all', 'pay query'],
  ['0308', 'truncated XML', 'paid', 'all', 'pay query'],
  ['0310', 'slow drip', 'paid', 'all', 'pay query'],
  ['0311', 'signed with the wrong key', 'paid', 'all', 'pay query'],
  ['0312', 'unsigned', 'paid', 'all', 'pay query'],
  ['0313', 'answer of another order', 'paid', 'all', 'pay query'],
  ['0315', 'XML bomb', 'paid', 'all', 'pay query'],
  ['0316', 'external entity', 'paid', 'all', 'pay query'],
  ['0317', '50 MB', 'paid', 'all', 'pay query'],
  ['0318', 'redirect', 'paid', 'all', 'pay query'],
  ['0323', 'arrives only after the cancel', 'cancelled', 'nothing', 'pay query cancel'],
  ['0405', 'query silent twice', 'paid', 'all', 'pay query query query'],
  ['0407', 'query signed with the wrong key twice', 'paid', 'all', 'pay query query query'],
  ['0408', 'query finds nothing though it is paid', 'cancelled', 'nothing', 'pay query cancel'],
  ['0409', 'query about another order', 'paid', 'all', 'pay query query'],
  ['0411', 'cancel asks twice for a retry', 'cancelled', 'nothing', 'pay query cancel cancel cancel'],
  ['0412', 'cancel asks for a retry for ever', 'unclear', 'all', 'pay query cancel cancel cancel cancel cancel'],
  ['0413', 'cancel fails for good', 'unclear', 'all', 'pay query cancel'],
  ['0414', 'cancel answer lost', 'cancelled', 'nothing', 'pay query cancel cancel'],
] as const

/** The same of a refund of 2.30, with how often it has to be sent. */
const refunds = [
  ['0000', 'refunded at once', 'refunded', ['2.30'], 1],
  ['0421', 'SYSTEM_ERROR twice', 'refunded', ['2.30'], 3],
  ['0422', 'SYSTEM_ERROR though it is done', 'refunded', ['2.30'], 2],
  ['0423', 'answer lost though it is done', 'refunded', ['2.30'], 2],
  ['0424', 'lost before it is done', 'refunded', ['2.30'], 2],
  ['0427', 'without funds', 'not_refunded', [], 1],
  ['0430', 'signed with the wrong key', 'refunded', ['2.30'], 2],
  ['0431', 'never answered, never done', 'unclear', [], 5],
] as const

function keepsItsPromises(start: Start) {
  let shop: Shop
  const ends = new Map<string, Promise<Said>>()
  const settle = (id: string) => settled(() => shop.system.get(id))
  const settleRefund = (id: string, refundId: string) => settled(() => shop.system.getRefund(id, refundId))
  const sell = async (id: string, behaviour: string) => {
    await shop.system.pay({ id, code: code(behaviour) })
    return settle(id)
  }
  const giveBack = async (id: string, behaviour: string) => {
    await sell(id, behaviour)
    await shop.system.refund(id, 'one', 230)
    return settleRefund(id, 'one')
  }
  // All of them side by side, so that they wait together; not in one instant, so that no answer is late for want of a core.
  beforeAll(async () => {
    shop = await openShop(start)
    for (const [behaviour] of sales) {
      ends.set(`sale-${behaviour}`, sell(`sale-${behaviour}`, behaviour))
      await sleep(30)
    }
    for (const [behaviour] of refunds) {
      ends.set(`back-${behaviour}`, giveBack(`back-${behaviour}`, behaviour))
      await sleep(30)
    }
    await Promise.allSettled(ends.values())
  }, 60_000)
  afterAll(() => shop.close())

  it.each(sales)('sale %s, %s: told %s, held %s, after %s', async (behaviour, _, told, money, calls) => {
    const id = `sale-${behaviour}`
    expect(await ends.get(id)).toEqual({ state: told, refundedCents: 0 })
    expect(held(await shop.trade(id))).toBe(money)
    const sent = (await shop.wire(id)).map(({ service }) => service)
    const count = (calls: readonly string[], service: string) => calls.filter((name) => name === service).length
    for (const service of new Set(calls.split(' ')))
      expect(count(sent, service), sent.join()).toBeGreaterThanOrEqual(count(calls.split(' '), service))
    expect(count(sent, 'pay')).toBe(1)
    expect(count(sent, 'query')).toBeLessThanOrEqual(20)
    expect(count(sent, 'cancel')).toBeLessThanOrEqual(calls.includes('cancel') ? 5 : 0)
  })

  it.each(refunds)('refund %s, %s: told %s, given back %j, sent %i times', async (behaviour, _, told, back, times) => {
    const id = `back-${behaviour}`
    expect((await ends.get(id))?.state).toBe(told)
    const trade = await shop.trade(id)
    const done = trade?.refunds.filter(({ state }) => state === 'done')
    expect(done?.map(({ refund_amount }) => refund_amount.amount)).toEqual(back)
    expect(await shop.system.get(id)).toEqual({ state: 'paid', refundedCents: told === 'refunded' ? 230 : 0 })
    const sent = (await shop.wire(id)).filter(({ service }) => service === 'refund')
    expect(sent.length).toBeGreaterThanOrEqual(times)
    expect(new Set(sent.map((exchange) => parameter(exchange, 'partner_refund_id'))).size).toBe(1)
  })

  it('gives back what the cashier cancels, paid or waiting', async () => {
    expect((await sell('cancel-paid', '0000')).state).toBe('paid')
    await shop.system.pay({ id: 'cancel-waiting', code: code('0103') })
    for (const id of ['cancel-paid', 'cancel-waiting']) {
      await shop.system.cancel(id)
      expect((await settle(id)).state).toBe('cancelled')
      expect(await shop.trade(id)).toMatchObject({ state: 'TRADE_CLOSED', closed_by: 'cancel' })
    }
  })

  it('refunds in parts, never more than was paid, and each part once', async () => {
    const id = 'parts'
    expect((await sell(id, '0000')).state).toBe('paid')
    const asked = [
      ['a', 1000],
      ['a', 1000],
      ['b', 231],
      ['c', 230],
    ] as const
    for (const [refundId, cents] of asked) await shop.system.refund(id, refundId, cents)
    expect((await settleRefund(id, 'a')).state).toBe('refunded')
    expect((await settleRefund(id, 'b')).state).toBe('not_refunded')
    expect((await settleRefund(id, 'c')).state).toBe('refunded')
    expect(await shop.system.get(id)).toEqual({ state: 'paid', refundedCents: 1230 })
    expect(await shop.trade(id)).toMatchObject({ state: 'TRADE_CLOSED', closed_by: 'refund' })
    expect((await shop.trade(id))?.refunds).toHaveLength(2)
    expect((await shop.wire(id)).map(({ service }) => service)).toEqual(['pay', 'refund', 'refund'])
    await shop.system.cancel(id)
    expect(await shop.system.get(id)).toEqual({ state: 'paid', refundedCents: 1230 })
  })

  it('sells and refunds once, however often it is asked', async () => {
    const sale = { id: 'twice', code: code('0000') }
    await Promise.all([shop.system.pay(sale), shop.system.pay(sale), shop.system.pay(sale)])
    expect((await settle('twice')).state).toBe('paid')
    expect((await shop.wire('twice')).map(({ service }) => service)).toEqual(['pay'])
    const conflict = { state: 'error', error: 'conflict' }
    expect(await shop.system.pay({ ...sale, cents: 1 })).toEqual(conflict)
    await Promise.all([shop.system.refund('twice', 'one', 1), shop.system.refund('twice', 'one', 1)])
    expect((await settleRefund('twice', 'one')).state).toBe('refunded')
    expect((await shop.wire('twice')).map(({ service }) => service)).toEqual(['pay', 'refund'])
    expect(await shop.system.refund('twice', 'one', 2)).toEqual(conflict)
  })

  it.each([
    ['0314', 'in the other charset'],
    ['0319', 'with fields that nobody knows'],
  ])('believes an answer %s, %s', async (behaviour) => {
    expect((await sell(`good-${behaviour}`, behaviour)).state).toBe('paid')
    expect((await shop.wire(`good-${behaviour}`)).map(({ service }) => service)).toEqual(['pay'])
  })

  it('says what is wrong with a question', async () => {
    const { system } = shop
    const [missing, malformed] = [
      { state: 'error', error: 'not_found' },
      { state: 'error', error: 'bad_request' },
    ]
    expect(await system.get('nobody')).toEqual(missing)
    expect(await system.cancel('nobody')).toEqual(missing)
    expect(await system.refund('nobody', 'one', 1)).toEqual(missing)
    expect(await system.getRefund('sale-0000', 'nothing')).toEqual(missing)
    expect(await system.pay({ id: 'short', code: '28000' })).toEqual(malformed)
    expect(await system.pay({ id: 'nothing', code: code('0000'), cents: 0 })).toEqual(malformed)
    expect(await system.pay({ id: 'half', code: code('0000'), subject: '\ud800' })).toEqual(malformed)
  })

  it('refunds nothing that is not paid', async () => {
    expect(await shop.system.refund('sale-0206', 'one', 1)).toEqual({ state: 'error', error: 'conflict' })
    expect((await shop.wire('sale-0206')).map(({ service }) => service)).toEqual(['pay'])
  })

  it('sells a hundred times side by side', { timeout: 60_000 }, async () => {
    const ids = Array.from({ length: 100 }, (_, n) => `many-${n}`)
    const ended = await Promise.all(
      ids.map(async (id, n) => {
        await shop.system.pay({ id, code: code('0000'), cents: 100 + n })
        return settle(id)
      }),
    )
    expect(new Set(ended.map(({ state }) => state))).toEqual(new Set(['paid']))
    const trades = await Promise.all(ids.map((id) => shop.trade(id)))
    expect(trades.map(held)).toEqual(ids.map(() => 'all'))
    expect(trades.map((trade) => trade?.trans_amount.amount)).toEqual(ids.map((_, n) => ((100 + n) / 100).toFixed(2)))
  })

  it('has sent nothing that the gateway finds fault with', async () => {
    const exchanges = await shop.whole()
    expect(exchanges.length).toBeGreaterThan(200)
    expect(exchanges.filter(({ diagnosis, findings }) => diagnosis !== null || findings.length > 0)).toEqual([])
  })

  it('lists its whole book', async () => {
    const ids = await shop.system.list()
    expect(ids).toEqual(expect.arrayContaining(['sale-0000', 'parts', 'many-99']))
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('knows after a power cut what it owed', { timeout: 60_000 }, async () => {
    expect((await sell('cut-refund', '0424')).state).toBe('paid')
    const cut = Promise.allSettled([
      shop.system.pay({ id: 'cut-pay', code: code('0303') }),
      shop.system.pay({ id: 'cut-cancel', code: code('0411') }).then(() => shop.system.cancel('cut-cancel')),
      shop.system.refund('cut-refund', 'one', 230),
    ])
    const isSent = async (id: string, service: string) => (await shop.wire(id)).some((sent) => sent.service === service)
    await expect
      .poll(() => Promise.all([isSent('cut-cancel', 'cancel'), isSent('cut-refund', 'refund')]), { timeout: 30_000 })
      .toEqual([true, true])
    await shop.restart()
    await cut
    expect((await settle('cut-pay')).state).toBe('paid')
    expect((await settle('cut-cancel')).state).toBe('cancelled')
    expect((await settleRefund('cut-refund', 'one')).state).toBe('refunded')
    expect(await shop.system.get('cut-refund')).toEqual({ state: 'paid', refundedCents: 230 })
    expect(held(await shop.trade('cut-pay'))).toBe('all')
    expect(held(await shop.trade('cut-cancel'))).toBe('nothing')
    expect((await shop.trade('cut-refund'))?.refunds).toHaveLength(1)
    expect((await shop.wire('cut-pay')).filter(({ service }) => service === 'pay')).toHaveLength(1)
    expect(await shop.system.get('parts')).toEqual({ state: 'paid', refundedCents: 1230 })
  })

  it('refunds what is too late for a cancel', { timeout: 60_000 }, async () => {
    expect((await sell('late', '0000')).state).toBe('paid')
    shop.clock.freeze(shop.clock.now() + 24 * 3_600_000)
    await shop.system.cancel('late')
    expect(await settle('late')).toEqual({ state: 'cancelled', refundedCents: 1230 })
    expect(await shop.trade('late')).toMatchObject({ state: 'TRADE_CLOSED', closed_by: 'refund' })
  })
}

const withPython = systemPiece(
  'Python',
  () => spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 9))']).status === 0,
  'apt-get install python3',
)

withPython('the Python till', () => {
  keepsItsPromises(startPythonTill)

  describe('with a door for notifications', () => {
    let shop: Shop
    beforeAll(async () => {
      shop = await openShop(startPythonTill, { notified: true })
    })
    afterAll(() => shop.close())

    const paid = {
      notify_id: 'a'.repeat(34),
      notify_type: 'trade_status_sync',
      seller_id: pid,
      trade_status: 'TRADE_SUCCESS',
      currency: 'USD',
      total_fee: '12.30',
    }
    const post = async (fields: Fields, key = md5Key, afterwards: Fields = {}) => {
      const body = new URLSearchParams()
      for (const { name, value } of signed(fields, { signer: { signType: 'MD5', key } })) body.set(name, value)
      for (const [name, value = ''] of Object.entries(afterwards)) body.set(name, value)
      return (await fetch(shop.notifyUrl, { method: 'POST', body })).text()
    }

    it('learns from a genuine one what no answer says', { timeout: 60_000 }, async () => {
      await shop.system.pay({ id: 'told', code: code('0404') })
      expect((await settled(() => shop.system.get('told'))).state).toBe('paid')
      expect((await shop.wire('told')).map(({ service }) => service)).not.toContain('cancel')
      expect(await shop.acknowledged('told')).toEqual([true])
    })

    it('acknowledges a repeat, too', async () => {
      await shop.system.pay({ id: 'again', code: code('0503') })
      await expect.poll(() => shop.acknowledged('again'), { timeout: 10_000 }).toEqual([true, true])
    })

    it('believes none that is forged, changed, somebody else’s or about no sale of its own', async () => {
      await shop.system.pay({ id: 'waiting', code: code('0103') })
      const waiting = { ...paid, out_trade_no: 'waiting' }
      expect(await post(waiting, 'x'.repeat(32))).toBe('fail')
      expect(await post({ ...waiting, total_fee: '1.00' }, md5Key, { total_fee: '12.30' })).toBe('fail')
      expect(await post({ ...waiting, total_fee: '1.00' })).toBe('fail')
      expect(await post({ ...waiting, seller_id: '2088000000000002' })).toBe('fail')
      expect(await post({ ...waiting, out_trade_no: 'nobody' })).toBe('fail')
      expect((await shop.system.get('waiting')).state).toBe('pending')
      expect(await post(waiting)).toBe('success')
      expect((await shop.system.get('waiting')).state).toBe('paid')
    })

    it('leaves cancelled what is cancelled', async () => {
      await shop.system.pay({ id: 'left', code: code('0103') })
      await shop.system.cancel('left')
      expect((await settled(() => shop.system.get('left'))).state).toBe('cancelled')
      expect(await post({ ...paid, out_trade_no: 'left' })).toBe('success')
      expect((await shop.system.get('left')).state).toBe('cancelled')
    })
  })
})

describe('the REST backend', () => keepsItsPromises(startRestBackend))

describe('the kit', () => {
  // Where neither pay nor query says anything and the cancel fails, only a notification tells.
  withPython('with the Python till', () => isDrivenByItsTarget('python-till', { whenNothingIsSaid: 'paid' }))
  describe('with the REST backend', () => isDrivenByItsTarget('rest-backend', { whenNothingIsSaid: 'unclear' }))
})

/** The adapters are tested beside their files; here it is what the target.yaml maps. */
function isDrivenByItsTarget(name: string, { whenNothingIsSaid }: { readonly whenNothingIsSaid: string }) {
  let shop: Shop
  beforeAll(async () => {
    shop = await openShop(startByTarget(name), { notified: true })
  })
  afterAll(() => shop.close())
  const settle = (id: string) => settled(() => shop.system.get(id))

  it('learns of each end of a sale', { timeout: 60_000 }, async () => {
    const ends = [
      ['0000', 'paid'],
      ['0206', 'not_paid'],
      ['0304', 'cancelled'],
      ['0413', whenNothingIsSaid],
    ] as const
    const told = ends.map(async ([behaviour]) => {
      await shop.system.pay({ id: behaviour, code: code(behaviour), cents: 29 })
      return settle(behaviour)
    })
    expect(await Promise.all(told)).toEqual(ends.map(([, state]) => ({ state, refundedCents: 0 })))
    expect((await shop.trade('0000'))?.trans_amount.amount).toBe('0.29')
  })

  it('cancels and refunds', async () => {
    for (const id of ['cancelled', 'refunded']) await shop.system.pay({ id, code: code('0000') })
    expect([await settle('cancelled'), await settle('refunded')].map(({ state }) => state)).toEqual(['paid', 'paid'])
    await shop.system.cancel('cancelled')
    expect((await settle('cancelled')).state).toBe('cancelled')
    await shop.system.refund('refunded', 'one', 230)
    expect((await settled(() => shop.system.getRefund('refunded', 'one'))).state).toBe('refunded')
    await shop.system.refund('refunded', 'two', 1001)
    expect((await settled(() => shop.system.getRefund('refunded', 'two'))).state).toBe('not_refunded')
    expect(await shop.system.get('refunded')).toEqual({ state: 'paid', refundedCents: 230 })
  })

  it('hears what was wrong', async () => {
    expect(await shop.system.get('nobody')).toEqual({ state: 'error', error: 'not_found' })
    expect(await shop.system.pay({ id: 'short', code: '28000' })).toEqual({ state: 'error', error: 'bad_request' })
    expect(await shop.system.pay({ id: '0000', code: code('0000') })).toEqual({ state: 'error', error: 'conflict' })
  })
}
