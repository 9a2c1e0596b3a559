import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { valueNamed } from '../../protocol/parameter.ts'
import type { Service } from '../../protocol/service.ts'
import { collectPayment, settlePayment } from './collect-payment.ts'
import { collectRefund } from './collect-refund.ts'
import {
  cancelDone,
  cancelFailed,
  coffee,
  coffeeBack,
  payFailed,
  payPaid,
  payWaiting,
  queryClosed,
  queryFailed,
  queryFinished,
  queryGivenBack,
  queryPaid,
  queryWaiting,
  refundDone,
  refundFailed,
} from './testing/orders.ts'
import { signedAnswer } from './testing/scripted-gateway.ts'
import { type Comes, failure, page, type WireScript, wireScript } from './testing/wire-script.ts'

/** What a gateway, a forger or the network may say, to whatever was asked. */
const good = {
  payPaid,
  payWaiting,
  payRefused: payFailed('BUYER_BALANCE_NOT_ENOUGH'),
  payNewId: payFailed('TRADE_HAS_CLOSE'),
  payAlreadyPaid: payFailed('TRADE_HAS_SUCCESS'),
  payUnlisted: payFailed('MOON_IN_WAY'),
  systemError: payFailed('SYSTEM_ERROR'),
  queryPaid,
  queryWaiting,
  queryClosed,
  queryGivenBack,
  queryFinished,
  queryNotFound: queryFailed('TRADE_NOT_EXIST'),
  cancelClose: cancelDone('close'),
  cancelRefund: cancelDone('refund'),
  cancelNone: cancelDone(),
  cancelAgain: cancelFailed('SYSTEM_ERROR', 'Y'),
  cancelShort: cancelFailed('SELLER_BALANCE_NOT_ENOUGH', 'Y'),
  cancelNever: cancelFailed('TRADE_HAS_FINISHED', 'N'),
  cancelTooLate: cancelFailed('TRADE_CANCEL_TIME_OUT', 'N'),
  refundDone: { ...refundDone, partner_refund_id: `${coffee.partnerTransId}_LATE`, refund_amount: '39.25' },
  refundRefused: refundFailed('RETURN_AMOUNT_EXCEED'),
  otherRefund: { ...refundDone, refund_amount: '39.25' },
}

/** By name, so that a counterexample can be read. */
const words = new Map<string, Comes>([
  ['silence', { silence: true }],
  ['broken', { result: failure('broken') }],
  ['refused by the gateway', refusal('ILLEGAL_SIGN')],
  ['system error of the gateway', refusal('SYSTEM_ERROR')],
])
for (const [name, fields] of Object.entries<Record<string, string>>(good)) {
  words.set(name, { fields })
  words.set(`forged ${name}`, { result: page(signedAnswer(fields, { sign: 'f'.repeat(32) })) })
  words.set(`unsigned ${name}`, { result: page(signedAnswer(fields, { sign: '' })) })
  words.set(`cut ${name}`, { result: page(signedAnswer(fields).subarray(0, 150)) })
  const otherIds = changed(fields, 'OTHER', 'partner_trans_id', 'out_trade_no')
  if (otherIds !== undefined) words.set(`other order ${name}`, { fields: otherIds })
  const otherAmount = changed(fields, '1.00', 'trans_amount', 'refund_amount')
  if (otherAmount !== undefined) words.set(`other amount ${name}`, { fields: otherAmount })
}

function refusal(error: string): Comes {
  return { result: page(`<alipay><is_success>F</is_success><error>${error}</error></alipay>`) }
}

function changed(
  fields: Record<string, string>,
  value: string,
  ...names: string[]
): Record<string, string> | undefined {
  const present = names.filter((name) => Object.hasOwn(fields, name))
  return present.length === 0 ? undefined : { ...fields, ...Object.fromEntries(present.map((name) => [name, value])) }
}

/** What is said, and after how many milliseconds. */
type Line = readonly [word: string, after: number]

const plain = fc.constantFrom(...Object.keys(good))
const any = fc.constantFrom(...words.keys())
const lines: fc.Arbitrary<Line> = fc.tuple(
  fc.oneof({ weight: 3, arbitrary: plain }, { weight: 2, arbitrary: any }),
  fc.integer({ min: 0, max: 6_000 }),
)
const list = fc.array(lines, { minLength: 1, maxLength: 14 })
const scripts = fc.record({ pay: list, query: list, cancel: list, refund: list })
type Scripts = Record<Service, Line[]>

function play(script: Partial<Scripts>): { wire: WireScript; lastHeard: () => string } {
  const names = new Map<Comes, string>()
  const comes = (each: Line[] = []) =>
    each.map(([word, after]) => {
      const one: Comes = { ...(words.get(word) ?? { silence: true }), after }
      names.set(one, word)
      return one
    })
  const { pay, query, cancel, refund } = script
  const wire = wireScript({ pay: comes(pay), query: comes(query), cancel: comes(cancel), refund: comes(refund) })
  const lastHeard = () => {
    const last = wire.heard.at(-1)
    return last === undefined ? 'nothing' : `${last.service}: ${names.get(last.comes)}`
  }
  return { wire, lastHeard }
}

