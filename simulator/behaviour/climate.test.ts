import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { services } from '../../protocol/service.ts'
import { aCall, behaviours, climates, presets, someParts } from '../../test/behaviour-calls.ts'
import { seededRandom } from '../random.ts'
import type { Call, Play } from './behaviour.ts'
import { choose } from './choose.ts'
import { climateTable, troubleAt } from './climate.ts'

it('ships calm, lively and storm', () => {
  expect(climates.keys()).toEqual(['calm', 'lively', 'storm'])
})

const isPlain = ({ plan, fault, waitForCancel }: Play) =>
  plan.kind === 'normal' && fault === undefined && waitForCancel === undefined

describe.each(climates.keys())('%s', (name) => {
  const under = { defaults: { climate: name } }

  it('misbehaves as often as it says', async () => {
    const climate = await climates.find(name)
    if (climate === undefined) throw new Error(`no ${name}`)
    const random = seededRandom('1')
    const draws = 20_000
    const counts = new Map<string, number>()
    for (let index = 0; index < draws; index++)
      for (const service of services) {
        const { label } = troubleAt(climate, service, random.fraction(service, String(index))) ?? {}
        if (label !== undefined) counts.set(label, (counts.get(label) ?? 0) + 1)
      }
    expect(climate.troubles.length).toBeGreaterThan(0)
    for (const { label, percent } of climate.troubles) {
      const share = percent / 100
      const deviation = Math.sqrt((share * (1 - share)) / draws)
      expect(Math.abs((counts.get(label) ?? 0) / draws - share), label).toBeLessThan(5 * deviation)
    }
  })

  it('lets a client through that goes on asking', async () => {
    const { patience = 0 } = (await climates.find(name)) ?? {}
    for (let index = 0; index < 300; index++) {
      const trade = { partnerTransId: `T${index}` }
      const pay = await choose(someParts(under), aCall(trade))
      const known = { ...trade, tradeBehaviour: pay.play.behaviour }
      for (const service of services)
        for (const change of [trade, known]) {
          const { play } = await choose(someParts(under), aCall({ ...change, service, nth: patience + 1 }))
          expect(isPlain(play), `${service} of ${play.behaviour}`).toBe(true)
        }
    }
  })
})

it('a storm is worse than a lively day, and that worse than a calm one', async () => {
  const troubled = async (climate: string) => {
    let count = 0
    for (let index = 0; index < 500; index++) {
      const { play } = await choose(someParts({ defaults: { climate } }), aCall({ partnerTransId: `T${index}` }))
      if (play.behaviour !== 'default') count += 1
    }
    return count
  }
  const [calm, lively, storm] = [await troubled('calm'), await troubled('lively'), await troubled('storm')]
  expect(calm).toBeGreaterThan(0)
  expect(lively).toBeGreaterThan(calm)
  expect(storm).toBeGreaterThan(lively)
})

it('a seed and a call give the same weather, whatever came before', async () => {
  const calls: readonly Call[] = Array.from({ length: 200 }, (_, index) =>
    aCall({
      partnerTransId: `T${index % 50}`,
      nth: 1 + Math.floor(index / 50),
      service: index % 3 === 0 ? 'query' : 'pay',
    }),
  )
  const play = async (order: readonly Call[], seed: string) => {
    const parts = someParts({ defaults: { climate: 'storm' }, random: seededRandom(seed) })
    const plays = new Map<Call, Play>()
    for (const call of order) plays.set(call, (await choose(parts, call)).play)
    return calls.map((call) => plays.get(call))
  }
  const first = await play(calls, '7')
  expect(await play(calls.toReversed(), '7')).toEqual(first)
  expect(await play(calls, '8')).not.toEqual(first)
})

describe('a climate with a mistake', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'climates-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  const trouble = (more: string) => `  - { label: a, service: pay, percent: 60, because: seen in the field, ${more} }\n`
  const head = 'looksLike: a day of tests\nbecause: we want to see it\n'

  it.each([
    [
      `${trouble('behaviour: "0303"')}${trouble('behaviour: "0304"')}`,
      ':4:3: troubles come to 120 % of pay, more than 100.',
    ],
    [trouble('behaviour: "0777"'), ':4:83: troubles[0].behaviour there is no behaviour 0777.'],
    [
      trouble('play: { plan: { kind: asynchronous, doneAfterMs: 1 } }'),
      'troubles[0].play.plan.kind is for refund only',
    ],
    [
      trouble('play: { delayAfter: { kind: preset, name: braun-out } }'),
      'troubles[0].play.delayAfter names no latency preset (did you mean "brown-out"?).',
    ],
    [
      trouble('play: {}').replace('service: pay', 'service: query').replace('play: {}', 'behaviour: "0303"'),
      'troubles[0].behaviour is for pay only',
    ],
    [
      trouble('play: {}').replace('percent: 60', 'percent: 160'),
      'troubles[0].percent must be at most 100 (and 1 more).',
    ],
  ])('%j is told where it stands', async (troubles, complaint) => {
    await writeFile(join(folder, 'own.yaml'), `${head}troubles:\n${troubles}`)
    const table = climateTable({ behaviours, presets, directory: folder })
    await expect(table.find('own')).rejects.toThrow(complaint)
  })
})
