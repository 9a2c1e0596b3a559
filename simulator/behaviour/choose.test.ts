import { describe, expect, it } from 'vitest'
import { aCall, behaviours, noon, presets, someParts } from '../../test/behaviour-calls.ts'
import { seededRandom } from '../random.ts'
import type { Call, Chosen } from './behaviour.ts'
import { type ChooserParts, choose } from './choose.ts'

const code = (number: string) => `2800${number}12345678`

async function chosen(call: Partial<Call>, parts: Partial<ChooserParts> = {}): Promise<Chosen> {
  return choose(someParts(parts), aCall(call))
}

const plain = { plan: { kind: 'normal' }, delayBeforeMs: 0, delayAfterMs: 0 }

describe('who decides', () => {
  it('nobody: the call goes as normal, at once and without a promise', () => {
    expect(choose(someParts(), aCall())).toEqual({
      play: { behaviour: 'default', why: 'no rule, payment code or default asks for more', ...plain },
      explain: { chosenBy: 'nothing', nearMisses: [] },
    })
  })

  it('the payment code, by the four digits after 2800', async () => {
    expect(await chosen({ identityCode: code('0303') })).toEqual({
      play: {
        behaviour: '0303',
        why: 'payment code 2800 0303…',
        ...plain,
        fault: { kind: 'no answer', holdMs: 60_000 },
      },
      explain: { chosenBy: 'payment code', nearMisses: [] },
    })
  })

  it('of a code that names no behaviour, the default', async () => {
    for (const identityCode of [code('0777'), '281003031234567890'])
      expect((await chosen({ identityCode })).play).toMatchObject({ behaviour: 'default', ...plain })
    const { play } = await chosen({ identityCode: code('0777') }, { defaults: { behaviour: '0104' } })
    expect(play).toMatchObject({ behaviour: '0104', why: 'partner default' })
  })

  it("the partner's default after the code, and a climate after that", async () => {
    const defaults = { behaviour: '0104', climate: 'storm' }
    expect((await chosen({ identityCode: code('0303') }, { defaults })).play.behaviour).toBe('0303')
    expect((await chosen({}, { defaults })).play.behaviour).toBe('0104')
    expect((await chosen({}, { defaults: { climate: 'storm' } })).explain.chosenBy).toBe('climate')
  })

  it('a rule before all of them, with what nearly matched', async () => {
    const parts = someParts({ defaults: { behaviour: '0104' } })
    await parts.rules.put([
      { id: 'other-store', match: { storeId: 'ST02' }, behaviour: '0301' },
      { id: 'lunch', match: { storeId: 'ST01', service: 'pay' }, behaviour: '0102' },
    ])
    const { play, explain } = await choose(parts, aCall({ identityCode: code('0303') }))
    expect(play).toMatchObject({ behaviour: '0102', why: 'rule lunch', buyer: { does: 'pays', afterMs: 20_000 } })
    expect(explain).toMatchObject({ chosenBy: 'rule', nearMisses: [{ rule: 'other-store', was: 'ST01' }] })
  })

  it("a rule's own play goes by the rule's id", async () => {
    const parts = someParts()
    await parts.rules.put([
      { id: 'mine', match: { nth: 1 }, play: { plan: { kind: 'lost' }, fault: { kind: 'reset' } } },
    ])
    const { play } = await choose(parts, aCall())
    expect(play).toEqual({
      behaviour: 'mine',
      why: 'rule mine',
      ...plain,
      plan: { kind: 'lost' },
      fault: { kind: 'reset' },
    })
    const query = await choose(parts, aCall({ service: 'query', nth: 2, tradeBehaviour: 'mine' }))
    expect(query.play).toMatchObject({ behaviour: 'mine', ...plain })
  })
})

