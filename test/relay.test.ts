/** A reference relay in front of a real simulator: who may come in, what stays apart, and how results reach a merchant. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { systemClock } from '../reference/client/index.ts'
import type { LogEntry } from '../reference/pos/log.ts'
import { relayDefects } from '../reference/relay/defects/defects.ts'
import { type MerchantDocument, readMerchant } from '../reference/relay/merchants/merchant.ts'
import { goodParts, type RelayParts } from '../reference/relay/parts.ts'
import { type Relay, startRelay } from '../reference/relay/relay.ts'
import type { RelaySettings } from '../reference/relay/settings.ts'
import {
  freshnessMs,
  isSignedWith,
  nonceMaker,
  signatureHeaders,
  signedHeaders,
} from '../reference/terminal-api/call-signature.ts'
import { adminClient, type PartnerAdmin } from '../simulator/admin/client/index.ts'
import { type Simulator, startSimulator } from '../simulator/index.ts'
import { openReceiver, type Posted, type Receiver } from './receiver.ts'

let simulator: Simulator
let ledger: PartnerAdmin
let receiver: Receiver
let folder: string
let relay: Relay
let log: LogEntry[]

/** What the receiver answers to the next posts; the last one stays. */
let statuses: readonly number[] = []
/** How many posts were there before. */
let seen = 0
function answer(...next: readonly number[]): void {
  statuses = next
  seen = receiver.posted.length
}
async function pushes(
  count: number,
): Promise<readonly { readonly headers: Posted['headers']; readonly body: string }[]> {
  await vi.waitUntil(() => receiver.posted.length - seen >= count, { timeout: 10_000 })
  return receiver.posted.slice(seen).map(({ headers, body }) => ({ headers, body: body.toString() }))
}

beforeAll(async () => {
  simulator = await startSimulator({ seed: '7', timeScale: 100 })
  simulator.partner.clock.run(100)
  ledger = adminClient({ url: simulator.admin }).partner()
  receiver = await openReceiver((outgoing, nth) => {
    outgoing.statusCode = statuses[Math.min(nth - seen, statuses.length - 1)] ?? 200
    outgoing.end('thanks')
  })
})
afterAll(async () => {
  await receiver[Symbol.asyncDispose]()
  await simulator.stop()
})
beforeEach(async () => {
  // The ids of one test are those of the next.
  await ledger.reset()
  await ledger.clock.run(100)
  folder = mkdtempSync(join(tmpdir(), 'relay-'))
  log = []
  answer(200)
  relay = await start()
})
afterEach(async () => {
  await relay.stop()
  rmSync(folder, { recursive: true })
})

const cafe: MerchantDocument = {
  merchant_id: 'CAFE',
  name: 'Demo Cafe',
  industry: '5812',
  stores: [
    { store_id: 'C1', name: 'Cafe Airport', terminals: ['T1'] },
    { store_id: 'C2', name: 'Cafe Harbour' },
  ],
  api_key: 'key-of-the-cafe',
}
const books: MerchantDocument = {
  merchant_id: 'BOOKS',
  name: 'Demo Books',
  industry: '5942',
  stores: [{ store_id: 'B1', name: 'Books Old Town' }],
  api_key: 'key-of-the-books',
  api_secret: 'secret-of-the-books',
}
const bakery = (): MerchantDocument => ({
  merchant_id: 'BAKERY',
  name: 'Demo Bakery',
  industry: '5462',
  stores: [{ store_id: 'K1', name: 'Bakery' }],
  api_key: 'key-of-the-bakery',
  api_secret: 'secret-of-the-bakery',
  signed_requests: false,
  notify: { method: 'webhook', url: receiver.url },
})

