import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadCases } from '../conformance/case/load-cases.ts'
import { selectCases } from '../conformance/case/select-cases.ts'
import { openResume } from '../conformance/resume/resume-file.ts'
import { wholeRun } from '../conformance/resume/whole-run.ts'
import type { RunResult } from '../conformance/runner/result.ts'
import { realClock, sleep } from '../simulator/clock.ts'
import { scenarioPath } from '../simulator/scenario-files.ts'
import { handTarget } from './hand-till.ts'
import { honest, operate, type React, startManualRun } from './manual-run.ts'

const all = await loadCases(scenarioPath('cases'))
const named = (...names: string[]) => selectCases(all, { names, profile: 'merchant' })
const claims = { capabilities: { features: ['cancel', 'refund', 'partial_refund', 'restart'] } }
const quick = 20

async function certify(names: string[], react: React = honest, timeScale = quick) {
  const target = await handTarget(timeScale, claims)
  const { board, run } = startManualRun(target, named(...names))
  const cards = operate(board, target, react)
  return { result: await run, cards }
}

const outcomes = ({ results }: RunResult) =>
  results.map(({ theCase, outcome }) => `${theCase.spot ?? theCase.id} ${outcome}`)
const brokenRules = ({ results }: RunResult) => results.flatMap(({ violations }) => violations.map(({ rule }) => rule))

describe('a person at a till', () => {
  it('pulls the plug, switches it on again and looks once more', { timeout: 60_000 }, async () => {
    const { result, cards } = await certify(['power-cut/after-paid'])
    expect(outcomes(result)).toEqual(['power-cut/after-paid passed'])
    expect(cards.map(({ title }) => title)).toEqual([
      'Ring up this amount and scan the code',
      'Pull the plug of the till, now',
      'Switch the till on again',
      'Look the sale up on the till once more',
    ])
  })

  it('refunds', { timeout: 60_000 }, async () => {
    const { result, cards } = await certify(['refund/full'])
    expect(outcomes(result)).toEqual(['refund/full passed'])
    expect(cards.map(({ title, amount }) => [title, amount])).toEqual([
      ['Ring up this amount and scan the code', '12.30 USD'],
      ['Refund this sale on the till', '12.30 USD'],
    ])
  })

  it('is not asked for what nobody can do by hand', { timeout: 60_000 }, async () => {
    const { result } = await certify(['concurrency'])
    const whys = new Set(result.results.map(({ why }) => why))
    expect(whys).toContain('a person cannot take so many payments at once')
    expect(result.results.filter(({ outcome }) => outcome === 'not applicable').length).toBeGreaterThan(0)
  })

  it('is asked again while the till is waiting, and not for ever', { timeout: 60_000 }, async () => {
    let [times, scanned] = [0, '']
    const { result, cards } = await certify(['SPOT-001'], async (card, till) => {
      times += 1
      scanned = card.code ?? scanned
      return times < 3 ? { answer: 'pending' } : honest({ ...card, code: scanned }, till)
    })
    expect(outcomes(result)).toEqual(['SPOT-001 passed'])
    expect(cards.map(({ question }) => question)).toEqual([
      'What did the till show?',
      'What does the till show now?',
      'What does the till show now?',
    ])
    const waiting = await certify(
      ['SPOT-001'],
      async ({ code, amount = '' }, till) => {
        if (code !== undefined) await till.take(code, amount)
        await sleep(realClock, 50)
        return { answer: 'pending' }
      },
      100,
    )
    expect(brokenRules(waiting.result)).toContain('money/decided')
  })

  it('who contradicts the ledger is told so, by the money', { timeout: 60_000 }, async () => {
    const { result, cards } = await certify(['SPOT-004'], async (card, till) => {
      await honest(card, till)
      return { answer: 'paid' }
    })
    expect(brokenRules(result)).toEqual(expect.arrayContaining(['money/told-paid', 'case/told']))
    // Nobody is asked to do it all again.
    expect(cards).toHaveLength(1)
    expect(result.results[0]?.evidence?.testimony).toMatchObject([{ operator: 'Ann', answer: 'Paid' }])
  })

  it('who says that the till did not take a good code has found a fault', { timeout: 60_000 }, async () => {
    const { result } = await certify(['SPOT-001'], async () => ({ answer: 'refused', words: 'No such card' }))
    expect(brokenRules(result)).toContain('case/steps')
    const texts = result.results.flatMap(({ violations }) => violations.map(({ text }) => text))
    expect(texts).toContain('pay sale was answered [bad_request] The till did not take it. It said: No such card')
  })
})

