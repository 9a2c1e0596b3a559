import { describe, expect, it } from 'vitest'
import { convert } from 'xmlbuilder2'
import { evidenceOf, saleOf } from '../../test/run-sample.ts'
import { readCapabilities } from '../adapter/words-schema.ts'
import { type Case, caseSchema } from '../case/case-schema.ts'
import { asKnown, staleEntries } from '../known-failures.ts'
import { type CaseResult, exitCodeOf, type RunResult } from '../runner/result.ts'
import type { Violation } from '../verdict/judge.ts'
import { ctrfJson } from './ctrf.ts'
import { junitXml } from './junit.ts'
import { caseText, runText } from './summary.ts'

const caseOf = (id: string): Case =>
  caseSchema.parse({
    id,
    proves: 'Something holds, or does not.',
    source: ['flows.md §1'],
    costs: 'Money <of> the "shop".',
    mend: 'Mend it & try again.',
  })

const violation: Violation = {
  rule: 'money/told-paid',
  text: 'told paid, and 0 of 1230 minor units are held \u0007<&>',
  sentence: 'x',
  clause: 'flows.md §1',
  level: 'must',
  witness: 'ledger',
  exchanges: [418, 419],
}

const resultOf = (id: string, more: Partial<CaseResult>): CaseResult => ({
  theCase: caseOf(id),
  outcome: 'passed',
  violations: [],
  warnings: [],
  flaky: false,
  startedAt: 1_000,
  tookMs: 500,
  ...more,
})

const failed = resultOf('unknown/b', { outcome: 'failed', violations: [violation] })
const all = [
  resultOf('plain/a', {}),
  failed,
  resultOf('unknown/c', { outcome: 'errored', why: '[timeout] no answer\nIts last words:\nOut of memory' }),
  resultOf('refund/d', { outcome: 'not applicable', why: 'the SUT does not claim refund' }),
  resultOf('refund/e', { outcome: 'failed as known', violations: [violation] }),
]
const runOf = (results: readonly CaseResult[], stale: RunResult['stale'] = []): RunResult => ({
  target: 't',
  sutName: 'till "4.2"',
  seed: '7',
  profile: 'merchant',
  timeScale: 10,
  capabilities: readCapabilities({ name: 'till "4.2"', features: ['cancel'] }, 'x'),
  strict: false,
  versions: { kit: '1.0.0', node: 'v26.0.0' },
  targetFile: 'my target.yaml',
  results,
  stale,
  startedAt: 1_000,
  tookMs: 2_000,
})

describe('the summary', () => {
  it('has a sum that adds up', () => {
    expect(runText(runOf(all))).toContain(
      '\n5 cases: 1 passed, 1 failed, 1 errored, 1 failed as known, 1 not applicable\n',
    )
  })

  it('is silent about what passed', () => {
    expect(caseText(resultOf('plain/a', {}), { seed: '7' })).toBe('')
  })

  it('shows rule, wire, cost, how to mend and how to rerun', () => {
    const text = caseText(failed, { seed: '7' })
    for (const part of ['FAILED unknown/b', 'money/told-paid: told paid', 'journal #418, #419', 'costs', 'mend'])
      expect(text).toContain(part)
    expect(text).toMatch(/\n {2}rerun alipay-sandbox conform unknown\/b --seed 7\n$/)
  })

  it('has amounts as the till would show them, in JUnit and CTRF too', () => {
    const request = { payment_id: 'P', code: '28', amount: '12.30', currency: 'USD' }
    const evidence = evidenceOf(saleOf({ request }))
    const warned = { ...violation, text: '2460 minor units refunded of 1230' }
    const text = caseText({ ...failed, evidence }, { seed: '7' })
    expect(text).toContain('money/told-paid: told paid, and 0.00 of 12.30 USD are held')
    expect(text).toMatch(/ledger \d charged, \d+\.\d\d USD held/)
    expect(caseText(resultOf('plain/a', { evidence, warnings: [warned] }), { seed: '7' })).toContain(
      '24.60 USD refunded of 12.30 USD',
    )
    const run = runOf([{ ...failed, evidence }])
    for (const report of [junitXml(run), ctrfJson(run)]) expect(report).toContain('0.00 of 12.30 USD are held')
  })
})

describe('JUnit XML', () => {
  const xml = junitXml(runOf(all))
  // The oracle of another house: it throws on what is not well-formed.
  const parsed = convert(xml, { format: 'object', group: true }) as unknown as { testsuites: Element }
  type Element = { readonly '@': Readonly<Record<string, string>>; readonly testsuite: readonly Suite[] }
  type Suite = Element & { readonly testcase: readonly Record<string, Record<string, unknown>>[] }

  it('is well-formed, whatever a SUT said', () => {
    expect(xml).not.toContain('\u0007')
    expect(xml).toContain('name="conformance of till &quot;4.2&quot;"')
    expect(parsed.testsuites.testsuite).toHaveLength(3)
  })

  it('counts as its readers do', () => {
    const { '@': totals, testsuite } = parsed.testsuites
    expect(totals).toMatchObject({ tests: '5', failures: '1', errors: '1', skipped: '2', time: '2.500' })
    expect(testsuite.map((suite) => suite['@'].name)).toEqual(['plain', 'unknown', 'refund'])
    const [failedCase, erroredCase] = testsuite[1]?.testcase ?? []
    expect(failedCase?.failure?.['@']).toMatchObject({ type: 'money/told-paid' })
    expect(JSON.stringify(erroredCase?.error)).toContain('Out of memory')
  })
})

it('CTRF has every case and a summary that adds up', () => {
  const { results } = JSON.parse(ctrfJson(runOf(all)))
  const { tests, passed, failed: fell, skipped, other, pending } = results.summary
  expect(tests).toBe(passed + fell + skipped + other + pending)
  expect(results.tests.map(({ status }: { status: string }) => status)).toEqual([
    'passed',
    'failed',
    'other',
    'skipped',
    'skipped',
  ])
})

describe('known failures', () => {
  const entry = { case: 'unknown/b', rule: 'money/told-paid', because: 'TILL-1, next release' }

  it('are known when every broken rule is listed', () => {
    expect(asKnown(failed, [entry]).outcome).toBe('failed as known')
    expect(asKnown({ ...failed, violations: [violation, { ...violation, rule: 'case/told' }] }, [entry]).outcome).toBe(
      'failed',
    )
    expect(asKnown({ ...failed, flaky: true }, [entry]).outcome).toBe('failed')
  })

  it('are stale when they hold, and make the run red', () => {
    const passed = [resultOf('unknown/b', {})]
    const stale = staleEntries(passed, [entry])
    expect(stale).toMatchObject([{ theCase: 'unknown/b', rule: 'money/told-paid' }])
    expect(exitCodeOf(runOf(passed, stale))).toBe(1)
    expect(staleEntries([resultOf('plain/a', {})], [entry])).toEqual([])
  })
})

it('the exit code says held, fell short, or could not be judged', () => {
  expect(exitCodeOf(runOf([resultOf('plain/a', {})]))).toBe(0)
  expect(exitCodeOf(runOf([failed]))).toBe(1)
  expect(exitCodeOf(runOf(all))).toBe(2)
})
