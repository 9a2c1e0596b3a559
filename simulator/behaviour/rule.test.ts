import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aCall, noon, someRules } from '../../test/behaviour-calls.ts'
import { conditions } from '../../test/conditions.ts'
import type { Call } from './behaviour.ts'
import { judge } from './match.ts'
import { fieldName } from './problem.ts'
import type { Rules } from './rule.ts'
import type { PutResult, RuleDraft } from './rule-types.ts'

const settled = async () => {}
const paid = { behaviour: '0000' }

async function withRules(drafts: readonly RuleDraft[], seed?: string) {
  const { rules, clock } = someRules(seed)
  const result = await rules.put(drafts)
  if (!result.ok) throw new Error(told(result).join('; '))
  return { rules, clock }
}

function told(result: PutResult): readonly string[] {
  return result.ok ? [] : result.problems.map(({ code, path, message }) => `${code} ${fieldName(path)} ${message}`)
}

const hit = (rules: Rules, change: Partial<Call> = {}) => rules.match(aCall(change)).rule?.id

describe('the first rule that matches', () => {
  it('decides, and only it is hit', async () => {
    const { rules } = await withRules([
      { id: 'queries', match: { service: 'query' }, ...paid },
      { id: 'store', match: { storeId: 'ST01' }, behaviour: '0303' },
      { id: 'rest', ...paid },
    ])
    expect(rules.match(aCall()).rule).toMatchObject({ id: 'store', behaviour: '0303' })
    expect(hit(rules, { shop: {} })).toBe('rest')
    expect(hit(rules, { service: 'query' })).toBe('queries')
    expect(rules.list().map(({ hits }) => hits)).toEqual([1, 1, 1])
  })

  it('is that of the admin API before that of a file, whichever came first', async () => {
    const { rules } = someRules()
    await rules.replace([{ id: 'filed', ...paid }], 'file')
    await rules.put([{ id: 'called', match: { nth: 1 }, ...paid }])
    expect([hit(rules), hit(rules, { nth: 2 })]).toEqual(['called', 'filed'])
  })

  it('is replaced where it stands by one of its id, and starts to count anew', async () => {
    const { rules } = await withRules([
      { id: 'a', match: { nth: 1 }, ...paid },
      { id: 'b', ...paid },
    ])
    hit(rules)
    await rules.put([{ id: 'a', match: { nth: 1 }, behaviour: '0303' }])
    expect(rules.list().map(({ id, hits }) => [id, hits])).toEqual([
      ['a', 0],
      ['b', 0],
    ])
  })

  it('is gone when it is removed', async () => {
    const { rules } = await withRules([paid])
    expect([rules.remove('rule-1'), rules.remove('rule-1'), rules.size]).toEqual([true, false, 0])
    expect(hit(rules)).toBeUndefined()
  })

  it('is exactly the first whose conditions hold', async () => {
    const { condition, call } = conditions
    await fc.assert(
      fc.asyncProperty(fc.array(condition, { minLength: 1, maxLength: 4 }), call, async (matches, one) => {
        const { rules } = someRules()
        for (const [index, match] of matches.entries()) await rules.put([{ id: `r${index}`, match, ...paid }])
        const holding = rules
          .list()
          .find(({ match = {} }) => judge(match, { call: one, draw: () => 0, path: 'match' }).miss === undefined)
        expect(rules.match(one).rule?.id).toBe(holding?.id)
      }),
      { numRuns: 60 },
    )
  })
})

