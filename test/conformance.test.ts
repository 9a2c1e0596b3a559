import { describe, expect, it } from 'vitest'
import type { SystemUnderTest } from '../conformance/adapter/system-under-test.ts'
import { loadCases } from '../conformance/case/load-cases.ts'
import { selectCases } from '../conformance/case/select-cases.ts'
import { caseText, runText } from '../conformance/report/summary.ts'
import { runConformance } from '../conformance/run-conformance.ts'
import { exitCodeOf, type RunResult } from '../conformance/runner/result.ts'
import { realClock } from '../simulator/clock.ts'
import { scenarioPath } from '../simulator/scenario-files.ts'
import { type TinyDefect, tinyTill } from './tiny-till.ts'

const cases = await loadCases(scenarioPath('cases'))
const spot = selectCases(cases, { names: [], profile: 'ivalidate' })

const certify = (
  defect: TinyDefect,
  selected = spot,
  wrapped = (sut: SystemUnderTest): SystemUnderTest => sut,
): Promise<RunResult> =>
  runConformance({
    name: 'tiny',
    timeScale: 10,
    open: async (facts) => wrapped(tinyTill(facts, defect)),
    cases: selected,
    seed: 'test',
    profile: 'ivalidate',
    clock: realClock,
    concurrency: 20,
    strict: false,
    known: [],
    onResult: () => undefined,
  })

/** Nothing in this process goes on meanwhile. */
function standStill(ms: number): void {
  for (const until = performance.now() + ms; performance.now() < until; );
}

const failures = ({ results }: RunResult) =>
  Object.fromEntries(
    results.flatMap(({ theCase, outcome, violations }) =>
      outcome === 'failed' ? [[theCase.spot ?? theCase.id, violations.map(({ rule }) => rule)]] : [],
    ),
  )

describe('the kit, against a till in a few lines', () => {
  it("passes a good one in all of Alipay's own cases", { timeout: 60_000 }, async () => {
    const run = await certify('none')
    expect(run.results.map((result) => caseText(result, run)).join('')).toBe('')
    expect(run.results.map(({ outcome }) => outcome)).toEqual(spot.map(() => 'passed'))
    expect(exitCodeOf(run)).toBe(0)
    expect(runText(run)).toContain('6 cases: 6 passed\n')
  })

  it('judges again, alone, what failed while the machine stood still', { timeout: 60_000 }, async () => {
    const pays: string[] = []
    const [first] = spot
    if (first === undefined) return expect.unreachable('there is no case')
    const stumbling = (sut: SystemUnderTest): SystemUnderTest => ({
      ...sut,
      async get(paymentId) {
        const told = await sut.get(paymentId)
        // The second attempt is asked about by another id.
        if (pays.length > 2) return told
        standStill(400)
        return { ...told, status: 'not_paid' }
      },
      pay(request) {
        pays.push(request.payment_id)
        return sut.pay(request)
      },
    })
    const run = await certify('none', [first], stumbling)
    expect(run.results.map(({ outcome, flaky }) => ({ outcome, flaky }))).toEqual([{ outcome: 'passed', flaky: false }])
    expect(pays).toHaveLength(3)
  })

  it('catches one that takes UNKNOW for paid, by the money', { timeout: 60_000 }, async () => {
    const run = await certify('unknown is paid')
    expect(failures(run)['SPOT-004']).toEqual(expect.arrayContaining(['money/told-paid', 'money/nothing-waiting']))
    expect(failures(run)['SPOT-001']).toBeUndefined()
    expect(exitCodeOf(run)).toBe(1)
    const text = run.results.map((result) => caseText(result, run)).join('')
    expect(text).toContain('FAILED certification/spot-004-password-never-entered (SPOT-004)')
    expect(text).toContain('  rerun alipay-sandbox conform certification/spot-004-password-never-entered --seed test')
  })

  it('does not judge one that talks nonsense: it errs, with its last words', { timeout: 60_000 }, async () => {
    const run = await certify('talks nonsense', spot.slice(0, 2))
    expect(run.results.map(({ outcome }) => outcome)).toEqual(['errored', 'errored'])
    expect(run.results[0]?.why).toBe('[nonsense] POST /payments said <html>\nIts last words:\nSegmentation fault')
    expect(exitCodeOf(run)).toBe(2)
  })

  it('fails one that leaves the cashier waiting', { timeout: 60_000 }, async () => {
    const run = await certify('gives up without a word', spot.slice(0, 1))
    expect(failures(run)['SPOT-001']).toContain('money/decided')
  })

  it('does not apply what a till does not claim', { timeout: 60_000 }, async () => {
    const run = await certify('none', selectCases(cases, { names: ['refund/full'], profile: 'merchant' }))
    expect(run.results).toMatchObject([{ outcome: 'not applicable', why: 'the SUT does not claim refund' }])
    expect(exitCodeOf(run)).toBe(0)
  })
})
