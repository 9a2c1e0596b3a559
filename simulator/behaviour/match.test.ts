import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { money } from '../../protocol/money.ts'
import { aCall, noon } from '../../test/behaviour-calls.ts'
import { conditions } from '../../test/conditions.ts'
import type { Call } from './behaviour.ts'
import { type Condition, judge } from './match.ts'

const look = (condition: Condition, call: Call, drawn = 0.5) =>
  judge(condition, { call, draw: () => drawn, path: 'match' })
const holds = (condition: Condition, call: Call) => look(condition, call).miss === undefined

const hour = 3_600_000

describe('each condition holds for what it means and for nothing else', () => {
  it.each<[Condition, Partial<Call>, Partial<Call>]>([
    [{ service: 'pay' }, {}, { service: 'query' }],
    [{ service: ['pay', 'cancel'] }, { service: 'cancel' }, { service: 'refund' }],
    [{ partner: '2088101122334455' }, {}, { partner: '2088101122334456' }],
    [{ secondaryMerchantId: 'S001' }, {}, { shop: { storeId: 'S001' } }],
    [{ storeId: ['ST00', 'ST01'] }, {}, { shop: {} }],
    [{ terminalId: 'T01' }, {}, { shop: { terminalId: 'T011' } }],
    [{ currency: 'USD' }, {}, { amount: money(3925, 'SGD') }],
    [{ amount: { exactly: '39.25' } }, {}, { amount: money(3926, 'USD') }],
    [{ amount: { exactly: '1200' } }, { amount: money(1200, 'JPY') }, { amount: money(1200, 'USD') }],
    [{ amount: { from: '39.25', to: '39.25' } }, {}, { amount: money(3924, 'USD') }],
    [{ amount: { to: '39.24' } }, { amount: money(1, 'USD') }, {}],
    [{ amount: { from: '0.50' } }, {}, { amount: money(5000, 'JPY') }],
    [{ code: { exactly: '281234567890123456' } }, {}, { identityCode: '2812345678901234567' }],
    [{ code: { prefix: '2812' } }, {}, { identityCode: '2821234567890123' }],
    [{ nth: 2 }, { nth: 2 }, { nth: 3 }],
    [{ between: { from: '2024-01-15 12:00:00' } }, { at: noon }, { at: noon - 1000 }],
    [{ between: { to: '2024-01-15 12:00:00' } }, { at: noon - 1 }, { at: noon }],
    [{ daily: { from: '11:30', to: '12:30' } }, { at: noon + 24 * hour }, { at: noon + hour }],
    [{ daily: { from: '22:00', to: '13:00' } }, { at: noon + 14 * hour }, { at: noon + 3 * hour }],
    [{ not: { service: 'query' } }, {}, { service: 'query' }],
    [{ any: [{ nth: 2 }, { service: 'cancel' }] }, { service: 'cancel' }, {}],
    [{ all: [{ nth: 2 }, { service: 'cancel' }] }, { nth: 2, service: 'cancel' }, { nth: 2 }],
  ])('%j', (condition, meant, other) => {
    expect(look(condition, aCall(meant)).miss).toBeUndefined()
    expect(look(condition, aCall(other)).miss).toBeDefined()
  })

  it('does not hold when the call does not say', () => {
    const { amount: _, identityCode: __, ...silent } = aCall({ shop: {} })
    for (const condition of [{ amount: { from: '0' } }, { currency: 'USD' as const }, { code: { prefix: '2' } }])
      expect(look(condition, silent).miss).toMatchObject({ was: 'not given' })
  })

  it('holds by chance below the probability', () => {
    expect(look({ probability: 0.3 }, aCall(), 0.299).miss).toBeUndefined()
    expect(look({ probability: 0.3 }, aCall(), 0.3).miss).toMatchObject({ condition: 'match.probability' })
    expect(look({ probability: 1 }, aCall(), 1 - 2 ** -48).miss).toBeUndefined()
  })
})

describe('a miss', () => {
  it('names the first condition that does not hold, what was wanted and what was there', () => {
    const condition: Condition = { probability: 0.1, amount: { from: '40.00' }, service: 'pay', storeId: 'ST01' }
    expect(look(condition, aCall())).toEqual({
      held: 2,
      miss: { condition: 'match.amount', wanted: '40.00 to any', was: '39.25' },
    })
  })

  it('names the place of a condition inside another', () => {
    const condition: Condition = { all: [{ service: 'pay' }, { all: [{ nth: 3 }] }] }
    expect(look(condition, aCall()).miss).toEqual({ condition: 'match.all[1].all[0].nth', wanted: '3', was: '1' })
  })

  it('never shows a payment code', () => {
    const miss = look({ code: { exactly: '281111111111111199' } }, aCall()).miss
    expect(miss).toMatchObject({ wanted: '28111111********99', was: '28123456********56' })
  })
})

const { condition, call } = conditions

describe('laws', () => {
  it('two conditions together hold where both do', () => {
    fc.assert(
      fc.property(condition, condition, call, (a, b, one) => {
        expect(holds({ all: [a, b] }, one)).toBe(holds(a, one) && holds(b, one))
      }),
    )
  })

  it('the members of one condition hold together where each does alone', () => {
    fc.assert(
      fc.property(condition, call, (whole, one) => {
        const parts: Condition[] = Object.entries(whole).map(([name, wanted]) => ({ [name]: wanted }))
        expect(holds(whole, one)).toBe(parts.every((part) => holds(part, one)))
      }),
    )
  })

  it('one of two holds where either does, and not is not', () => {
    fc.assert(
      fc.property(condition, condition, call, (a, b, one) => {
        expect(holds({ any: [a, b] }, one)).toBe(holds(a, one) || holds(b, one))
        expect(holds({ not: a }, one)).toBe(!holds(a, one))
      }),
    )
  })
})
