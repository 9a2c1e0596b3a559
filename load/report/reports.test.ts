import { describe, expect, it } from 'vitest'
import { gapHistogram } from '../audit/gaps.ts'
import { type Certification, exitCodeOf, type FoundDiscrepancy, type LoadResult } from '../load-result.ts'
import { loadReports } from './reports.ts'
import { summaryText } from './summary.ts'
import { quantile, timelineOf } from './timeline.ts'

const twice: FoundDiscrepancy = {
  ...{
    kind: 'chargedTwice',
    paymentId: '<b>P1</b>',
    text: 'Two payments.',
    orders: ['T1', 'T1_2'],
    amount: 1_000,
    gapMs: 5_000,
  },
  exchanges: [
    {
      ...{ id: 7, at: '2026-01-01T00:00:00.000Z', partner: '2088', service: 'pay', partner_trans_id: 'T1' },
      ...{ outcome: 'SUCCESS', behaviour: { id: '0303', why: 'code' }, status: 0, fault: 'no answer', took_ms: 3 },
    },
  ],
}

const good: LoadResult = {
  ...{
    name: 'pos',
    journey: 'pos',
    subject: '<script>shop',
    seed: 's',
    runId: 'l1',
    rate: 20,
    isSteady: true,
    durationS: 3,
  },
  ...{
    mixName: 'plain',
    mix: { because: 'Plain.', percent: { '0000': 100 } },
    timeScale: 1,
    startedAt: 0,
    tookMs: 5_000,
  },
  versions: { kit: '1.0.0', node: 'v26' },
  measured: {
    ...{ where: '/usr/bin/k6', words: [] },
    thresholds: [{ metric: 'journeys_undecided', limit: 'count<=0', held: true, value: 0 }],
    figures: {
      ...{ begun: 60, decided: 60, undecided: 0, dropped: 0, requests: 70, errors: { timeout: 0 }, heldPerS: 20 },
      ...{ p50: 10, p95: 20, p99: 30 },
    },
    timeline: timelineOf([0, 1_000, 2_000, 3_000].map((at) => ({ at, until: at + 10, told: 'paid', ms: 10 }))),
  },
  audit: {
    ...{
      sales: 60,
      book: 60,
      trades: 60,
      currency: 'USD',
      lateMs: 62_000,
      discrepancies: [],
      gaps: gapHistogram([], { answerTimeoutMs: 5_000 }),
    },
    reckonings: [{ what: 'journeys', k6: 60, other: 60, held: true }],
  },
}
const crossed = { metric: 'dropped_iterations', limit: 'count<=0', held: false, value: 3 }
const certification: Certification = {
  ...{ passed: 1, failed: 0, errored: 0, notApplicable: 1, left: 2 },
  cases: [
    { id: 'plain/one-yen', outcome: 'passed' },
    { id: 'refund/full', outcome: 'not applicable', why: 'no refund' },
  ],
}
const broken: Certification = {
  ...{ passed: 0, failed: 1, errored: 1, notApplicable: 0, left: 0 },
  cases: [
    { id: 'plain/two-yen', outcome: 'failed', why: 'wire/fields: a <b>price</b>\nof \u001b[31mnothing' },
    { id: 'plain/yen', outcome: 'errored', why: 'silence' },
  ],
}
const measured = good.measured
const bad: LoadResult = {
  ...good,
  audit: { ...good.audit, discrepancies: [twice], gaps: gapHistogram([twice], { answerTimeoutMs: 5_000 }) },
}

describe('the exit code', () => {
  it.each<[code: number, what: string, result: LoadResult]>([
    [0, 'it held', good],
    [0, 'without a load', { ...good, measured: undefined } as unknown as LoadResult],
    [1, 'a discrepancy', bad],
    [1, 'a threshold', { ...good, ...(measured && { measured: { ...measured, thresholds: [crossed] } }) }],
    [
      1,
      'counts that differ',
      { ...good, audit: { ...good.audit, reckonings: [{ what: 'x', k6: 1, other: 2, held: false }] } },
    ],
    [1, 'a case that failed', { ...good, certification: { ...certification, failed: 1 } }],
    [0, 'cases that passed', { ...good, certification }],
    [2, 'a case that nobody could judge', { ...good, certification: { ...certification, errored: 1 } }],
    [2, 'no case that was judged', { ...good, certification: { ...certification, passed: 0 } }],
  ])('%i: %s', (code, _, result) => {
    expect(exitCodeOf(result)).toBe(code)
  })
})

