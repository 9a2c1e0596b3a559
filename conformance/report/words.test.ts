import { describe, expect, it } from 'vitest'
import { convert } from 'xmlbuilder2'
import {
  callOf,
  caseOf,
  evidenceOf,
  failedOf,
  hostileRun,
  mixedRun,
  resultOf,
  runOf,
  saleOf,
} from '../../test/run-sample.ts'
import type { RunResult } from '../runner/result.ts'
import { badgeSvg } from './badge.ts'
import { claimsOf } from './claims.ts'
import { markdownReport } from './markdown.ts'
import { replayCommand } from './replay-command.ts'
import { reports } from './reports.ts'
import { cut, visible } from './shown-text.ts'
import { verdictOf } from './verdict-words.ts'
import { findingText } from './witness-words.ts'

const errored = resultOf('unknown/c', { outcome: 'errored', why: 'silent' })
const left = resultOf('refund/d', { outcome: 'not applicable', why: 'the SUT does not claim refund' })
const failed = failedOf('password/never-entered')
const stale = [{ theCase: 'plain/a', rule: 'money/told-paid', why: 'holds now' }]

const runs: readonly (readonly [kind: string, run: RunResult, badge: string])[] = [
  ['held', runOf([resultOf('plain/a'), left]), '1 of 1 passed'],
  ['held', runOf([resultOf('plain/a'), { ...failed, outcome: 'failed as known' }]), '1 of 2 passed, 1 known'],
  ['fell short', runOf([resultOf('plain/a'), failed]), '1 of 2 failed'],
  ['fell short', runOf([resultOf('plain/a')], { stale }), 'known failures are stale'],
  ['not judged', runOf([failed, errored]), '1 of 2 not judged'],
  ['nothing tested', runOf([left]), 'nothing tested'],
]

describe('the verdict', () => {
  it.each(runs)('%s is said of a run, and on its badge', (kind, run, badge) => {
    expect(verdictOf(run).kind).toBe(kind)
    expect(badgeSvg(run)).toContain(`<title>alipay conformance: ${badge}</title>`)
  })
})

describe('the badge', () => {
  it('is well-formed, with a name for who cannot see it', () => {
    const { svg } = convert(badgeSvg(mixedRun()), { format: 'object' }) as { svg: Record<string, string> }
    expect(svg['@role']).toBe('img')
    expect(svg['@aria-label']).toBe('alipay conformance: 1 of 4 not judged')
  })
})

describe('Markdown', () => {
  const text = markdownReport(mixedRun())

  it('has verdict, counts, what broke, why it matters, how to mend it and how to run it again', () => {
    for (const part of [
      '## ⚠️ Could not be judged: Alipay barcode payment, <code>till 4.2</code>',
      '| passed | failed | errored | failed as known | not applicable | all |',
      '| 1 | 1 | 1 | 1 | 1 | **5** |',
      '**told paid, and 0.00 of 12.30 USD are held**',
      '**Why it matters in money** The goods are &#60;handed&#62; out &#38; nobody paid.',
      '**How to mend it** Read alipay&#95;trans&#95;status of a query, then cancel.',
      'alipay-sandbox conform password/never-entered --seed 7f3a9c01',
      'Not tested: 1 case, because the SUT does not claim refund.',
    ])
      expect(text).toContain(part)
  })

  it('makes nothing of what a system said', () => {
    const words =
      '</code></details> @everyone #1 | **x** [a](https://b) ![c](d) `e` <img src=x>\n\n# h \u001b[31m\u202e'
    const [hostile, calm] = [markdownReport(hostileRun(words)), markdownReport(hostileRun('calm'))]
    for (const sign of ['@', '|', '[', '<', '`', '\n#', '\u001b', '\u202e'])
      expect(hostile.split(sign).length, sign).toBe(calm.split(sign).length)
  })

  it('stays short enough for a step summary', () => {
    const huge = { ...failed, violations: failed.violations.map((one) => ({ ...one, text: 'x'.repeat(1_000_000) })) }
    const long = markdownReport(runOf(Array.from({ length: 500 }, () => huge)))
    expect(Buffer.byteLength(long)).toBeLessThan(200_000)
    expect(long).toContain('And 480 cases more:')
  })
})

