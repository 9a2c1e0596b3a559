import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { noon } from '../../test/behaviour-calls.ts'
import { conditions } from '../../test/conditions.ts'
import { type Condition, judge } from './match.ts'
import { fieldName } from './problem.ts'
import { whyNever, whyUnplayable } from './rule-check.ts'
import type { RuleDraft } from './rule-types.ts'

const told = (condition: Condition) => {
  const problem = whyNever(condition, noon)
  return problem && `${fieldName(problem.path)} ${problem.message.replace('can never hold: ', '')}`
}

describe('a condition that no call can meet is told by its field', () => {
  it.each<[Condition, string]>([
    [{ amount: { from: '20.00', to: '10.00' } }, 'match.amount.to it is less than from'],
    [{ amount: { exactly: '9.99', from: '10' } }, 'match.amount.exactly it is outside of the range'],
    [{ currency: 'JPY', amount: { exactly: '12.30' } }, 'match.amount.exactly JPY has 0 decimals'],
    [{ code: { exactly: '2812' } }, 'match.code.exactly a payment code has 16 to 24 digits, the first two 25 to 30'],
    [{ code: { prefix: '31' } }, 'match.code.prefix a payment code has at most 24 digits, the first two 25 to 30'],
    [{ code: { exactly: '281234567890123456', prefix: '2800' } }, 'match.code.prefix exactly does not begin with it'],
    [{ between: { from: '2024-02-30 12:00:00' } }, 'match.between.from there is no such time'],
    [{ between: { from: '2025-01-01 00:00:00', to: '2024-06-01 00:00:00' } }, 'match.between.to it is not after from'],
    [{ between: { from: '2025-01-01 00:00:00', to: '2025-01-01 00:00:00' } }, 'match.between.to it is not after from'],
    [{ between: { to: '2024-01-15 11:59:59' } }, 'match.between.to it is already 2024-01-15 12:00:00'],
    [{ daily: { from: '12:00', to: '12:00' } }, 'match.daily.to it is the same as from'],
    [
      { service: 'pay', all: [{ service: ['query', 'refund'] }] },
      'match.all[0].service only pay is left by the other conditions',
    ],
    [{ nth: 2, all: [{ nth: 3 }] }, 'match.all[0].nth another condition wants 2'],
    [{ service: 'pay', not: { service: ['pay', 'query'] } }, 'match.not it excludes every call that is left'],
    [{ not: {} }, 'match.not it excludes every call that is left'],
    [
      { storeId: 'A', any: [{ storeId: 'B' }, { all: [{ storeId: 'C' }] }] },
      'match.any[0].storeId only A is left by the other conditions',
    ],
  ])('%j', (condition, problem) => {
    expect(told(condition)).toBe(problem)
  })

  it('and one that a call can meet is not', () => {
    const possible: readonly Condition[] = [
      {},
      { service: ['pay', 'query'], not: { service: 'pay' } },
      { storeId: 'A', any: [{ storeId: 'B' }, { storeId: ['A', 'C'] }] },
      { currency: ['JPY', 'USD'], amount: { exactly: '12.30' } },
      { amount: { from: '10.00', to: '10' } },
      { code: { prefix: '2' } },
      { daily: { from: '23:00', to: '01:00' } },
      { service: 'pay', not: { service: 'pay', nth: 1 } },
    ]
    expect(possible.map(told)).toEqual(possible.map(() => undefined))
  })

  it('and never one that some call meets', () => {
    const { condition, call } = conditions
    fc.assert(
      fc.property(condition, call, (wanted, one) => {
        fc.pre(judge(wanted, { call: one, draw: () => 0, path: 'match' }).miss === undefined)
        expect(whyNever(wanted, one.at)).toBeUndefined()
      }),
      { numRuns: 300 },
    )
  })
})

describe('a play of one service in a rule that may mean another', () => {
  const play = (part: Partial<NonNullable<RuleDraft['play']>>) => ({ plan: { kind: 'normal' } as const, ...part })
  const waiting = play({ plan: { kind: 'waiting' } })

  it.each<[RuleDraft, string | undefined]>([
    [{ play: waiting }, 'play.plan.kind is for pay only, and only calls of it may be meant'],
    [
      { match: { service: ['pay', 'query'] }, play: waiting },
      'play.plan.kind is for pay only, and only calls of it may be meant',
    ],
    [{ match: { service: 'pay' }, play: waiting }, undefined],
    [{ match: { service: ['pay'] }, play: play({ waitForCancel: 1000 }) }, undefined],
    [{ play: play({ waitForCancel: 1000 }) }, 'play.waitForCancel is for pay only, and only calls of it may be meant'],
    [
      { match: { service: 'cancel' }, play: play({ plan: { kind: 'asynchronous', doneAfterMs: 'never' } }) },
      'play.plan.kind is for refund only, and only calls of it may be meant',
    ],
    [
      { play: play({ plan: { kind: 'refused', code: 'SYSTEM_ERROR', level: 'business', retryFlag: 'Y' } }) },
      'play.plan.retryFlag is for cancel only, and only calls of it may be meant',
    ],
    [{ behaviour: '0303' }, undefined],
  ])('%j', (draft, problem) => {
    const found = whyUnplayable(draft)
    expect(found && `${fieldName(found.path)} ${found.message}`).toBe(problem)
  })
})
