import { describe, expect, it } from 'vitest'
import { openControlRoom } from '../../test/control-room.ts'
import { refusalOf } from '../../test/refusal.ts'
import type { RuleDraft } from '../behaviour/rule-types.ts'

const poor: RuleDraft = { id: 'poor', match: { service: 'pay', storeId: 'ST01' }, behaviour: '0206', times: 1 }
const closedBank: RuleDraft = { id: 'bank', match: { service: 'pay', amount: { from: '10.00' } }, behaviour: '0207' }

describe('the rules of a partner', () => {
  it('decide what calls get, first match first, and are shown with their hits', async () => {
    await using room = await openControlRoom()
    const { rules } = room.admin.partner()
    expect(await rules.put([poor])).toMatchObject([{ id: 'poor', hits: 0, state: 'active', from: 'api' }])
    await rules.put([closedBank])
    expect((await room.till().pay('T1')).fields).toMatchObject({ error: 'BUYER_BALANCE_NOT_ENOUGH' })
    expect((await room.till().pay('T2')).fields).toMatchObject({ error: 'BUYER_BANKCARD_BALANCE_NOT_ENOUGH' })
    expect(await rules.list()).toMatchObject([
      { ...poor, hits: 1, state: 'used up', expires_at: null },
      { ...closedBank, hits: 1, state: 'active' },
    ])
  })

  it('are replaced, taken away one by one, and all at once', async () => {
    await using room = await openControlRoom()
    const { rules } = room.admin.partner()
    const ids = async () => (await rules.list()).map(({ id }) => id)
    await rules.put([poor, closedBank])
    await rules.replace([{ behaviour: '0000', match: { service: 'query' }, ttlMs: 1_000 }, closedBank])
    expect(await ids()).toEqual(['rule-1', 'bank'])
    expect((await rules.list())[0]?.expires_at).toMatchObject({ beijing: expect.any(String) })
    await rules.delete('rule-1')
    expect(await ids()).toEqual(['bank'])
    expect(await refusalOf(rules.delete('rule-1'))).toMatchObject({ code: 'NOT_FOUND' })
    await rules.clear()
    expect(await ids()).toEqual([])
  })

  it('of a file stay when those made here go', async () => {
    await using room = await openControlRoom()
    const { rules } = room.admin.partner()
    await room.simulator.partner.stage.rules.replace([{ behaviour: '0000', match: { service: 'pay' } }], 'file')
    await rules.put([poor])
    await rules.clear()
    expect(await rules.list()).toMatchObject([{ id: 'file-1', from: 'file' }])
  })

  it.each<[string, readonly unknown[], string[]]>([
    ['an unknown behaviour', [poor, { behaviour: '9998' }], ['rules[1].behaviour']],
    ['a probability of 1.2', [{ ...poor, match: { probability: 1.2 } }], ['rules[0].match.probability']],
    ['a negative latency', [{ play: { delayAfter: { kind: 'fixed', ms: -1 } } }], ['rules[0].play.delayAfter.ms']],
    ['what can never match', [{ ...poor, match: { nth: 1, all: [{ nth: 2 }] } }], ['rules[0].match.all[0].nth']],
    ['what is never reached', [{ behaviour: '0000' }, poor], ['rules[1].match']],
    ['a word that nobody knows', [{ ...poor, macth: {} }], ['rules[0].macth']],
    ['two mistakes', [{}, { behaviour: '1' }], ['rules[0].behaviour', 'rules[1].behaviour']],
  ])('with %s are refused by the field, and none of them applies', async (_, drafts, fields) => {
    await using room = await openControlRoom()
    const { rules } = room.admin.partner()
    await rules.put([closedBank])
    const before = await rules.list()
    for (const call of [rules.put, rules.replace])
      expect(await refusalOf(call(drafts as RuleDraft[]))).toEqual({ code: 'INVALID_REQUEST', status: 400, fields })
    expect(await rules.list()).toEqual(before)
  })

  it('explain what an imagined call would get, and count nothing', async () => {
    await using room = await openControlRoom()
    const { rules } = room.admin.partner()
    await rules.put([{ id: 'second', match: { service: 'pay', everyNth: 2 }, behaviour: '0303' }, poor])
    const explain = (more: object) => rules.explain({ service: 'pay', ...more })
    expect(await explain({ store_id: 'ST01' })).toMatchObject({
      behaviour: '0206',
      why: 'rule poor',
      chosen_by: 'rule',
      plan: { kind: 'refused', code: 'BUYER_BALANCE_NOT_ENOUGH' },
      near_misses: [{ rule: 'second', condition: 'match.everyNth' }],
    })
    await room.till().pay('T1')
    // The next one is the second: explaining it does not make it the third.
    for (const _ of [1, 2])
      expect(await explain({})).toMatchObject({ why: 'rule second', fault: { kind: 'no answer' } })
    await rules.clear()
    expect(await explain({ buyer_identity_code: '280003200000000001' })).toMatchObject({
      behaviour: '0320',
      chosen_by: 'payment code',
      fault: { kind: 'empty' },
    })
    expect(await rules.explain({ service: 'query', trade_behaviour: '0404' })).toMatchObject({ chosen_by: 'trade' })
    expect(await explain({})).toMatchObject({ behaviour: 'default', chosen_by: 'nothing', fault: null })
  })

  it('explain what would keep each of them from an imagined call, and count nothing', async () => {
    await using room = await openControlRoom()
    const { rules } = room.admin.partner()
    await rules.put([poor, closedBank])
    const call = { service: 'pay', amount: '9.99', currency: 'USD', store_id: 'ST02' } as const
    expect((await rules.explain(call)).near_misses).toEqual([
      { rule: 'poor', held: 1, condition: 'match.storeId', wanted: 'ST01', was: 'ST02' },
      { rule: 'bank', held: 1, condition: 'match.amount', wanted: '10.00 to any', was: '9.99' },
    ])
    expect((await rules.list()).map(({ hits }) => hits)).toEqual([0, 0])
    expect(await refusalOf(rules.explain({ ...call, amount: '9.999' }))).toMatchObject({ fields: ['amount'] })
    expect(await refusalOf(rules.explain({ service: 'pay', amount: '1.00' }))).toMatchObject({ fields: ['currency'] })
  })
})

describe('the behaviour table', () => {
  it('is listed, and each number shown with its steps', async () => {
    await using room = await openControlRoom()
    const all = await room.admin.behaviours.list()
    expect(all.map(({ number }) => number)).toEqual(expect.arrayContaining(['0000', '0101', '0303', '0504']))
    const one = await room.admin.behaviours.get('0303')
    expect(one).toMatchObject({ number: '0303', till: ['paid'], till_refund: null, story: { pay: [{ fault: {} }] } })
    expect(all).toContainEqual({ ...one, source: undefined, story: undefined })
    expect(await refusalOf(room.admin.behaviours.get('9998'))).toMatchObject({ code: 'NOT_FOUND' })
    expect(await refusalOf(room.admin.behaviours.get('x'))).toMatchObject({ status: 400, fields: ['number'] })
  })
})