describe('a run in several sittings', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'resume-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  const cases = named('SPOT-001', 'SPOT-002', 'SPOT-005')

  const settingsOf = async (file: string, more: object = {}) => ({
    file: join(folder, file),
    // On another port each time: a process keeps its connections to a simulator that is gone.
    target: await handTarget(quick),
    seed: undefined,
    freshSeed: () => 'test',
    cases,
    strict: false,
    known: [],
    ...more,
  })

  it('goes on behind what was done, and the result holds all', { timeout: 60_000 }, async () => {
    const settings = await settingsOf('run.jsonl')
    const one = startManualRun(settings.target, cases, openResume(settings))
    operate(one.board, settings.target, async (card, till) => {
      if (one.board.view().current?.spot !== 'SPOT-002') return honest(card, till)
      one.board.pause()
      return undefined
    })
    await expect(one.run).rejects.toMatchObject({ code: 'PAUSED' })

    const later = await settingsOf('run.jsonl')
    const resume = openResume(later)
    expect([resume.seed, resume.done.map(({ theCase }) => theCase.spot)]).toEqual(['test', ['SPOT-001']])
    const two = startManualRun(later.target, cases, resume)
    const cards = operate(two.board, later.target)
    expect(two.board.view().lines[0]?.outcome).toBe('passed')
    const whole = wholeRun(await two.run, { cases, done: resume.done, known: [] })
    expect(outcomes(whole)).toEqual(['SPOT-001 passed', 'SPOT-002 passed', 'SPOT-005 passed'])
    expect(cards).toHaveLength(2)
    expect(whole.results[0]?.evidence?.testimony).toMatchObject([{ operator: 'Ann', answer: 'Paid' }])
    expect(openResume(later).open).toEqual([])
  })

  it('runs a case again whose line was cut off, or that reads otherwise now', async () => {
    const settings = await settingsOf('run.jsonl')
    const whole = await readFile(settings.file, 'utf8')
    await writeFile(settings.file, whole.slice(0, -40))
    expect(openResume(settings).open.map(({ spot }) => spot)).toEqual(['SPOT-005'])
    expect(await readFile(settings.file, 'utf8')).toBe(whole.split('\n').slice(0, 3).join('\n').concat('\n'))
    const changed = cases.map((one) => ({ ...one, costs: `${one.costs} Much.` }))
    expect(openResume({ ...settings, cases: changed }).done).toEqual([])
  })

  it.each([
    ['another target', (head: object) => ({ ...head, target: 'Other till' }), /is about "Other till"/],
    ['a changed target', (head: object) => ({ ...head, target_hash: 'x' }), /before the target file .* was changed/],
    ['another seed', (head: object) => ({ ...head, seed: '7' }), /was begun with --seed 7, and this is 8/],
    ['another version of the kit', (head: object) => ({ ...head, kit: '9.9.9' }), /version 9\.9\.9 of the kit/],
    ['no resume file', () => ({ hello: 1 }), /is no resume file/],
  ])('is not taken for that of %s', async (_, broken, message) => {
    const file = 'strange.jsonl'
    await rm(join(folder, file), { force: true })
    const settings = await settingsOf(file, { seed: '8' })
    openResume(settings)
    const head = JSON.parse(await readFile(settings.file, 'utf8'))
    await writeFile(settings.file, `${JSON.stringify(broken(head))}\n`)
    expect(() => openResume(settings)).toThrow(message)
    expect(() => openResume(settings)).toThrow(/^\[BAD_RESUME\]/)
  })

  it.each(['{"format"', 'not json\n'])('tells a file that is none: %s', async (text) => {
    const settings = await settingsOf('none.jsonl')
    await writeFile(settings.file, text)
    expect(() => openResume(settings)).toThrow(/^\[BAD_RESUME\]/)
  })
})
