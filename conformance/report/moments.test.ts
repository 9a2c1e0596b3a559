import { describe, expect, it } from 'vitest'
import { callOf, evidenceOf, notificationOf, saleOf, tradeOf } from '../../test/run-sample.ts'
import type { Sale } from '../verdict/evidence.ts'
import { judge } from '../verdict/judge.ts'
import { judgedMoments, violationsOf } from './first-wrong.ts'
import { momentsOf } from './moments.ts'

const start = Date.UTC(2024, 0, 15, 4)
const at = (ms: number) => ({ iso: new Date(start + ms).toISOString(), beijing: '' })

const story = (sale: Sale, theCase?: ReturnType<typeof evidenceOf>['theCase']) =>
  momentsOf(evidenceOf(sale, theCase && { theCase }), sale).map(({ kind, words }) => `${kind} ${words}`)

describe('a sale as a story', () => {
  it('begins with the customer and ends with the case', () => {
    expect(story(saleOf())).toEqual([
      'asked shows 28000103********00',
      'asked pay 12.30 USD',
      'called pay 12.30 USD',
      'told pending',
      'called query',
      'told paid: “Paid. Hand over the goods.”',
      'ended the end of the case',
    ])
  })

  it('puts what was told behind the first answer that explains it', () => {
    const calls = [
      callOf('pay', 0, { outcome: 'UNKNOW' }),
      callOf('query', 5_000, { word: 'paid' }),
      callOf('query', 8_000, { word: 'paid' }),
    ]
    const words = story(saleOf({ calls }))
    expect(words.indexOf('told paid: “Paid. Hand over the goods.”')).toBe(words.indexOf('called query') + 1)
  })

  it('does not believe what the backend could not hear', () => {
    const calls = [callOf('pay', 0, { word: 'paid', sure: false }), callOf('query', 5_000, { word: 'paid' })]
    expect(story(saleOf({ calls })).slice(-2)).toEqual([
      'told paid: “Paid. Hand over the goods.”',
      'ended the end of the case',
    ])
  })

  it('books into the call that did it, and by itself what happened between calls', () => {
    const pay = callOf('pay', 0)
    const sale = saleOf({ calls: [pay, callOf('query', 8_000)], trades: [tradeOf({ paid_at: at(6_000) })] })
    const moments = momentsOf(evidenceOf(sale), sale)
    expect(moments.find(({ call }) => call === pay)?.booked).toEqual(['trade made, waits for the customer'])
    expect(moments.find(({ kind }) => kind === 'booked')).toMatchObject({
      from: 'customer',
      to: 'gateway',
      words: 'confirms on the phone: 12.30 USD charged',
    })
  })

  it('has refunds, cancels and power cuts where the wire shows them', () => {
    const base = saleOf()
    const refunded = { refund_id: 'R1', amount: '2.30', status: 'refunded' } as const
    const sale = saleOf({
      history: [],
      cancelAsked: true,
      calls: [
        ...base.calls,
        callOf('cancel', 9_000, { word: 'cancelled' }),
        callOf('refund', 12_000, { word: 'refunded', values: new Map([['partner_refund_id', 'X']]) }),
      ],
      refunds: [{ name: 'refund', request: refunded, told: refunded }],
      notifications: [notificationOf(20_000, 'fail')],
    })
    const words = story(sale, {
      ...evidenceOf(sale).theCase,
      steps: [
        { pay: { as: 'sale' } },
        { wait: { payment: 'sale', until: 'sent', refund: 'refund', service: 'query', nth: 1 } },
        { kill: {} },
        { restart: {} },
      ],
    })
    expect(words.slice(3)).toEqual([
      'called query',
      'asked cancel',
      'cut power cut',
      'cut started again',
      'called cancel',
      'asked refund 2.30 USD',
      'called refund',
      'told refund refunded',
      'notified notification payByBackend',
      'ended the end of the case',
    ])
  })
})

describe('the first moment that went wrong', () => {
  const firstOf = (sale: Sale) => {
    const evidence = evidenceOf(sale)
    // The calls of the sample are short: what else they lack is another test's business.
    const violations = judge(evidence).filter(({ rule }) => /^(?:money|case)\/|^wire\/signature$/.test(rule))
    const moments = judgedMoments(momentsOf(evidence, sale), violations)
    return moments.filter(({ first }) => first).map(({ words }) => words)
  }

  it('is the word that the money contradicts', () => {
    expect(firstOf(saleOf())).toEqual(['paid: “Paid. Hand over the goods.”'])
  })

  it('is the request that broke a rule, when that came before', () => {
    const diagnosis = { code: 'ILLEGAL_SIGN', sentence: 'The signature is wrong.', next: 'Mend it.' }
    expect(firstOf(saleOf({ calls: [callOf('pay', 0, { exchange: { diagnosis } })] }))).toEqual(['pay 12.30 USD'])
  })

  it('is the word, when a rule lists the calls that do not cover it', () => {
    const sale = saleOf()
    const violation = {
      ...violationAbout('told paid, and nothing that can be believed said so'),
      exchanges: sale.calls.map(({ id }) => id),
    }
    const moments = judgedMoments(momentsOf(evidenceOf(sale), sale), [violation])
    expect(moments.find(({ first }) => first)?.words).toBe('paid: “Paid. Hand over the goods.”')
  })

  it('is the end, for what never happened', () => {
    const [sale, end] = [saleOf(), momentsOf(evidenceOf(saleOf()), saleOf()).length - 1]
    const missing = { ...violationAbout('0 cancel calls, expected at least 1'), exchanges: [] }
    const few = { ...violationAbout('1 query calls, expected at least 10'), exchanges: [sale.calls[1]?.id ?? 0] }
    for (const violation of [missing, few])
      expect(judgedMoments(momentsOf(evidenceOf(sale), sale), [violation])[end]?.first).toBe(true)
  })

  it('is the first call that was too much', () => {
    const sale = saleOf()
    const violation = {
      ...violationAbout('2 pay calls, expected 1'),
      exchanges: sale.calls.map(({ id }) => id),
    }
    const moments = judgedMoments(momentsOf(evidenceOf(sale), sale), [violation])
    expect(moments.find(({ first }) => first)?.call).toBe(sale.calls[1])
  })

  it('is told of the sale that it happened in', () => {
    const [one, two] = [saleOf({ name: 'sale-1' }), saleOf({ name: 'sale-2' })]
    const evidence = { sales: [one, two] }
    const own = violationAbout('sale-2: told paid, and 0 of 1230 minor units are held')
    const wire = { ...violationAbout('query again after 1.2 s'), exchanges: [two.calls[0]?.id ?? 0] }
    const neither = violationAbout('0 charged, expected 1')
    expect(violationsOf(two, evidence, [own, wire, neither])).toEqual([own, wire])
    expect(violationsOf(one, evidence, [own, wire, neither])).toEqual([neither])
  })
})

const violationAbout = (text: string) =>
  ({ rule: 'wire/queried', sentence: 'x', clause: 'flows.md §1', level: 'must', text, witness: 'wire' }) as const
