import { Buffer } from 'node:buffer'
import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeRefusedAnswer } from '../../protocol/answer.ts'
import { canonicalString } from '../../protocol/canonical.ts'
import type { Service } from '../../protocol/service.ts'
import { sign } from '../../protocol/signature.ts'
import { type AlipayClient, createAlipayClient } from './client.ts'
import { cancelDone, coffee, coffeeBack, payPaid, queryPaid, queryWaiting, refundDone } from './testing/orders.ts'
import {
  answers,
  type Reply,
  type ScriptedGateway,
  sends,
  signedAnswer,
  startScriptedGateway,
  testKey,
  testPartner,
} from './testing/scripted-gateway.ts'

let gateway: ScriptedGateway
let client: AlipayClient

beforeAll(async () => {
  gateway = await startScriptedGateway()
  client = createAlipayClient({ gateway: gateway.url, partner: testPartner, key: testKey })
})
afterAll(async () => {
  client.close()
  await gateway.close()
})

const right: Record<Service, Record<string, string>> = {
  pay: payPaid,
  query: queryPaid,
  cancel: cancelDone('refund'),
  refund: refundDone,
}
const ask: Record<Service, (options?: { answerTimeoutMs: number }) => Promise<{ outcome: string; reason?: string }>> = {
  pay: (options) => client.pay(coffee, options),
  query: (options) => client.query(coffee, options),
  cancel: (options) => client.cancel({ ...coffee, alipayTransId: '2024011522001436940500000001' }, options),
  refund: (options) => client.refund(coffeeBack, options),
}
const services = Object.keys(right) as Service[]
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })

describe.each(services)('an answer of %s that would be good', (service) => {
  const good = right[service]
  const without = (...names: string[]) =>
    Object.fromEntries(Object.entries(good).filter(([name]) => !names.includes(name)))

  it('is believed as it is', async () => {
    gateway.script(answers(good))
    expect((await ask[service]()).outcome).not.toBe('unknown')
  })

  const otherTrade = { partner_trans_id: 'OTHER', out_trade_no: 'OTHER', partner_refund_id: 'OTHER' }
  const pick = (from: Record<string, string>) =>
    Object.fromEntries(Object.entries(from).filter(([name]) => Object.hasOwn(good, name)))
  const distrusted: [string, Reply, string][] = [
    ['unsigned', answers(good, { sign: '', signType: '' }), 'unsigned'],
    ['without a signature', answers(good, { sign: '' }), 'unsigned'],
    ['without a sign type', answers(good, { signType: '' }), 'unsigned'],
    ['signed with another key', answers(good, { signer: { signType: 'MD5', key: '2'.repeat(32) } }), 'wrongSignature'],
    ['in upper-case hex', answers(good, { sign: 'A'.repeat(32) }), 'wrongSignature'],
    ['changed after signing', answers(good, { sign: signatureOf({ ...good, z: '1' }) }), 'wrongSignature'],
    ['signed by RSA', answers(good, { signer: { signType: 'RSA2', privateKey } }), 'otherSignType'],
    ['signed rightly under another type', answers(good, { signType: 'RSA' }), 'otherSignType'],
    ['of another order', answers({ ...good, ...pick(otherTrade) }), 'otherOrder'],
    ['of another order only in one id', answers({ ...good, ...firstOf(pick(otherTrade)) }), 'otherOrder'],
    [
      'echoing another order',
      answers(good, { echo: [{ name: 'partner', value: '2088999999999999' }] }),
      'otherRequest',
    ],
    [
      'echoing another service',
      answers(good, { echo: [{ name: 'service', value: 'single_trade_query' }] }),
      'otherRequest',
    ],
    ['naming no order', answers(without(...Object.keys(otherTrade), 'alipay_trans_id', 'trade_no')), 'incomplete'],
    ['of a query that waits', answers({ ...queryWaiting }), service === 'query' ? '' : 'otherService'],
    [
      'with a field folded into another',
      answers({ ...without('result_code'), m: '1&result_code=SUCCESS' }),
      'ambiguous',
    ],
  ]
  it.each(distrusted.filter(([, , distrust]) => distrust !== ''))('is not believed %s', async (_, reply, distrust) => {
    gateway.script(reply)
    expect(await ask[service]()).toMatchObject({ outcome: 'unknown', reason: 'distrusted', distrust })
  })

  it('is not believed with a field twice, whichever comes first', async () => {
    const [name = '', value = ''] = Object.entries(good).at(-1) ?? []
    const twice = signedAnswer(good)
      .toString('latin1')
      .replace(`<${name}>${value}</${name}>`, `<${name}>${value}</${name}>`.repeat(2))
    const sign = signatureOf(good, [{ name, value }])
    gateway.script(sends(twice.replace(/<sign>.*<\/sign>/, `<sign>${sign}</sign>`)))
    expect(await ask[service]()).toMatchObject({ outcome: 'unknown', reason: 'unreadable' })
  })

  const amounts =
    service === 'cancel' ? [] : ['trans_amount', 'refund_amount'].filter((name) => Object.hasOwn(good, name))
  it.each(amounts)('is not believed with another %s or currency', async (name) => {
    gateway.script(answers({ ...good, [name]: '0.01' }), answers({ ...good, [name]: '39.25e0' }))
    expect(await ask[service]()).toMatchObject({ outcome: 'unknown', distrust: 'otherAmount' })
    expect(await ask[service]()).toMatchObject({ outcome: 'unknown', distrust: 'otherAmount' })
    gateway.script(answers({ ...good, currency: 'HKD' }))
    expect(await ask[service]()).toMatchObject({ outcome: 'unknown', distrust: 'otherCurrency' })
  })
})

