/** The walk of a sale and of a refund through a relay: what is asked for, in which order, and what is believed. */
import { describe, expect, it } from 'vitest'
import { money } from '../../../protocol/money.ts'
import { type ManualClock, manualClock } from '../../client/testing/manual-clock.ts'
import type { TerminalAnswer, TerminalApi } from '../../terminal-api/terminal-client.ts'
import type { Payment, Refund } from '../../terminal-api/words.ts'
import type { PaymentRecord, RefundRecord } from '../book/records.ts'
import { openBell } from '../desk/bell.ts'
import { relayHop, relayRequest } from './relay-hop.ts'

const payment: PaymentRecord = {
  paymentId: 'SALE',
  partnerTransId: 'HOP_SALE',
  request: { payment_id: 'SALE', code: '280000000000000001', amount: '12.3', currency: 'USD', store_id: 'ST01' },
  amount: money(1230, 'USD'),
  createdAt: 0,
  status: 'pending',
  owes: 'pay',
  refundedLate: false,
}
const refund: RefundRecord = {
  paymentId: 'SALE',
  refundId: 'R',
  partnerRefundId: 'HOP_R',
  amount: money(230, 'USD'),
  isSync: true,
  status: 'pending',
  owes: 'refund',
}

type Op = keyof TerminalApi
type Answers = Readonly<Partial<Record<Op, readonly (TerminalAnswer<Payment & Refund> | string)[]>>>

/** A status for an answer about our payment or refund; the names of failures for those. */
function answerOf(given: TerminalAnswer<Payment & Refund> | string = 'silence'): TerminalAnswer<never> {
  if (typeof given !== 'string') return given as TerminalAnswer<never>
  if (given === 'silence' || given === 'unknown' || given === 'conflict' || given === 'malformed' || given === 'denied')
    return { ok: false, why: given, detail: 'scripted' }
  const value = given.startsWith('refund ')
    ? { refund_id: 'HOP_R', amount: '2.30', status: given.slice(7) }
    : { payment_id: 'HOP_SALE', amount: '12.30', currency: 'USD', status: given }
  return { ok: true, value } as TerminalAnswer<never>
}

function scripted(answers: Answers) {
  const clock: ManualClock = manualClock()
  const calls: string[] = []
  const bodies: unknown[] = []
  const call =
    (op: Op) =>
    async (...given: unknown[]) => {
      const nth = calls.filter((one) => one === op).length
      calls.push(op)
      bodies.push(given)
      clock.pass(100)
      const list = answers[op] ?? []
      return answerOf(list[Math.min(nth, list.length - 1)])
    }
  const api: TerminalApi = {
    ...{ pay: call('pay'), get: call('get'), cancel: call('cancel') },
    ...{ refund: call('refund'), getRefund: call('getRefund') },
  }
  const pushed = openBell(clock)
  const hop = relayHop({ api: () => api, request: relayRequest, clock, pushed })
  const steps: string[] = []
  const walk = {
    timings: {},
    signal: new AbortController().signal,
    onStep: async ({ event, step }: { event: string; step: string }) => void steps.push(`${event} ${step}`),
  }
  return { hop, walk, calls, bodies, clock, pushed, steps }
}