function start({
  parts = goodParts,
  settings = {},
}: {
  parts?: RelayParts
  settings?: Partial<RelaySettings>
} = {}): Promise<Relay> {
  const merchants = [cafe, books, bakery()].map((document) => {
    const read = readMerchant(document)
    if (!read.ok) throw new Error(read.message)
    return read.merchant
  })
  const { pid, md5Key } = simulator.partner
  return startRelay(
    {
      gateway: simulator.gateway,
      partner: pid,
      credentials: { key: md5Key },
      role: 'acquirer',
      merchants,
      operatorKey: 'key-of-the-operator',
      notifyPort: 0,
      port: 0,
      stateDir: folder,
      goods: 'Goods',
      // A thousandth of the pauses between two pushes; an answer of a busy machine may be late.
      pushTimeScale: 1_000,
      timings: { timeScale: 100, answerTimeoutMs: 200_000 },
      clock: systemClock,
      random: () => 0,
      log: (entry) => log.push(entry),
      ...settings,
    } as RelaySettings,
    parts,
  )
}

const nonce = nonceMaker({ now: systemClock.now, random: () => 0 })
type Caller = Pick<MerchantDocument, 'api_key' | 'api_secret'>
type Asked = { readonly status: number; readonly body: Readonly<Record<string, unknown>> }

async function send(path: string, headers: Record<string, string>, body?: string): Promise<Asked> {
  const answer = await fetch(relay.url + path, body === undefined ? { headers } : { method: 'POST', headers, body })
  return { status: answer.status, body: (await answer.json()) as Asked['body'] }
}
function headersFor(
  caller: Caller,
  path: string,
  body: string | undefined,
  at = systemClock.now(),
): Record<string, string> {
  const method = body === undefined ? 'GET' : 'POST'
  const call = { method, target: path, body: body ?? '', timestamp: String(at), nonce: nonce() }
  const signed = caller.api_secret === undefined ? {} : signedHeaders(caller.api_secret, call)
  return { authorization: `Bearer ${caller.api_key}`, ...signed }
}
function ask(caller: Caller, path: string, body?: object): Promise<Asked> {
  const text = body === undefined ? undefined : JSON.stringify(body)
  return send(path, headersFor(caller, path, text), text)
}

let codes = 0
const sale = (id: string, more: object = {}) => {
  codes += 1
  return {
    payment_id: id,
    code: `28000000${String(codes).padStart(10, '0')}`,
    amount: '12.30',
    currency: 'USD',
    ...more,
  }
}
const tradeOf = async (asked: Asked) => ledger.transactions.get(String(asked.body.partner_trans_id))

describe('a relay at its door', () => {
  it('tells everybody what it can, and is one by its role', async () => {
    expect(await send('/capabilities', {})).toMatchObject({ status: 200, body: { role: 'acquirer' } })
  })

  it.each([
    ['no key', {}],
    ['a wrong key', { authorization: 'Bearer key-of-nobody' }],
    ['a key without its scheme', { authorization: 'key-of-the-cafe' }],
    ['a key of another merchant for a signed one', { authorization: 'Bearer key-of-the-books' }],
  ])('turns %s away, always in the same words', async (_, headers) => {
    const paid = await ask(cafe, '/payments', sale('A'))
    expect(paid.status).toBe(200)
    const denied = { status: 401, body: { detail: 'The key or the signature of the call is not accepted.' } }
    expect(await send('/payments/A', headers)).toMatchObject(denied)
    expect(await send('/payments', headers, JSON.stringify(sale('B')))).toMatchObject(denied)
    expect(await send('/no-such-path', headers)).toMatchObject(denied)
  })

  it('says what it does not know in problem details', async () => {
    expect(await ask(cafe, '/no-such-path')).toMatchObject({ status: 404, body: { title: 'There is no such thing.' } })
  })

  it('takes a signed call once', async () => {
    const body = JSON.stringify(sale('A'))
    const headers = headersFor(books, '/payments', body)
    expect(await send('/payments', headers, body)).toMatchObject({ status: 200, body: { status: 'paid' } })
    expect(await send('/payments', headers, body)).toMatchObject({ status: 401 })
    await relay.stop()
    relay = await start()
    expect(await send('/payments', headers, body), 'after a restart').toMatchObject({ status: 401 })
    const again = headersFor(books, '/payments', body)
    expect(await send('/payments', again, body), 'signed anew').toMatchObject({ status: 200, body: { status: 'paid' } })
  })

  it.each([
    ['another body', (headers: Record<string, string>) => headers, (body: string) => body.replace('12.30', '1.23')],
    [
      'another key',
      () => headersFor({ ...books, api_secret: 'another-secret' }, '/payments', ''),
      (body: string) => body,
    ],
    [
      'an old timestamp',
      (_: unknown, body: string) => headersFor(books, '/payments', body, systemClock.now() - freshnessMs - 1_000),
      (body: string) => body,
    ],
    [
      'no nonce',
      ({ [signatureHeaders.nonce]: _, ...headers }: Record<string, string>) => headers,
      (body: string) => body,
    ],
  ])('does not take a signature over %s', async (_, headers, changed) => {
    const body = JSON.stringify(sale('A'))
    const given = headers(headersFor(books, '/payments', body), body) as Record<string, string>
    expect(await send('/payments', given, changed(body))).toMatchObject({ status: 401 })
    expect((await ask(books, '/payments/A')).status).toBe(404)
  })
})