/** The only words, to the only questions, on which money may be decided. */
const saysPaid = ['pay: payPaid', 'query: queryPaid', 'query: queryFinished']
const saysNotPaid = ['pay: payRefused', 'pay: payNewId', 'pay: refused by the gateway', 'query: queryClosed']
const saysCancelled = [
  'cancel: cancelClose',
  'cancel: cancelRefund',
  'cancel: cancelNone',
  'query: queryGivenBack',
  'refund: refundDone',
]
function holdsTheLaws({ wire, lastHeard }: ReturnType<typeof play>, end: string, gaveUp: boolean): void {
  const calls = (service: Service) => wire.sent.filter((call) => call.service === service)
  expect(calls('pay').length).toBeLessThanOrEqual(1)
  expect(calls('query').length).toBeLessThanOrEqual(20)
  expect(calls('cancel').length).toBeLessThanOrEqual(5)
  expect(calls('refund').length).toBeLessThanOrEqual(5)
  const ids = wire.sent.map(
    ({ parameters }) => valueNamed(parameters, 'partner_trans_id') ?? valueNamed(parameters, 'out_trade_no'),
  )
  expect(ids.filter((id) => id !== coffee.partnerTransId)).toEqual([])
  expect(
    new Set(calls('refund').map(({ parameters }) => valueNamed(parameters, 'partner_refund_id'))).size,
  ).toBeLessThanOrEqual(1)
  for (const [service, ms] of [
    ['cancel', 5_000],
    ['refund', 5_000],
  ] as const)
    for (const [index, call] of calls(service).entries())
      if (index > 0) expect(call.at - (calls(service)[index - 1]?.at ?? 0)).toBeGreaterThanOrEqual(ms)
  for (const [index, call] of wire.sent.entries()) {
    const before = wire.sent[index - 1]
    if (call.service === 'query' && before?.service === 'query')
      expect(call.at - before.at).toBeGreaterThanOrEqual(3_000)
  }
  const last = lastHeard()
  if (end === 'paid') {
    expect(saysPaid).toContain(last)
    expect(calls('cancel')).toEqual([])
    expect(gaveUp).toBe(false)
  }
  if (end === 'notPaid') expect([...saysNotPaid, 'nothing']).toContain(last)
  if (end === 'cancelled') expect(saysCancelled).toContain(last)
}

describe('whatever the gateway says, a sale', () => {
  it('ends, pays once, and promises only what was well said', async () => {
    const ends = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(scripts, fc.option(fc.integer({ min: 0, max: 60_000 })), async (script, givesUpAt) => {
        const played = play(script)
        const cashier = new AbortController()
        if (givesUpAt !== null) played.wire.clock.at(givesUpAt, () => cashier.abort())
        const { end } = await collectPayment(played.wire.client, coffee, { signal: cashier.signal })
        ends.set(end, (ends.get(end) ?? 0) + 1)
        holdsTheLaws(played, end, cashier.signal.aborted)
      }),
      { numRuns: 1_500 },
    )
    expect([...ends.keys()].sort()).toEqual(['cancelled', 'notPaid', 'paid', 'unclear'])
  })

  it('that is settled after a crash ends, sends no pay, and promises only what was well said', async () => {
    await fc.assert(
      fc.asyncProperty(scripts, fc.constantFrom('query' as const, 'cancel' as const), async (script, startAt) => {
        const played = play(script)
        const { end } = await settlePayment(played.wire.client, coffee, { startAt })
        expect(played.wire.sent.filter(({ service }) => service === 'pay')).toEqual([])
        holdsTheLaws(played, end, false)
        if (startAt === 'cancel') expect(end).not.toBe('paid')
      }),
      { numRuns: 700 },
    )
  })
})

describe('whatever the gateway says, a refund', () => {
  it('ends, keeps its id, and promises only what was well said', async () => {
    await fc.assert(
      fc.asyncProperty(list, fc.option(fc.integer({ min: 0, max: 30_000 })), async (refund, givesUpAt) => {
        const order = { ...coffeeBack, amount: coffee.amount, partnerRefundId: `${coffee.partnerTransId}_LATE` }
        const { wire, lastHeard } = play({ refund })
        const cashier = new AbortController()
        if (givesUpAt !== null) wire.clock.at(givesUpAt, () => cashier.abort())
        const { end } = await collectRefund(wire.client, order, { signal: cashier.signal })
        expect(wire.sent.length).toBeLessThanOrEqual(5)
        expect(
          wire.sent.every(({ parameters }) => valueNamed(parameters, 'partner_refund_id') === order.partnerRefundId),
        ).toBe(true)
        if (end === 'refunded') expect(lastHeard()).toBe('refund: refundDone')
        if (end === 'notRefunded') {
          expect(lastHeard()).not.toMatch(/forged|unsigned|cut|other|Done|systemError|silence|broken/)
          // After an attempt that may have given the money back, a gateway that did not look proves nothing.
          if (wire.sent.length > 1) expect(lastHeard()).not.toMatch(/by the gateway|refundRefused|payNewId/)
        }
      }),
      { numRuns: 1_000 },
    )
  })
})