describe('a sale that is handed on to a relay', () => {
  it.each<[string, Answers, string, string]>([
    ['is paid', { pay: ['paid'] }, 'pay', 'paid'],
    ['is asked for while it is pending', { pay: ['pending'], get: ['pending', 'paid'] }, 'pay get get', 'paid'],
    ['is asked for, and not paid again, after silence', { pay: ['silence'], get: ['paid'] }, 'pay get', 'paid'],
    [
      'is repeated once the relay says that it never came',
      { pay: ['silence', 'paid'], get: ['unknown'] },
      'pay get pay',
      'paid',
    ],
    ['is not paid', { pay: ['not_paid'] }, 'pay', 'notPaid'],
    ['is not paid when the relay does not take it', { pay: ['malformed'] }, 'pay', 'notPaid'],
    [
      'is cancelled when a repeat is not taken',
      { pay: ['silence', 'denied'], get: ['unknown'], cancel: ['cancelled'] },
      'pay get pay cancel',
      'cancelled',
    ],
    [
      'is cancelled when a repeat is not taken that was pending before',
      { pay: ['pending', 'denied'], get: ['unknown'], cancel: ['cancelled'] },
      'pay get pay cancel',
      'cancelled',
    ],
    ['is another one that has this id', { pay: ['conflict'] }, 'pay', 'unclear'],
    ['is unclear when the relay says so', { pay: ['unclear'] }, 'pay', 'unclear'],
    [
      'is cancelled when it stays pending',
      { pay: ['pending'], get: ['pending'], cancel: ['pending', 'cancelled'] },
      `pay ${'get '.repeat(10)}cancel cancel`,
      'cancelled',
    ],
    [
      'is cancelled again when it was paid meanwhile',
      { pay: ['pending'], get: ['pending'], cancel: ['paid', 'cancelled'] },
      `pay ${'get '.repeat(10)}cancel cancel`,
      'cancelled',
    ],
  ])('%s', async (_, answers, calls, end) => {
    const script = scripted(answers)
    expect(await script.hop.collect(payment, script.walk)).toMatchObject({ end })
    expect(script.calls.join(' ')).toBe(calls)
    expect(script.steps).toHaveLength(2 * script.calls.length)
  })

  it('goes under the id of this hop, with all that the caller said', async () => {
    const script = scripted({ pay: ['silence', 'paid'], get: ['unknown'] })
    await script.hop.collect(payment, script.walk)
    const request = { ...payment.request, payment_id: 'HOP_SALE', amount: '12.30' }
    expect([script.bodies[0], script.bodies[2]]).toEqual([[request], [request]])
  })

  it.each([
    { payment_id: 'ANOTHER', amount: '12.30', currency: 'USD' },
    { payment_id: 'HOP_SALE', amount: '1.23', currency: 'USD' },
    { payment_id: 'HOP_SALE', amount: '12.30', currency: 'EUR' },
  ])('is not taken for paid because of %j', async (other) => {
    const value = { ...other, status: 'paid', refunded: '0.00' } as unknown as Payment & Refund
    const script = scripted({ pay: [{ ok: true, value }], get: ['not_paid'] })
    expect(await script.hop.collect(payment, script.walk)).toMatchObject({ end: 'notPaid' })
  })

  it('is cancelled when nobody wants it any more', async () => {
    const script = scripted({ pay: ['pending'], get: ['pending'], cancel: ['cancelled'] })
    const signal = AbortSignal.abort()
    expect(await script.hop.collect(payment, { ...script.walk, signal })).toMatchObject({ end: 'cancelled' })
    expect(script.calls).toEqual(['pay', 'cancel'])
  })

  it('is never paid again after a crash', async () => {
    const script = scripted({ get: ['unknown'], cancel: ['unknown'] })
    const end = await script.hop.settle(payment, { ...script.walk, startAt: 'query' })
    expect(end).toMatchObject({ end: 'notPaid', reason: 'NOT_SENT' })
    expect(script.calls).toEqual(['get', 'cancel', 'cancel'])
  })

  it('is left to a person when the relay stays silent for half an hour', async () => {
    const script = scripted({})
    expect(await script.hop.collect(payment, script.walk)).toMatchObject({ end: 'unclear' })
    expect(script.clock.now()).toBeGreaterThan(1_800_000)
    expect(script.calls.length).toBeLessThan(60)
  })

  it('is left to a person when the relay lets no cancel in for half an hour', async () => {
    const never = [...Array<string>(500).fill('denied'), 'cancelled']
    const script = scripted({ pay: ['pending'], get: ['denied'], cancel: never })
    expect(await script.hop.collect(payment, script.walk)).toMatchObject({
      end: 'unclear',
      personMustLook: 'cancelNotConfirmed',
    })
    expect(script.clock.now()).toBeGreaterThan(1_800_000)
    expect(script.calls.length).toBeLessThan(80)
  })

  it.each([
    ['says "pending"', ['pending']],
    ['says that it was paid', ['paid']],
    ['is silent, knows nothing of it, and says "pending" again', ['silence', 'unknown', 'pending']],
  ])('is left to a person when the relay %s to every cancel of half an hour', async (_, said) => {
    const never = [...Array.from({ length: 500 }, (_, nth) => said[nth % said.length] ?? ''), 'cancelled']
    const script = scripted({ pay: ['pending'], get: ['pending'], cancel: never })
    expect(await script.hop.collect(payment, script.walk)).toMatchObject({
      end: 'unclear',
      personMustLook: 'cancelNotConfirmed',
    })
    expect(script.clock.now()).toBeGreaterThan(1_800_000)
    expect(script.calls.length).toBeLessThan(80)
  })

  it('is asked for at once when the relay pushes something', async () => {
    const script = scripted({ pay: ['pending'], get: ['paid'] })
    script.clock.at(1_000, () => script.pushed.ring('SALE'))
    await script.hop.collect(payment, script.walk)
    expect(script.clock.now()).toBeLessThan(2_000)
  })
})

describe('a refund that is handed on to a relay', () => {
  it.each<[string, Answers, boolean, string, string]>([
    ['is done', { refund: ['refund refunded'] }, false, 'refund', 'refunded'],
    [
      'is asked for, and not sent again, after silence',
      { refund: ['silence'], getRefund: ['refund refunded'] },
      false,
      'refund getRefund',
      'refunded',
    ],
    [
      'is sent again once the relay says that it never came',
      { refund: ['silence', 'refund refunded'], getRefund: ['unknown'] },
      false,
      'refund getRefund refund',
      'refunded',
    ],
    ['is asked for first after a crash', { getRefund: ['refund refunded'] }, true, 'getRefund', 'refunded'],
    [
      'is waited for while it is pending',
      { refund: ['refund pending'], getRefund: ['refund pending', 'refund refunded'] },
      false,
      'refund getRefund getRefund',
      'refunded',
    ],
    [
      'is unclear when it was pending, and the relay lets nobody ask for it any more',
      { refund: ['refund pending'], getRefund: ['refund pending', 'denied'] },
      false,
      'refund getRefund getRefund',
      'unclear',
    ],
    ['is refused', { refund: ['refund not_refunded'] }, false, 'refund', 'notRefunded'],
    ['is not taken', { refund: ['conflict'] }, false, 'refund', 'notRefunded'],
    [
      'is unclear when a repeat is not taken',
      { refund: ['silence', 'conflict'], getRefund: ['unknown'] },
      false,
      'refund getRefund refund',
      'unclear',
    ],
  ])('%s', async (_, answers, begun, calls, end) => {
    const { hop, walk, calls: made } = scripted(answers)
    expect(await hop.refund(refund, payment, { ...walk, begun })).toMatchObject({ end })
    expect(made.join(' ')).toBe(calls)
  })
})
