import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadCases } from '../conformance/case/load-cases.ts'
import { drawJourneys } from '../conformance/explore/draw-journeys.ts'
import { explorationText } from '../conformance/explore/exploration-text.ts'
import { type Exploration, explore } from '../conformance/explore/explore.ts'
import { caseOf, isSound, type Journey, journeyId } from '../conformance/explore/journey.ts'
import { journeyYaml, saveJourney } from '../conformance/explore/save-journey.ts'
import { shrinkJourney } from '../conformance/explore/shrink-journey.ts'
import { simplerJourneys } from '../conformance/explore/simpler-journeys.ts'
import { type ConformanceRun, runConformance } from '../conformance/run-conformance.ts'
import { features } from '../reference/terminal-api/words.ts'
import { realClock } from '../simulator/clock.ts'
import { type TinyDefect, tinyTill } from './tiny-till.ts'

const claims = { features, currencies: ['USD', 'JPY', 'EUR'] }
const drawn = drawJourneys(claims, { count: 300, seed: 'test' })
const sizeOf = (journey: Journey) => JSON.stringify(journey).length

describe('journeys by chance', () => {
  it('are as many as were asked for, all different, and all can be judged', () => {
    expect(new Set(drawn.map(journeyId)).size).toBe(300)
    expect(drawn.filter((journey) => !isSound(journey))).toEqual([])
    for (const journey of drawn) expect(caseOf(journey).expect.without).toEqual(['case/steps'])
  })

  it('are the same for the same seed, the first of many as the only ones, and others for another', () => {
    expect(drawJourneys(claims, { count: 40, seed: 'test' })).toEqual(drawn.slice(0, 40))
    expect(drawJourneys(claims, { count: 40, seed: 'other' }).map(journeyId)).not.toEqual(
      drawn.slice(0, 40).map(journeyId),
    )
  })

  it('ask for nothing that is not claimed', () => {
    const few = drawJourneys({ features: [], currencies: ['JPY'] }, { count: 100, seed: 'test' })
    const text = JSON.stringify(few.map(({ steps }) => steps))
    expect(text).not.toMatch(/"refund"|"cancel"|EUR|USD/)
    expect(text).toContain('repeat_pay')
  })
})

describe('simpler journeys', () => {
  it('can be judged and are not the journey itself', () => {
    fc.assert(
      fc.property(fc.constantFrom(...drawn), (journey) => {
        const ids = simplerJourneys(journey).map(journeyId)
        expect(ids).not.toContain(journeyId(journey))
        expect(new Set(ids).size).toBe(ids.length)
        expect(simplerJourneys(journey).every(isSound)).toBe(true)
      }),
    )
  })

  it('lead to the two steps and the one rule that matter', async () => {
    const hasRefusal = ({ rules }: Journey) => JSON.stringify(rules).includes('BUYER_BALANCE_NOT_ENOUGH')
    const long = drawn.filter(hasRefusal).toSorted((a, b) => sizeOf(b) - sizeOf(a))[0]
    if (long === undefined) return expect.unreachable('no journey has a refusal')
    const { journey, tries } = await shrinkJourney(long, {
      tries: 500,
      beside: 4,
      fails: async (one) => hasRefusal(one),
    })
    expect(journey).toMatchObject({ steps: [{ pay: {} }, { wait: {} }], rules: [{ match: { service: 'pay' } }] })
    expect(journey.rules).toHaveLength(1)
    expect(tries).toBeLessThan(500)
  })

  it('are run no more often than is allowed', async () => {
    const [journey] = drawn
    let runs = 0
    const fails = async () => ++runs < 0
    const shrunk = await shrinkJourney(journey ?? expect.unreachable(), { tries: 5, beside: 3, fails })
    expect([shrunk.journey, shrunk.tries, runs]).toEqual([journey, 5, 5])
  })
})

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'explore-'))
})
afterAll(() => rm(folder, { recursive: true }))

const run = (defect: TinyDefect, more: Pick<ConformanceRun, 'cases' | 'beyond'>) =>
  runConformance({
    name: 'tiny',
    timeScale: 10,
    open: async (facts) => tinyTill(facts, defect),
    seed: 'test',
    profile: 'merchant',
    clock: realClock,
    concurrency: 20,
    strict: false,
    known: [],
    onResult: () => undefined,
    ...more,
  })

async function explored(defect: TinyDefect, journeys: number) {
  let exploration: Exploration | undefined
  const result = await run(defect, {
    cases: [],
    async beyond(parts) {
      const quiet = { onProgress: () => undefined, onFound: () => undefined }
      exploration = await explore(parts, {
        journeys,
        seed: 'test',
        concurrency: 20,
        strict: false,
        tries: 40,
        ...quiet,
      })
      return exploration.results
    },
  })
  if (exploration === undefined) return expect.unreachable('nothing was explored')
  return { result, exploration }
}

describe('exploring a till in a few lines', { timeout: 90_000 }, () => {
  it('finds nothing against a good one', async () => {
    const { result, exploration } = await explored('none', 16)
    expect(exploration.found).toEqual([])
    expect(result.results.filter(({ outcome }) => outcome === 'passed')).toHaveLength(16)
    const text = explorationText(exploration, { run: { seed: 'test' }, folder: 'cases', files: new Map() })
    expect(text).toMatch(/16 journeys, seed test: .*held.*\n$/)
  })

  it('finds one that takes UNKNOW for paid, shrinks it, and the saved case fails again', async () => {
    const { result, exploration } = await explored('unknown is paid', 24)
    const found = exploration.found.find(({ rules }) => rules.includes('money/told-paid'))
    if (found === undefined) return expect.unreachable(JSON.stringify(exploration.found))
    expect(found.theCase.steps.length).toBeLessThanOrEqual(6)
    expect(result.results.find(({ theCase }) => theCase.id === found.theCase.id)).toMatchObject({ outcome: 'failed' })
    const where = { sutName: 'tiny', seed: 'test', journeys: 24 }
    expect(await saveJourney(folder, found, where)).toBe(join(folder, `${found.theCase.id}.yaml`))
    const cases = await loadCases(folder)
    expect(cases).toEqual([found.theCase])
    const again = await run('unknown is paid', { cases })
    expect(again.results[0]?.violations.map(({ rule }) => rule)).toContain('money/told-paid')
    const text = explorationText(exploration, {
      run: { seed: 'test' },
      folder,
      files: new Map([[found.theCase.id, 'F']]),
    })
    expect(text).toContain(`FAILED ${found.theCase.id}`)
    expect(text).toContain(`--cases ${folder}\n  saved F: `)
  })
})

it('a saved case says in one line each where it comes from, whatever the SUT is called', () => {
  const [journey] = drawn
  if (journey === undefined) return expect.unreachable()
  const found = { rules: ['money/told-paid'], theCase: caseOf(journey), journey, drawnSteps: 9, tries: 1, journeys: 1 }
  const text = journeyYaml(found, { sutName: 'a\nid: other', seed: 's', journeys: 1 })
  expect(text).toMatch(/^# Found by .*\n# Breaks money\/told-paid\.\nid: explore\//)
})