describe('the calls on one trade', () => {
  it('go through the steps of their service and then as normal', async () => {
    const trade = { tradeBehaviour: '0411', service: 'cancel' } as const
    const kinds = await Promise.all([1, 2, 3, 9].map(async (nth) => (await chosen({ ...trade, nth })).play.plan.kind))
    expect(kinds).toEqual(['refused', 'refused', 'normal', 'normal'])
  })

  it("get the trade's behaviour, not the default of now", async () => {
    const query = { service: 'query', tradeBehaviour: '0404' } as const
    const { play, explain } = await chosen(query, { defaults: { behaviour: '0302' } })
    expect(play).toMatchObject({ behaviour: '0404', fault: { kind: 'no answer' } })
    expect(explain.chosenBy).toBe('trade')
    const untold = await chosen({ service: 'query', tradeBehaviour: 'default' }, { defaults: { behaviour: '0404' } })
    expect(untold.play).toMatchObject({ behaviour: 'default', ...plain })
  })

  it('get a rule that matches them before it', async () => {
    const parts = someParts()
    await parts.rules.put([{ id: 'well', match: { service: 'query' }, behaviour: '0000' }])
    expect((await choose(parts, aCall({ service: 'query', tradeBehaviour: '0404' }))).play).toMatchObject(plain)
  })

  it('of a repeated pay stay with the behaviour of the first', async () => {
    const repeat = { identityCode: code('0301'), nth: 2 }
    expect((await chosen({ ...repeat, tradeBehaviour: '0301' })).play).toMatchObject({ behaviour: '0301', ...plain })
    expect((await chosen({ ...repeat, tradeBehaviour: '0303' })).play.behaviour).toBe('0303')
  })

  it('take the notifications of the behaviour along, and the buyer only where one waits', async () => {
    expect((await chosen({ service: 'refund', tradeBehaviour: '0503' })).play.notifications).toMatchObject({ sends: 2 })
    expect((await chosen({ identityCode: code('0101') })).play.buyer).toEqual({ does: 'pays', afterMs: 5000 })
    expect((await chosen({ service: 'query', tradeBehaviour: '0101' })).play).not.toHaveProperty('buyer')
  })

  it('of a climate go on with what it gave the trade', async () => {
    const parts = { defaults: { climate: 'storm' } }
    const query = { service: 'query', tradeBehaviour: '0302@storm' } as const
    const repeat = await chosen({ tradeBehaviour: '0302@storm', nth: 2 }, parts)
    expect(repeat.play).toMatchObject({ behaviour: '0302@storm', plan: { kind: 'refused' } })
    expect((await chosen({ tradeBehaviour: '0302@storm', nth: 4 }, parts)).play.plan).toEqual({ kind: 'normal' })
    expect((await chosen(query, parts)).explain.chosenBy).toBe('climate')
    for (const partnerTransId of ['T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7', 'T8']) {
      const late = await chosen({ tradeBehaviour: '0502@storm', nth: 2, partnerTransId }, parts)
      expect(late.play).toMatchObject({ behaviour: '0502@storm', plan: { kind: 'normal' } })
    }
  })
})

describe('delays', () => {
  const fixed = (ms: number) => ({ kind: 'fixed', ms }) as const
  const everywhere = { pay: fixed(70), query: fixed(30) }

  it('of the partner apply where the step has none of its own', async () => {
    const defaults = { latency: everywhere }
    expect((await chosen({}, { defaults })).play).toMatchObject({ delayBeforeMs: 0, delayAfterMs: 70 })
    expect((await chosen({ service: 'cancel' }, { defaults })).play.delayAfterMs).toBe(0)
    expect((await chosen({ identityCode: code('0326') }, { defaults })).play.delayAfterMs).toBe(30_000)
    expect((await chosen({ identityCode: code('0303') }, { defaults })).play.delayAfterMs).toBe(70)
  })

  it('of a step are all that it gets', async () => {
    const parts = someParts({ defaults: { latency: everywhere } })
    await parts.rules.put([{ play: { delayBefore: fixed(5) } }])
    expect((await choose(parts, aCall())).play).toMatchObject({ delayBeforeMs: 5, delayAfterMs: 0 })
  })

  it('of a climate apply unless the partner has its own', async () => {
    const climate = 'calm'
    const { play } = await chosen({ nth: 9 }, { defaults: { climate } })
    expect(play.delayAfterMs).toBeGreaterThan(0)
    expect((await chosen({ nth: 9 }, { defaults: { climate, latency: everywhere } })).play.delayAfterMs).toBe(70)
  })

  it('are drawn by seed and call, and follow their schedule from its beginning', async () => {
    const at = (minutes: number) => ({ identityCode: code('0608'), at: noon + minutes * 60_000 })
    const { play: before } = await chosen(at(1))
    const { play: during } = await chosen(at(3))
    expect(during.delayAfterMs / before.delayAfterMs).toBeCloseTo(30, 0)
    expect((await chosen(at(3), { since: noon + 180_000 })).play.delayAfterMs).toBe(before.delayAfterMs)
    expect((await chosen(at(1), { random: seededRandom('8') })).play.delayAfterMs).not.toBe(before.delayAfterMs)
    expect((await chosen({ ...at(1), partnerTransId: 'T2' })).play.delayAfterMs).not.toBe(before.delayAfterMs)
  })

  it('every preset of scenarios/latency has a behaviour of 06xx', async () => {
    const shapes = new Set<string>()
    for (const id of behaviours.keys().filter((key) => key.startsWith('06')))
      shapes.add(JSON.stringify((await behaviours.find(id))?.pay?.[0]?.delayAfter))
    for (const preset of await presets.all()) expect(shapes, preset.name).toContain(JSON.stringify(preset.pay))
  })
})
