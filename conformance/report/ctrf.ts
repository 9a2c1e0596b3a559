/** CTRF, the common test report format, as JSON. Source: https://ctrf.io/docs/specification. */
import { type CaseResult, countOf, type Outcome, type RunResult } from '../runner/result.ts'
import { amountsIn, currencyOf } from './witness-words.ts'

/** CTRF has no word for an error: what could not be judged is told as other, which its readers show as not passed. */
const statuses: Readonly<Record<Outcome, string>> = {
  passed: 'passed',
  failed: 'failed',
  errored: 'other',
  'not applicable': 'skipped',
  'failed as known': 'skipped',
}

export function ctrfJson(run: RunResult): string {
  const skipped = countOf(run, 'not applicable') + countOf(run, 'failed as known')
  const report = {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    results: {
      tool: { name: 'alipay-sandbox-kit conform' },
      summary: {
        tests: run.results.length,
        passed: countOf(run, 'passed'),
        failed: countOf(run, 'failed'),
        pending: 0,
        skipped,
        other: countOf(run, 'errored'),
        start: run.startedAt,
        stop: run.startedAt + run.tookMs,
      },
      tests: run.results.map(testOf),
      environment: { appName: run.sutName },
      extra: { seed: run.seed, profile: run.profile, time_scale: run.timeScale, stale: run.stale },
    },
  }
  return `${JSON.stringify(report, null, 2)}\n`
}

function testOf({ theCase, outcome, violations, warnings, why, flaky, startedAt, tookMs, evidence }: CaseResult) {
  const currency = currencyOf(evidence)
  const found = violations.map(({ rule, text }) => `${rule}: ${amountsIn(text, currency)}`)
  const message = [...found, ...(why === undefined ? [] : [why])]
  return {
    name: theCase.id,
    status: statuses[outcome],
    duration: tookMs,
    start: startedAt,
    stop: startedAt + tookMs,
    suite: theCase.id.split('/')[0],
    rawStatus: outcome,
    tags: theCase.tags,
    flaky,
    ...(message.length > 0 && { message: message.join('\n') }),
    extra: { proves: theCase.proves, source: theCase.source, level: theCase.level, violations, warnings },
  }
}