describe('the reports', () => {
  it.each(loadReports)('$option tells a good run and a bad one', ({ option, render }) => {
    expect(render(good)).toMatch(option === 'json' ? /"discrepancies": \[\]/ : /It held/)
    expect(render(bad)).toMatch(/T1_2|Charged twice/)
  })

  it('let nothing that somebody said become markup', () => {
    const [html, , markdown] = loadReports.map(({ render }) => render(bad))
    expect(html).not.toMatch(/<script>shop|<b>P1/)
    expect(html).toContain('&lt;b&gt;P1')
    expect(markdown).not.toMatch(/<script>|<b>P1/)
  })

  it('on the terminal name each find, and whose retry it was', () => {
    expect(summaryText(bad)).toMatch(/CHARGED TWICE <b>P1<\/b>: Two payments\./)
    expect(summaryText(bad)).toMatch(/3 s to 8\.5 s +1 █+ +the system's own retry/)
    expect(summaryText(good)).not.toMatch(/retry/)
  })

  it('name every case that ran in the midst of it, with its verdict', () => {
    const [html, json, markdown] = loadReports.map(({ render }) => render({ ...good, certification }))
    expect(html).toMatch(/<td>passed<\/td><td><code>plain\/one-yen<\/code>/)
    expect(html).toMatch(/<td>not applicable<\/td><td><code>refund\/full<\/code><\/td><td>no refund/)
    expect(JSON.parse(json ?? '').certification.cases).toEqual(certification.cases)
    expect(markdown).toContain('1 case passed, 0 failed, 1 do not apply, 2 had not begun when the load was over')
    expect(summaryText({ ...good, certification })).toContain('All thresholds held. Of the cases under load 1 passed')
  })

  it('name a case that failed with what it broke, in words that steer no terminal', () => {
    const result = { ...good, certification: broken }
    expect(summaryText(result)).toMatch(/^ {2}FAILED plain\/two-yen: wire\/fields: a <b>price<\/b>.*of .*nothing$/m)
    expect(summaryText(result)).not.toContain('\u001b')
    expect(summaryText(result)).toMatch(/^ {2}ERRORED plain\/yen: silence$/m)
    expect(summaryText(result)).toContain('It fell short: 1 conformance case failed under load.')
    const [html, , markdown] = loadReports.map(({ render }) => render(result))
    expect(html).toContain('a &lt;b&gt;price')
    expect(html).toContain('alipay-sandbox conform plain/two-yen')
    expect(markdown).toMatch(/- failed .*plain\/two-yen/)
  })

  it('that judged no case do not say that it held', () => {
    const nothing = { ...certification, passed: 0, cases: [] }
    expect(summaryText({ ...good, certification: nothing })).toContain('no conformance case was judged under load')
  })

  it('stay small, however much went wrong', () => {
    const many = { ...bad, audit: { ...bad.audit, discrepancies: Array.from({ length: 5_000 }, () => twice) } }
    const [html] = loadReports.map(({ render }) => render(many))
    expect(html?.length).toBeLessThan(200_000)
    expect(html).toContain('4,970 more')
  })
})

describe('a run over time', () => {
  it('counts every journey once, when it begins and when it ends', () => {
    const { sliceS, slices } = timelineOf([
      { at: 0, until: 100, told: 'paid', ms: 100 },
      { at: 900, until: 1_500, told: 'paid', ms: 600 },
      { at: 1_000, until: 2_000, told: 'undecided' },
    ])
    expect(sliceS).toBe(1)
    expect(slices).toEqual([
      { fromS: 0, begunPerS: 2, decidedPerS: 1, p50: 100, p95: 600, p99: 600 },
      { fromS: 1, begunPerS: 1, decidedPerS: 1, p50: undefined, p95: undefined, p99: undefined },
    ])
  })

  it('of hours has slices of minutes', () => {
    const events = Array.from({ length: 7_200 }, (_, s) => ({ at: s * 1_000, until: s * 1_000, told: 'paid' }))
    const { sliceS, slices } = timelineOf(events)
    expect([sliceS, slices.length]).toEqual([60, 120])
    expect(slices.every(({ begunPerS }) => Math.abs(begunPerS - 1) < 0.1)).toBe(true)
  })

  it('of nothing is empty', () => {
    expect(timelineOf([])).toEqual({ sliceS: 1, slices: [] })
    expect(quantile([], 0.5)).toBeUndefined()
  })
})
