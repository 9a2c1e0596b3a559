import { describe, expect, it } from 'vitest'
import { gapHistogram } from '../audit/gaps.ts'
import { exitCodeOf, type FoundDiscrepancy, type LoadResult } from '../load-result.ts'
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
const certification = { passed: 1, failed: 0, errored: 0, notApplicable: 0, left: 2, failures: [] }
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
    [2, 'a case that nobody could judge', { ...good, certification: { ...certification, errored: 1 } }],
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
