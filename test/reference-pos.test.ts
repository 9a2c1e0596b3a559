/** The reference till against a real simulator, both at twenty times the speed, the till in a process of its own. */
import { spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { adminClient, type PartnerAdmin, type TransactionView } from '../simulator/admin/client/index.ts'
import { type Simulator, startSimulator } from '../simulator/index.ts'
import { md5Key, pid } from './signed-call.ts'
import { freePort, startTill, type TillProcess, type TillSettings } from './till-process.ts'

const timeScale = 20

let folder: string
let simulator: Simulator
let ledger: PartnerAdmin
let till: TillProcess
let settings: TillSettings

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reference-pos-'))
  const pem = { type: 'spki', format: 'pem' } as const
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: pem,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  simulator = await startSimulator({ seed: '7', timeScale, partners: [{ pid, md5Key, publicKey }] })
  simulator.partner.clock.run(timeScale)
  ledger = adminClient({ url: simulator.admin }).partner()
  await writeFile(join(folder, 'own.pem'), privateKey)
  await writeFile(join(folder, 'alipay.pem'), await simulator.alipayPublicKey())
  settings = await settingsOf('shared')
  till = await startTill(settings)
})
afterAll(async () => {
  await till[Symbol.asyncDispose]()
  await simulator.stop()
  await rm(folder, { recursive: true })
})

/** Of a till with a book of its own. */
async function settingsOf(name: string): Promise<TillSettings> {
  const ports = { port: await freePort(), notifyPort: await freePort() }
  return { gateway: simulator.gateway, partner: pid, md5Key, stateDir: join(folder, name), timeScale, ...ports }
}

let sales = 0
/** A sale whose payment code names a behaviour. */
function sale(behaviour: string, more: object = {}) {
  sales += 1
  const count = String(sales).padStart(10, '0')
  return { payment_id: `SALE-${sales}`, code: `2800${behaviour}${count}`, amount: '12.30', currency: 'USD', ...more }
}

/** What the ledger has of a sale: its state, and what was given back by each refund. */
async function heldFor(id: string | undefined) {
  const trade = await ledger.transactions.get(id ?? '')
  return [trade.state, ...trade.refunds.map(({ refund_amount: { amount }, state }) => `${amount} ${state}`)]
}

describe.concurrent('the reference till', { timeout: 60_000 }, () => {
  it('tells a payment as paid at once', async ({ expect }) => {
    const paid = await till.pay(sale('0000'))
    expect(paid).toMatchObject({ status: 'paid', refunded: '0.00' })
    expect(await heldFor(paid.partner_trans_id)).toEqual(['TRADE_SUCCESS'])
  })

  it.each([
    ['a password that is entered', '0101', 'paid', 'TRADE_SUCCESS'],
    ['an answer that is lost', '0303', 'paid', 'TRADE_SUCCESS'],
    ['an answer that is forged', '0311', 'paid', 'TRADE_SUCCESS'],
    ['a password that is never entered', '0103', 'cancelled', 'TRADE_CLOSED'],
    ['a buyer who declines', '0104', 'not_paid', 'TRADE_CLOSED'],
    ['a cancel that has to be repeated', '0411', 'cancelled', 'TRADE_CLOSED'],
    ['a cancel that is refused for good', '0413', 'unclear', 'TRADE_SUCCESS'],
    ['a cancel that comes too late', '0416', 'cancelled', 'TRADE_CLOSED'],
  ])('finds out the end of %s', async (_, behaviour, status, state) => {
    const { payment_id: id } = await till.pay(sale(behaviour))
    const told = await till.settled(id)
    expect(told.status).toBe(status)
    expect((await heldFor(told.partner_trans_id))[0]).toBe(state)
  })

  it('tells a refusal with its reason', async ({ expect }) => {
    expect(await till.pay(sale('0206'))).toMatchObject({ status: 'not_paid', reason: 'BUYER_BALANCE_NOT_ENOUGH' })
  })

  it('takes yen without decimals', async ({ expect }) => {
    const yen = await till.pay(sale('0000', { amount: '1200', currency: 'JPY', subject: '拿铁 & Co' }))
    expect(yen).toMatchObject({ status: 'paid', refunded: '0' })
  })

  it('cancels for a cashier who gives up', async ({ expect }) => {
    const { payment_id: id, status } = await till.pay(sale('0103'))
    expect(status).toBe('pending')
    await till.cancel(id)
    expect(await till.settled(id)).toMatchObject({ status: 'cancelled' })
  })

  it('refunds in parts, and not more than there is', async ({ expect }) => {
    const { payment_id: id, partner_trans_id: order } = await till.pay(sale('0000'))
    expect(await till.refund(id, { refund_id: 'a', amount: '2.30' })).toMatchObject({ status: 'refunded' })
    expect(await till.refund(id, { refund_id: 'b', amount: '10.00' })).toMatchObject({ status: 'refunded' })
    expect(await till.refund(id, { refund_id: 'c', amount: '0.01' })).toMatchObject({ status: 'not_refunded' })
    expect(await till.get(id)).toMatchObject({ status: 'paid', refunded: '12.30' })
    expect(await heldFor(order)).toEqual(['TRADE_CLOSED', '2.30 done', '10.00 done'])
  })

  it.each(['0421', '0422', '0423', '0424'])('refunds once, whatever is answered: %s', async (behaviour) => {
    const { payment_id: id, partner_trans_id: order } = await till.pay(sale(behaviour))
    await till.refund(id, { refund_id: 'a', amount: '2.30' })
    expect(await till.refundSettled(id, 'a')).toMatchObject({ status: 'refunded' })
    expect(await heldFor(order)).toEqual(['TRADE_SUCCESS', '2.30 done'])
  })

  it('learns the end of an asynchronous refund from its notification', async ({ expect }) => {
    const { payment_id: id } = await till.pay(sale('0426'))
    const accepted = await till.refund(id, { refund_id: 'a', amount: '2.30', is_sync: false })
    expect(accepted).toMatchObject({ status: 'pending' })
    expect(await till.refundSettled(id, 'a')).toMatchObject({ status: 'refunded' })
  })

  it('leaves a sale cancelled when a notification says otherwise', async ({ expect }) => {
    const { payment_id: id } = await till.pay(sale('0512'))
    expect(await till.settled(id)).toMatchObject({ status: 'cancelled' })
    await vi.waitUntil(() => till.log().includes(`"paymentId":"${id}"`), { timeout: 30_000 })
    expect(await till.get(id)).toMatchObject({ status: 'cancelled' })
  })

  it('signs with RSA2', async ({ expect }) => {
    const rsa = { privateKeyFile: join(folder, 'own.pem'), alipayPublicKeyFile: join(folder, 'alipay.pem') }
    await using own = await startTill({ ...(await settingsOf('rsa')), rsa })
    const { payment_id: id } = await own.pay(sale('0303'))
    expect(await own.settled(id)).toMatchObject({ status: 'paid' })
    expect(own.log()).not.toContain('"alarm"')
  })
})