describe('the answer of another service', () => {
  const pairs = services.flatMap((asked) => services.filter((other) => other !== asked).map((other) => [asked, other]))
  it.each(pairs as [Service, Service][])('does not pass: %s asked, %s answered', async (asked, other) => {
    gateway.script(answers(right[other], { echo: [] }))
    expect((await ask[asked]()).outcome).toBe('unknown')
  })
})

const good = signedAnswer(payPaid).toString('latin1')
const bomb = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "${'x'.repeat(100)}">${Array.from({ length: 20 }, (_, i) => `<!ENTITY b${i} "${`&${i === 0 ? 'a' : `b${i - 1}`};`.repeat(10)}">`).join('')}]><alipay><is_success>T</is_success><response><alipay><result_code>&b19;</result_code></alipay></response></alipay>`
const external = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><alipay><is_success>F</is_success><error>&e;</error></alipay>`
const redirect = (location: string) => sends('', { status: 302, headers: { location } })
const resets: Reply = (response) => {
  response.socket?.resetAndDestroy()
}
const cutsOff: Reply = (response) => {
  response.setHeader('content-length', '4000')
  response.write(good.slice(0, 200))
  setTimeout(() => response.socket?.destroy(), 10)
}
const drips: Reply = (response) => {
  response.writeHead(200, { 'content-type': 'text/xml;charset=GBK' })
  const drip = setInterval(() => response.write(' '), 10)
  response.on('close', () => clearInterval(drip))
}
const big = (declared: boolean): Reply =>
  function big(response) {
    if (declared) response.setHeader('content-length', String(50 * 1_048_576))
    const chunk = Buffer.alloc(65_536, ' ')
    let left = 800
    const pour = () => {
      while (left > 0 && !response.destroyed) {
        left--
        if (!response.write(chunk)) return void response.once('drain', pour)
      }
      response.end()
    }
    pour()
  }

describe.each(services)('what is no answer leaves %s unknown', (service) => {
  const rows: [string, Reply, string][] = [
    ['a redirect', redirect('http://127.0.0.1:1/gateway.do'), 'redirect'],
    ['HTTP 502 with HTML', sends('<html><body>Bad Gateway</body></html>', { status: 502 }), 'httpStatus'],
    ['HTTP 500 with a good answer', sends(good, { status: 500 }), 'httpStatus'],
    ['HTTP 204', (response) => response.writeHead(204).end(), 'httpStatus'],
    ['HTTP 200 with HTML', sends('<html><head></head><body>Welcome</body></html>'), 'unreadable'],
    ['truncated XML', sends(good.slice(0, -40)), 'unreadable'],
    ['garbage', sends(Buffer.from([0, 159, 146, 150, 255, 60, 97])), 'unreadable'],
    ['an empty 200', sends(''), 'unreadable'],
    ['an XML bomb', sends(bomb), 'unreadable'],
    ['an external entity', sends(external), 'unreadable'],
    ['a megabyte of <', sends('<'.repeat(1_000_000)), 'unreadable'],
    [
      'bytes of another charset than declared',
      sends(Buffer.from(good.replace('cao***', '\u00ff'), 'latin1')),
      'unreadable',
    ],
    ['UTF-16', sends(Buffer.from(writeRefusedAnswer('X', 'UTF-8').toString(), 'utf16le')), 'unreadable'],
    ['a reset', resets, 'broken'],
    ['a connection cut off in the answer', cutsOff, 'broken'],
    ['50 MB, undeclared', big(false), 'tooLarge'],
    ['50 MB, declared', big(true), 'tooLarge'],
  ]
  it.each(rows)('%s', async (_, reply, reason) => {
    gateway.script(reply)
    expect(await ask[service]()).toMatchObject({ outcome: 'unknown', reason })
  })

  it.each<[string, Reply]>([
    ['silence', () => undefined],
    ['a slow drip', drips],
  ])('%s beyond the time', async (_, reply) => {
    gateway.script(reply)
    expect(await ask[service]({ answerTimeoutMs: 60 })).toMatchObject({ outcome: 'unknown', reason: 'answerTimeout' })
  })
})

describe('reading', () => {
  it('stops long before the end of an answer without end, and keeps a bounded part', async () => {
    const before = gateway.bytesWritten()
    gateway.script(big(false))
    const { exchange } = await client.query(coffee)
    expect(exchange.received).toHaveLength(1_048_576)
    await expect.poll(() => gateway.bytesWritten()).toBeGreaterThan(before)
    expect(gateway.bytesWritten() - before).toBeLessThan(20 * 1_048_576)
  })

  it('asks for no redirect target', async () => {
    const other = await startScriptedGateway()
    other.script(answers(payPaid))
    gateway.script(redirect(other.url))
    await client.pay(coffee)
    expect(other.received).toHaveLength(0)
    await other.close()
  })
})

function signatureOf(fields: Record<string, string>, more: { name: string; value: string }[] = []): string {
  const merged = Object.entries(fields).flatMap(([name, value]) => [
    { name, value },
    ...more.filter((extra) => extra.name === name),
  ])
  return sign(canonicalString(merged), { signType: 'MD5', key: testKey }, 'UTF-8')
}

function firstOf(fields: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).slice(0, 1))
}