describe('limits', () => {
  it('a count is used up and stays so', async () => {
    const { rules } = await withRules([{ id: 'twice', times: 2, ...paid }])
    expect([hit(rules), hit(rules), hit(rules), hit(rules)]).toEqual(['twice', 'twice', undefined, undefined])
    expect(rules.list()[0]).toMatchObject({ hits: 2, state: 'used up' })
  })

  it('a count is never exceeded, and what is behind it gets the rest', async () => {
    const calls = fc.array(fc.constantFrom<Call['service']>('pay', 'query'), { maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 9 }), calls, async (times, wanted) => {
        const { rules } = await withRules([
          { id: 'limited', match: { service: 'query' }, times, ...paid },
          { id: 'rest', ...paid },
        ])
        const got = wanted.map((service) => hit(rules, { service }))
        const queries = wanted.filter((service) => service === 'query').length
        expect(got.filter((id) => id === 'limited').length).toBe(Math.min(times, queries))
        expect(got.every((id) => id !== undefined)).toBe(true)
      }),
      { numRuns: 40 },
    )
  })

  it("a life ends on the partner's clock", async () => {
    const { rules, clock } = await withRules([{ id: 'short', ttlMs: 1000, ...paid }])
    expect(hit(rules, { at: noon + 999 })).toBe('short')
    expect(hit(rules, { at: noon + 1000 })).toBeUndefined()
    expect(rules.list()[0]).toMatchObject({ state: 'active', expiresAt: noon + 1000 })
    await clock.advanceTo(noon + 1000, settled)
    expect(rules.list()[0]).toMatchObject({ state: 'expired' })
  })

  it('every third of the calls that it means', async () => {
    const { rules } = await withRules([{ id: 'third', match: { service: 'query', everyNth: 3 }, ...paid }])
    const got = Array.from({ length: 14 }, (_, index) => hit(rules, { service: index % 2 === 0 ? 'query' : 'pay' }))
    expect(got.map((id) => id !== undefined)).toEqual(got.map((_, index) => index === 4 || index === 10))
  })

  it('only the second of the calls that it means', async () => {
    const { rules } = await withRules([{ match: { storeId: 'ST01', nthMatching: 2 }, ...paid }])
    expect([hit(rules), hit(rules, { shop: {} }), hit(rules), hit(rules)]).toEqual([
      undefined,
      undefined,
      'rule-1',
      undefined,
    ])
  })

  it('a share of the calls, the same whatever the order', async () => {
    const share: RuleDraft = { id: 'some', match: { probability: 0.2 }, ...paid }
    const ids = Array.from({ length: 3000 }, (_, index) => `T${index}`)
    const { rules: first } = await withRules([share])
    const { rules: second } = await withRules([share])
    const { rules: other } = await withRules([share], '8')
    const hits = (rules: Rules, order: readonly string[]) =>
      new Set(order.filter((partnerTransId) => hit(rules, { partnerTransId }) !== undefined))
    const met = hits(first, ids)
    expect(met.size / ids.length).toBeCloseTo(0.2, 1)
    expect(hits(second, ids.toReversed())).toEqual(new Set([...met].toReversed()))
    expect(hits(other, ids)).not.toEqual(met)
  })
})

describe('what explains', () => {
  it('names the rules that nearly matched, the nearest first, and counts nothing', async () => {
    const { rules } = await withRules([
      { id: 'far', match: { service: 'query', storeId: 'ST01' }, ...paid },
      { id: 'near', match: { service: 'pay', storeId: 'ST01', nth: 2 }, times: 1, ...paid },
      { id: 'every', match: { service: 'pay', everyNth: 2 }, ...paid },
    ])
    const misses = [
      { rule: 'near', held: 2, condition: 'match.nth', wanted: '2', was: '1' },
      { rule: 'every', held: 1, condition: 'match.everyNth', wanted: 'every 2', was: '1' },
      { rule: 'far', held: 0, condition: 'match.service', wanted: 'query', was: 'pay' },
    ]
    expect(rules.explain(aCall())).toEqual(misses)
    expect(rules.explain(aCall())).toEqual(misses)
    expect(rules.match(aCall()).nearMisses).toEqual(misses)
    expect(rules.list().map(({ hits }) => hits)).toEqual([0, 0, 0])
  })

  it('tells a count that is used up, and a life that is over', async () => {
    const { rules } = await withRules([
      { id: 'once', times: 1, ...paid },
      { id: 'short', ttlMs: 10, ...paid },
    ])
    hit(rules)
    expect(rules.explain(aCall({ at: noon + 10 }))).toEqual([
      { rule: 'once', held: 0, condition: 'times', wanted: 'at most 1', was: '1 before' },
      { rule: 'short', held: 0, condition: 'ttlMs', wanted: 'within 10 ms', was: 'later' },
    ])
  })

  it('names at most five', async () => {
    const { rules } = await withRules(Array.from({ length: 9 }, () => ({ match: { nth: 7 }, ...paid })))
    expect(rules.explain(aCall())).toHaveLength(5)
  })
})

describe('the rules of a file', () => {
  it('are replaced as a whole; one that is the same keeps its counts', async () => {
    const { rules } = await withRules([{ id: 'called', match: { nth: 9 }, ...paid }])
    const same = { id: 'same', match: { nth: 1 }, ...paid }
    await rules.replace([same, { match: { nth: 2 }, ...paid }, { match: { nth: 3 }, ...paid }], 'file')
    for (const nth of [1, 2, 3]) hit(rules, { nth })
    await rules.replace([same, { match: { nth: 2 }, ...paid }, { match: { nth: 4 }, ...paid }], 'file')
    expect(rules.list().map(({ id, hits }) => [id, hits])).toEqual([
      ['called', 0],
      ['same', 1],
      ['file-2', 1],
      ['file-3', 0],
    ])
  })
})
