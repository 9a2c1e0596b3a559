/** The run for a pull request. Pure. */

import { code, plain } from '../../conformance/report/markdown-text.ts'
import { amountText } from '../../conformance/report/witness-words.ts'
import { firstOfEach } from '../audit/first-of-each.ts'
import { failuresOf, type LoadResult } from '../load-result.ts'
import { askedWords, certificationWords, count, gapText, spanText, tally, verdictOf } from './result-words.ts'

/** Of each kind. */
const discrepanciesMost = 10

export function markdownReport(result: LoadResult): string {
  const { audit, measured, certification, name, subject } = result
  const { kind, word, sentence } = verdictOf(result)
  const sign = { held: '✅', 'fell-short': '❌', 'not-judged': '⚠️' }[kind]
  const parts = [
    `## ${sign} ${word}: load ${plain(name)} against ${plain(subject, 120)}`,
    plain(sentence),
    ...(measured === undefined ? [] : [figureTable(result, measured)]),
    table(
      ['Money', 'Count', 'Amount', ''],
      tally(audit.discrepancies).map((row) => [
        row.count > 0 ? `**${row.title}**` : row.title,
        count(row.count),
        row.count === 0 ? '' : amountText(row.amount, audit.currency),
        row.meaning,
      ]),
    ),
    ...(audit.gaps.some((gap) => gap.count > 0)
      ? [
          table(
            ['Second charge after', 'Count', 'Whose retry'],
            audit.gaps.map((gap) => [gapText(gap), count(gap.count), gap.whose]),
          ),
        ]
      : []),
    ...(audit.reckonings.length === 0
      ? []
      : [
          table(
            ['Counted twice', 'k6', 'other', ''],
            audit.reckonings.map(({ what, k6, other, held }) => [
              what,
              count(k6),
              count(other),
              held ? '' : '**differs**',
            ]),
          ),
        ]),
    ...(certification === undefined
      ? []
      : [
          `Certification under load: ${certificationWords(certification)}.`,
          ...failuresOf(certification).map(({ id, outcome, why }) => `- ${outcome} ${code(id)}: ${plain(why ?? '')}`),
        ]),
    ...firstOfEach(audit.discrepancies, discrepanciesMost).map(
      ({ kind: what, paymentId, text }) => `- ${what} ${code(paymentId ?? 'no sale')}: ${plain(text)}`,
    ),
  ]
  return `${parts.join('\n\n').replaceAll(/\n\n(- )/g, '\n$1')}\n`
}

function figureTable(result: LoadResult, { figures, thresholds }: NonNullable<LoadResult['measured']>): string {
  const rows = [
    [
      'Journeys',
      `${count(figures.begun)} begun, ${count(figures.dropped)} dropped, ${count(figures.undecided)} undecided`,
    ],
    ['Rate', `${figures.heldPerS.toFixed(1)} a second, ${askedWords(result)} asked`],
    [
      'To a definite result',
      `p50 ${spanText(figures.p50)}, p95 ${spanText(figures.p95)}, p99 ${spanText(figures.p99)}`,
    ],
    ...thresholds
      .filter(({ held }) => !held)
      .map(({ metric, limit, value }) => [
        '**Threshold crossed**',
        `${code(metric)} ${code(limit)}, was ${value ?? 'nothing'}`,
      ]),
  ]
  return table(['Load', ''], rows)
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
