/** The end of a run as a terminal shows it: what was done, what was measured, what the money says. Pure. */
import { oneLine } from '../../conformance/report/shown-text.ts'
import { discrepancyKinds } from '../audit/discrepancy.ts'
import { firstOfEach } from '../audit/first-of-each.ts'
import { failuresOf, type LoadResult } from '../load-result.ts'
import { askedWords, certificationWords, count, gapText, spanText, tally, verdictOf } from './result-words.ts'

/** So many of each kind are named; the reports have more. */
const namedOfEach = 20

export function summaryText(result: LoadResult): string {
  const { audit, measured, certification } = result
  const { word, sentence } = verdictOf(result)
  const lines = [
    ...(measured === undefined ? [] : figureLines(result, measured)),
    `audit      ${count(audit.sales)} sales, ${count(audit.book)} lines in the book, ${count(audit.trades)} trades at Alipay`,
    ...audit.reckonings.map(
      ({ what, k6, other, held, note }) =>
        `${held ? 'counted  ' : 'UNEVEN   '}  ${what}: ${count(k6)} and ${count(other)}${note === undefined ? '' : ` (${note})`}`,
    ),
    ...(certification === undefined
      ? []
      : [
          `conform    ${certificationWords(certification)}`,
          ...failuresOf(certification).map(
            ({ id, outcome, why }) => `  ${outcome.toUpperCase()} ${id}: ${oneLine(why ?? '', 400)}`,
          ),
        ]),
    ...tally(audit.discrepancies).map(
      ({ count: found, title, meaning }) => `  ${String(found).padStart(6)}  ${title.padEnd(15)} ${meaning}`,
    ),
    ...discrepancyLines(result),
    ...gapLines(result),
    `${word}: ${sentence}`,
  ]
  return `${lines.join('\n')}\n`
}

function figureLines(
  result: LoadResult,
  { figures, thresholds }: NonNullable<LoadResult['measured']>,
): readonly string[] {
  const errors = Object.entries(figures.errors).filter(([, number]) => number > 0)
  return [
    `load       ${count(figures.begun)} journeys, ${figures.heldPerS.toFixed(1)} a second (asked: ${askedWords(result)}); ${count(figures.dropped)} dropped; ${count(figures.requests)} requests`,
    `result     p50 ${spanText(figures.p50)}, p95 ${spanText(figures.p95)}, p99 ${spanText(figures.p99)}; ${count(figures.undecided)} undecided`,
    `errors     ${errors.length === 0 ? 'none' : errors.map(([name, number]) => `${number} ${name}`).join(', ')}`,
    ...thresholds
      .filter(({ held }) => !held)
      .map(
        ({ metric, limit, value }) =>
          `CROSSED    ${metric} ${limit}, was ${value === undefined ? 'nothing' : Number(value.toFixed(1))}`,
      ),
  ]
}

function discrepancyLines({ audit: { discrepancies } }: LoadResult): readonly string[] {
  const named = firstOfEach(discrepancies, namedOfEach)
  const left = discrepancies.length - named.length
  return [
    ...named.map(
      ({ kind, paymentId, text }) => `${discrepancyKinds[kind].title.toUpperCase()} ${paymentId ?? 'no sale'}: ${text}`,
    ),
    ...(left > 0 ? [`… and ${left} more: --json FILE, --html FILE`] : []),
  ]
}

function gapLines({ audit: { gaps } }: LoadResult): readonly string[] {
  if (gaps.every(({ count: found }) => found === 0)) return []
  const most = Math.max(...gaps.map(({ count: found }) => found))
  return [
    'from the first charge to the second, on the clock of Alipay:',
    ...gaps.map(
      (gap) =>
        `  ${gapText(gap).padEnd(14)} ${String(gap.count).padStart(6)} ${'█'.repeat(Math.ceil((gap.count / most) * 30)).padEnd(30)} ${gap.whose}`,
    ),
  ]
}
