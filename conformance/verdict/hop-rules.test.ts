import { describe, expect, it } from 'vitest'
import type { ChainSeen, HeardResult, NextCall } from './chain-seen.ts'
import type { Evidence, Sale } from './evidence.ts'
import { hopRules } from './hop-rules.ts'

const cafe = {
  name: 'cafe',
  id: 'CAFE',
  title: 'Kit Cafe',
  industry: '5812',
  stores: [{ store_id: 'C1', name: 'Airport' }],
}
const books = { ...cafe, name: 'books', id: 'BOOKS', title: 'Kit Books' }

const push: HeardResult = {
  ...{ merchant: 'cafe', via: 'push', at: 0, event_id: 'e1', type: 'payment', payment_id: 'P1', status: 'paid' },
  ...{ amount: '12.30', currency: 'USD', body: '{}', signed: true, answered: 200 },
}

const info = {
  secondary_merchant_id: 'CAFE',
  secondary_merchant_name: 'Kit Cafe',
  secondary_merchant_industry: '5812',
  store_id: 'C1',
  store_name: 'Airport',
}

const pay = (extendInfo: object) => ({ service: 'pay', values: new Map([['extend_info', JSON.stringify(extendInfo)]]) })

const sale = {
  ...{ name: 'sale', merchant: 'cafe', refunds: [], calls: [pay(info)] },
  request: { payment_id: 'P1', code: '2800**', amount: '12.30', currency: 'USD' },
  told: { status: 'paid' },
} as unknown as Sale

const handedOn: NextCall = {
  ...{ at: 0, call: 'pay', payment_id: 'H1', merchant: 'cafe', signed: true, answered: 200, done: '' },
  ...{ amount: '12.3', currency: 'USD', code: '2800**' },
}

const chain: ChainSeen = {
  ...{ role: 'integrator', merchants: [cafe, books], heard: [push], answers: [], next: [handedOn] },
}

type Seen = { readonly chain?: Partial<ChainSeen>; readonly sale?: Partial<Sale>; readonly steps?: readonly object[] }

function broken({ chain: seen, sale: sold, steps = [] }: Seen): readonly string[] {
  const evidence = {
    ...{ sales: [{ ...sale, ...sold }], chain: { ...chain, ...seen }, theCase: { steps } },
  } as unknown as Evidence
  return hopRules.flatMap(({ id, on, check }) => (on === undefined && check(evidence).length > 0 ? [id] : []))
}

describe('the rules of a relay', () => {
  it('say nothing against one that told its merchant, once and signed', () => {
    expect(broken({})).toEqual([])
  })

  it.each<[string, Seen, string]>([
    ['an end that nobody heard of', { chain: { heard: [] } }, 'hop/told'],
    ['another end than was answered', { chain: { heard: [{ ...push, status: 'not_paid' }] } }, 'hop/told'],
    ['one result under two ids', { chain: { heard: [push, { ...push, event_id: 'e2' }] } }, 'hop/told-once'],
    [
      'an event that changes',
      {
        chain: {
          heard: [
            { ...push, answered: 500 },
            { ...push, body: '{"a":1}' },
          ],
        },
      },
      'hop/same-event',
    ],
    ['a push that is not signed', { chain: { heard: [{ ...push, signed: false }] } }, 'hop/signed'],
    ['a push after it was acknowledged', { chain: { heard: [push, push] } }, 'hop/not-again'],
    [
      'what is told to another merchant',
      { chain: { heard: [push, { ...push, via: 'poll', merchant: 'books' }] } },
      'hop/own-only',
    ],
    [
      'what another merchant is shown',
      { chain: { answers: [{ merchant: 'books', call: 'list', status: 200, body: '"P1"' }] } },
      'hop/own-only',
    ],
    ['another amount', { chain: { heard: [{ ...push, amount: '1230' }] } }, 'hop/event-as-asked'],
    ['no store', { sale: { calls: [pay({ ...info, store_id: 'X' })] as never } }, 'hop/secondary-merchant'],
    [
      'a payment under two ids',
      { chain: { next: [handedOn, { ...handedOn, payment_id: 'H2' }] } },
      'hop/handed-on-once',
    ],
    [
      'the name of another merchant',
      { chain: { next: [{ ...handedOn, merchant: 'books' }] } },
      'hop/handed-on-as-asked',
    ],
    [
      'a refund under two ids',
      { chain: { next: [{ ...handedOn, call: 'refund', refund_id: 'r' }] } },
      'hop/refund-id-kept',
    ],
  ])('tell %s', (_, seen, rule) => {
    expect(broken(seen)).toContain(rule)
  })

  it('do not hold a second push against who lost power', () => {
    expect(broken({ chain: { heard: [push, push] }, steps: [{ kill: {} }] })).toEqual([])
  })

  it('let an error say again what was asked for', () => {
    expect(broken({ chain: { answers: [{ merchant: 'books', call: 'get', status: 404, body: '"P1"' }] } })).toEqual([])
  })

  it('ask for pauses that grow', () => {
    const patient = hopRules.find(({ id }) => id === 'hop/patient')
    const at = (...times: readonly number[]) =>
      ({ chain: { ...chain, heard: times.map((one) => ({ ...push, at: one })) }, sales: [] }) as unknown as Evidence
    expect(patient?.check(at(0, 1, 3, 8, 20, 60))).toEqual([])
    expect(patient?.check(at(0, 10, 20, 30, 40, 50))).toHaveLength(1)
    expect(patient?.check(at(0, 1))).toHaveLength(1)
  })
})