it('every report has an option of its own and renders every run', () => {
  expect(new Set(reports.map(({ option }) => option)).size).toBe(reports.length)
  for (const { render } of reports) for (const [, run] of runs) expect(render(run)).not.toBe('')
})

describe('the command that runs a case again', () => {
  it('names the case, the seed and the target', () => {
    const run = { seed: '7', targetFile: 'target.yaml', profile: 'ivalidate', strict: false }
    expect(replayCommand(run, 'plain/a')).toBe('alipay-sandbox conform plain/a --seed 7')
    expect(replayCommand(run)).toBe('alipay-sandbox conform --seed 7 --profile ivalidate')
  })

  it('can be pasted into a shell, whatever the file is called', () => {
    const run = { seed: '$(rm)', targetFile: "it's mine.yaml", strict: true }
    expect(replayCommand(run, 'plain/a')).toBe(
      `alipay-sandbox conform plain/a --seed '$(rm)' --target 'it'\\''s mine.yaml' --strict`,
    )
  })
})

describe('texts of others', () => {
  it('keep their line breaks and lose what steers', () => {
    expect(visible('a\r\nb\u001b[2J\u202e')).toBe('a\nb\\u001b[2J\\u202e')
  })

  it('are cut between characters, and say how many bytes are missing', () => {
    expect(cut('abc', 3)).toBe('abc')
    expect(cut('ab茶茶', 2)).toBe('ab… 6 more bytes')
    expect(cut(`a😀${'b'.repeat(1_500)}`, 2)).toBe('a… 1,504 more bytes')
  })

  it('have amounts as a shop writes them, and ids that can be told apart', () => {
    expect(findingText('told paid, and 0 of 1230 minor units are held', 'USD')).toBe(
      'told paid, and 0.00 of 12.30 USD are held',
    )
    expect(findingText('2460 minor units refunded of 1230', 'USD')).toBe('24.60 USD refunded of 12.30 USD')
    expect(findingText('0 held, expected 1200', 'JPY')).toBe('0 JPY held, expected 1200 JPY')
    expect(findingText(`a second order id, ${'a'.repeat(40)}_2, while`, 'USD')).toBe(
      'a second order id, aaaaaaaaaa…aaaaaaaa_2, while',
    )
    expect(findingText('500 minor units told refunded, and 0 were given back', 'USD')).toBe(
      '5.00 USD told refunded, and 0.00 USD were given back',
    )
    expect(findingText('500 minor units were given back, and 250 told refunded', 'JPY')).toBe(
      '500 JPY were given back, and 250 JPY told refunded',
    )
    expect(findingText('told refunded 500 minor units, and 250 were given back', 'USD')).toBe(
      'told refunded 5.00 USD, and 2.50 USD were given back',
    )
    expect(findingText('2 charged, expected 1', 'USD')).toBe('2 charged, expected 1')
    expect(findingText('told paid, and 0 of 1230 minor units are held', 'XXX')).toBe(
      'told paid, and 0 of 1230 minor units are held',
    )
  })
})

describe('what was claimed', () => {
  const claims = (run: RunResult) => Object.fromEntries(claimsOf(run).map(({ name, unmet }) => [name, unmet]))
  const capabilities = { ...evidenceOf(saleOf()).capabilities, currencies: ['USD', 'JPY'], sign_types: ['MD5', 'RSA'] }
  const values = new Map([['sign_type', 'MD5']])
  const evidence = evidenceOf(saleOf({ calls: [callOf('pay', 0, { values })], notifications: [] }))

  it('is met by what went over the wire, and by the steps of a case', () => {
    const theCase = caseOf('cancel/a', { steps: [{ pay: {} }, { parallel: [{ cancel: {} }, { wait: {} }] }] })
    const run = runOf([resultOf('cancel/a', { theCase, evidence })], { capabilities })
    expect(claims(run)).toMatchObject({ Features: [], Currencies: ['JPY'], Signatures: ['RSA'] })
  })

  it('is not met by a case that could not be judged', () => {
    const run = runOf([resultOf('plain/a', { outcome: 'errored', evidence })], { capabilities })
    expect(claims(run)).toMatchObject({ Features: ['cancel'], Currencies: ['USD', 'JPY'], Signatures: ['MD5', 'RSA'] })
  })
})