describe('the merchants of a relay', () => {
  it('never see each other', async () => {
    const ofCafe = await ask(cafe, '/payments', sale('A'))
    expect(await ask(books, '/payments/A')).toMatchObject({ status: 404, body: { detail: 'There is no payment "A".' } })
    expect(await ask(books, '/payments/A/refunds', { refund_id: 'r', amount: '1.00' })).toMatchObject({ status: 404 })
    const ofBooks = await ask(books, '/payments', sale('A', { amount: '7.00' }))
    expect([ofCafe.body.amount, ofBooks.body.amount]).toEqual(['12.30', '7.00'])
    expect(ofCafe.body.partner_trans_id).not.toBe(ofBooks.body.partner_trans_id)
    for (const merchant of [cafe, books]) {
      const { payments } = (await ask(merchant, '/payments')).body as { payments: { amount: string }[] }
      expect(payments).toHaveLength(1)
      const { events } = (await ask(merchant, '/events')).body as { events: { payment: { amount: string } }[] }
      expect(events.map(({ payment }) => payment.amount)).toEqual(payments.map(({ amount }) => amount))
    }
  })

  it('are told apart to Alipay, with the store and the terminal of the sale', async () => {
    const shops = [
      await tradeOf(await ask(cafe, '/payments', sale('A', { store_id: 'C2' }))),
      await tradeOf(await ask(cafe, '/payments', sale('B', { terminal_id: 'T1' }))),
      await tradeOf(await ask(books, '/payments', sale('A'))),
    ].map(({ shop }) => Object.values(shop))
    expect(shops).toEqual([
      ['CAFE', 'Demo Cafe', '5812', 'C2', 'Cafe Harbour', null],
      ['CAFE', 'Demo Cafe', '5812', 'C1', 'Cafe Airport', 'T1'],
      ['BOOKS', 'Demo Books', '5942', 'B1', 'Books Old Town', null],
    ])
  })

  it("cannot cancel what is another's", async () => {
    await ask(cafe, '/payments', sale('A'))
    expect(await ask(books, '/payments/A/cancel', {})).toMatchObject({ status: 404 })
    expect(await ask(cafe, '/payments/A')).toMatchObject({ body: { status: 'paid' } })
  })

  it('are not charged for a pay that comes after its cancel', async () => {
    expect(await ask(cafe, '/payments/LATE/cancel', {})).toMatchObject({ status: 404 })
    expect(await ask(cafe, '/payments', sale('LATE'))).toMatchObject({ status: 409 })
    expect((await ledger.transactions.list()).transactions).toEqual([])
    expect(await ask(books, '/payments', sale('LATE')), "another merchant's").toMatchObject({ status: 200 })
  })

  it.each([{ store_id: 'B1' }, { terminal_id: 'T9' }])('sell in stores of their own only: %j', async (place) => {
    expect(await ask(cafe, '/payments', sale('A', place))).toMatchObject({ status: 400 })
    expect((await ask(cafe, '/payments/A')).status).toBe(404)
  })

  it('are written down by the operator, and are known after a restart', async () => {
    const { merchant_id: _, ...document } = { ...cafe, api_key: 'key-of-the-kiosk', name: 'Demo Kiosk' }
    const put = (key: string, body: object) =>
      fetch(`${relay.url}/merchants/KIOSK`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${key}` },
        body: JSON.stringify(body),
      })
    expect((await put(cafe.api_key, document)).status).toBe(401)
    expect((await put('key-of-the-operator', { ...document, industry: 'food' })).status).toBe(400)
    expect((await put('key-of-the-operator', { ...document, api_key: books.api_key })).status).toBe(409)
    const written = await put('key-of-the-operator', document)
    expect(written.status).toBe(200)
    expect(JSON.stringify(await written.json())).not.toContain('key-of-the-kiosk')
    await relay.stop()
    relay = await start()
    const kiosk = { api_key: 'key-of-the-kiosk' }
    expect((await tradeOf(await ask(kiosk, '/payments', sale('A')))).shop.secondary_merchant_name).toBe('Demo Kiosk')
  })
})

describe('a result', () => {
  const events = async (caller: Caller, query = '') =>
    (await ask(caller, `/events${query}`)).body as {
      events: { event_id: string; delivery: { state: string; attempts: number } }[]
      next: string
    }

  it('is pushed, signed, and delivered once it is acknowledged', async () => {
    await ask(bakery(), '/payments', sale('A'))
    const [push] = await pushes(1)
    const { event_id: id, ...event } = JSON.parse(push?.body ?? '{}')
    expect(event).toMatchObject({ type: 'payment', payment: { payment_id: 'A', status: 'paid', amount: '12.30' } })
    const { timestamp, nonce: once, signature } = signatureHeaders
    const header = (name: string) => String(push?.headers[name])
    const call = {
      method: 'POST',
      target: '/notify',
      body: push?.body ?? '',
      timestamp: header(timestamp),
      nonce: header(once),
    }
    expect(isSignedWith('secret-of-the-bakery', call, header(signature))).toBe(true)
    await vi.waitUntil(async () => (await events(bakery())).events[0]?.delivery.state === 'delivered')
    expect((await events(bakery())).events.map(({ event_id: one }) => one)).toEqual([id])
  })

  it('is pushed again under its id until somebody acknowledges it', async () => {
    answer(500, 500, 200)
    await ask(bakery(), '/payments', sale('A'))
    const sent = await pushes(3)
    expect(new Set(sent.map(({ body }) => body)).size).toBe(1)
    await vi.waitUntil(async () => (await events(bakery())).events[0]?.delivery.state === 'delivered')
    expect((await events(bakery())).events[0]?.delivery.attempts).toBe(3)
  })

  it('that nobody takes is a dead letter, which can be sent once more', async () => {
    await relay.stop()
    relay = await start({ parts: { ...goodParts, pauseAfterPush: (attempts) => (attempts < 2 ? 10 : undefined) } })
    answer(500)
    await ask(bakery(), '/payments', sale('A'))
    await vi.waitUntil(async () => (await events(bakery(), '?state=dead')).events.length === 1)
    expect(log).toContainEqual(expect.objectContaining({ level: 'alarm', what: 'A result could not be delivered.' }))
    answer(200)
    const [dead] = (await events(bakery(), '?state=dead')).events
    const path = `/events/${dead?.event_id}/resend`
    expect(await ask(cafe, path, {})).toMatchObject({ status: 404 })
    expect(await ask(bakery(), path, {})).toMatchObject({ status: 200 })
    await vi.waitUntil(async () => (await events(bakery())).events[0]?.delivery.state === 'delivered')
  })

  it('is owed still after a restart', async () => {
    answer(500)
    await ask(bakery(), '/payments', sale('A'))
    await pushes(1)
    await relay.stop()
    answer(200)
    relay = await start()
    await pushes(1)
    await vi.waitUntil(async () => (await events(bakery())).events[0]?.delivery.state === 'delivered')
  })

  it('waits for who comes for it, page after page', async () => {
    await ask(cafe, '/payments', sale('A'))
    await ask(cafe, '/payments/A/refunds', { refund_id: 'r', amount: '2.30' })
    await ask(cafe, '/payments/A/refunds', { refund_id: 's', amount: '99.00' })
    const first = await events(cafe, '?limit=2')
    const second = await events(cafe, `?cursor=${first.next}`)
    const all = [...first.events, ...second.events]
    expect(all).toMatchObject([
      { type: 'payment', payment: { status: 'paid', refunded: '0.00' }, delivery: { state: 'kept' } },
      { type: 'refund', refund: { refund_id: 'r', status: 'refunded' }, payment: { refunded: '2.30' } },
      { type: 'refund', refund: { refund_id: 's', status: 'not_refunded' } },
    ])
    expect((await events(cafe, `?cursor=${second.next}`)).events).toEqual([])
  })

  it('is streamed as it happens, from where the listener was', async () => {
    await ask(cafe, '/payments', sale('A'))
    /** Listens until the pattern came; what was heard. */
    const hear = async (last: string, pattern: RegExp, meanwhile = async () => {}) => {
      const headers = { ...headersFor(cafe, '/events/stream', undefined), 'last-event-id': last }
      const stream = await fetch(`${relay.url}/events/stream`, { headers })
      expect(stream.headers.get('content-type')).toBe('text/event-stream')
      await meanwhile()
      let text = ''
      for await (const chunk of stream.body ?? []) {
        text += Buffer.from(chunk).toString()
        if (pattern.test(text)) return text
      }
      return `${text} and then nothing more`
    }
    await hear('0', /id: 1\nevent: result\ndata: .*"paid"/)
    const cancelled = await hear('1', /id: 2\nevent: result\ndata: .*"cancelled"/, async () => {
      await ask(cafe, '/payments/A/cancel', {})
    })
    expect(cancelled).not.toContain('id: 1\n')
  })

  it('ends its streams when the relay stops', async () => {
    const headers = headersFor(cafe, '/events/stream', undefined)
    const answer = await fetch(`${relay.url}/events/stream`, { headers })
    const [text] = await Promise.all([answer.text(), relay.stop()])
    expect(text).toContain('results')
    relay = await start()
  })
})

describe('a defect of a relay', () => {
  /** What each mistake does that a good relay does not. */
  const bites: Readonly<Record<string, () => Promise<boolean>>> = {
    async 'replays-accepted'() {
      const body = JSON.stringify(sale('A'))
      const headers = headersFor(books, '/payments', body)
      await send('/payments', headers, body)
      return (await send('/payments', headers, body)).status === 200
    },
    async 'signature-not-asked-for'() {
      const authorization = `Bearer ${books.api_key}`
      return (await send('/payments', { authorization }, JSON.stringify(sale('A')))).status === 200
    },
    async 'tenants-share-a-book'() {
      await ask(cafe, '/payments', sale('A'))
      return (await ask(books, '/payments/A')).status === 200
    },
  }

  it.each(Object.keys(bites))('%s does harm, and a good relay does not do it', async (name) => {
    const harm = bites[name]
    expect(await harm?.()).toBe(false)
    await relay.stop()
    rmSync(join(folder, 'orders.db'))
    relay = await start({ parts: relayDefects.find((defect) => defect.name === name)?.apply(goodParts) ?? goodParts })
    expect(await harm?.()).toBe(true)
  })
})