describe('a power cut', { timeout: 60_000 }, () => {
  /** Cuts the power of a till of its own, and switches it on again. */
  async function cut(name: string, before: (first: TillProcess) => Promise<void>): Promise<TillProcess> {
    const own = await settingsOf(name)
    const first = await startTill(own)
    await before(first)
    await first.kill()
    return startTill(own)
  }
  /** Until the ledger shows it: the answer is still on its way then, or lost. */
  const shown = (id: string, sees: (trade: TransactionView) => boolean) =>
    vi.waitUntil(
      async () => {
        const { transactions } = await ledger.transactions.list({ partner_trans_id: id })
        return transactions.some(sees)
      },
      { interval: 5, timeout: 30_000 },
    )

  it('while a payment is open: it is asked for, and paid once', async () => {
    const open = sale('0303', { payment_id: 'CUT_PAY' })
    await using pos = await cut('cut-pay', async (first) => {
      void first.pay(open).catch(() => undefined)
      await shown('CUT_PAY', () => true)
    })
    expect(await pos.settled('CUT_PAY')).toMatchObject({ status: 'paid' })
    expect((await ledger.transactions.list({ partner_trans_id: 'CUT_PAY' })).transactions).toHaveLength(1)
  })

  it('while a cancel is open: it goes on', async () => {
    const cancels = { service: 'cancel', partner_trans_id: 'CUT_CANCEL' } as const
    await using pos = await cut('cut-cancel', async (first) => {
      await first.pay(sale('0412', { payment_id: 'CUT_CANCEL' }))
      await first.cancel('CUT_CANCEL').catch(() => undefined)
      await vi.waitUntil(async () => (await ledger.exchanges.list(cancels)).length > 0, { timeout: 30_000 })
    })
    expect(await pos.settled('CUT_CANCEL')).toMatchObject({ status: 'unclear' })
  })

  it('while a refund is open: it is repeated, and given back once', async () => {
    await using pos = await cut('cut-refund', async (first) => {
      await first.pay(sale('0423', { payment_id: 'CUT_REFUND' }))
      void first.refund('CUT_REFUND', { refund_id: 'a', amount: '2.30' }).catch(() => undefined)
      await shown('CUT_REFUND', ({ refunds }) => refunds.length > 0)
    })
    expect(await pos.refundSettled('CUT_REFUND', 'a')).toMatchObject({ status: 'refunded' })
    expect(await heldFor('CUT_REFUND')).toEqual(['TRADE_SUCCESS', '2.30 done'])
  })
})

describe('the process', { timeout: 60_000 }, () => {
  it('ends when it is asked to, in the middle of a payment', async () => {
    const own = await settingsOf('ending')
    const first = await startTill(own)
    await first.pay(sale('0101', { payment_id: 'ENDING' }))
    expect(await first.end()).toBe(0)
    await using again = await startTill(own)
    expect(await again.settled('ENDING')).toMatchObject({ status: 'paid' })
  })

  it('is started with a defect by its name', async () => {
    await using own = await startTill(await settingsOf('defect'), ['--defect', 'not-paid-on-unknow'])
    expect(await own.pay(sale('0103'))).toMatchObject({ status: 'not_paid' })
  })

  it('speaks JSON lines when it is told to', async () => {
    const launcher = fileURLToPath(new URL('../bin/pos.ts', import.meta.url))
    const { gateway, partner, stateDir } = await settingsOf('stdio')
    const child = spawn(process.execPath, [launcher, '--stdio'], {
      env: {
        ...{ PATH: process.env.PATH, SUT_GATEWAY: gateway, SUT_PARTNER: partner, SUT_MD5_KEY: md5Key },
        ...{ SUT_NOTIFY_PORT: '0', SUT_STATE_DIR: stateDir, SUT_TIME_SCALE: String(timeScale) },
      },
    })
    const closed = once(child, 'close')
    const lines: unknown[] = []
    createInterface({ input: child.stdout }).on('line', (line) => lines.push(JSON.parse(line)))
    const body = sale('0000')
    for (const line of [
      { id: 1, op: 'hello', body: { version: 1 } },
      { id: 2, op: 'pay', body },
      { id: 3, op: 'bye' },
    ])
      child.stdin.write(`${JSON.stringify(line)}\n`)
    expect((await closed)[0]).toBe(0)
    expect(lines).toMatchObject([
      { id: 1, ok: { role: 'merchant' } },
      { id: 2, ok: { status: 'paid' } },
      { id: 3, ok: {} },
    ])
  })
})
