/** The run for a pull request or a step summary: verdict, counts, what failed and how to mend it. Bounded. */
import type { CaseResult, RunResult } from '../runner/result.ts'
import { code, plain } from './markdown-text.ts'
import { replayCommand } from './replay-command.ts'
import { cases, countsOf, timeOf, verdictOf } from './verdict-words.ts'
import { currencyOf, findingText, witnessWords } from './witness-words.ts'

/** GitHub cuts a step summary at a mebibyte, and a comment far earlier. */
const toldMost = 20
const namedMost = 50

const signs = { held: '✅', 'fell short': '❌', 'not judged': '⚠️', 'nothing tested': '⚠️' } as const

export function markdownReport(run: RunResult): string {
  const { kind, word, sentence } = verdictOf(run)
  const bad = run.results.filter(({ outcome }) => outcome === 'failed' || outcome === 'errored')
  const facts = [
    `profile ${plain(run.profile)}`,
    `seed ${code(run.seed)}`,
    `kit ${plain(run.versions.kit)}`,
    `Node ${plain(run.versions.node)}`,
    ...(run.strict ? ['strict'] : []),
    timeOf(run.startedAt),
  ]
  return [
    `## ${signs[kind]} ${word}: Alipay barcode payment, ${code(run.sutName)}`,
    sentence,
    countsTable(run),
    ...run.stale.map(
      (stale) => `**Stale known failure** ${code(stale.theCase)} ${code(stale.rule)} ${plain(stale.why)}`,
    ),
    ...bad.slice(0, toldMost).map((result) => failedText(run, result)),
    ...(bad.length > toldMost ? [moreText(bad.slice(toldMost))] : []),
    ...notApplicable(run),
    `<sub>${facts.join(' · ')}</sub>`,
    '',
  ].join('\n\n')
}

function countsTable(run: RunResult): string {
  const columns = [
    ...countsOf(run).map(({ outcome, count }) => [outcome, String(count)]),
    ['all', `**${run.results.length}**`],
  ]
  const row = (at: 0 | 1) => `| ${columns.map((column) => column[at]).join(' | ')} |`
  return [row(0), `|${' ---: |'.repeat(columns.length)}`, row(1)].join('\n')
}

function failedText(run: RunResult, { theCase, outcome, violations, why, flaky, evidence }: CaseResult): string {
  const { id, proves, costs, mend } = theCase
  const found = violations.map(
    ({ text, rule, clause }) =>
      `- **${plain(findingText(text, currencyOf(evidence)))}** ${code(rule)} ${plain(clause)}`,
  )
  return [
    `<details><summary><b>${plain(id)}</b> ${outcome}${flaky ? ', flaky' : ''}: ${plain(proves)}</summary>`,
    [...found, ...(why === undefined ? [] : [`- ${code(why, 1_000)}`])].join('\n'),
    ...witnessTable(evidence),
    `**Why it matters in money** ${plain(costs)}`,
    `**How to mend it** ${plain(mend)}`,
    `Run just this case again: ${code(replayCommand(run, id), 500)}`,
    '</details>',
  ].join('\n\n')
}

/** Of the first payment: the whole story is in the HTML report. */
function witnessTable(evidence: CaseResult['evidence']): readonly string[] {
  const sale = evidence?.sales[0]
  if (evidence === undefined || sale === undefined) return []
  const words = witnessWords(evidence, sale)
  return [
    [
      `| ${words.map(({ witness }) => witness).join(' | ')} |`,
      '| --- | --- | --- |',
      `| ${words.map(({ saw, more }) => [saw, ...more].map((line) => code(line)).join('<br>')).join(' | ')} |`,
    ].join('\n'),
  ]
}

function moreText(results: readonly CaseResult[]): string {
  const named = results.slice(0, namedMost).map(({ theCase }) => code(theCase.id))
  const left = results.length - named.length
  return `And ${cases(results.length)} more: ${named.join(' ')}${left > 0 ? ` and ${left} more` : ''}`
}

function notApplicable({ results }: RunResult): readonly string[] {
  const reasons = Map.groupBy(
    results.filter(({ outcome }) => outcome === 'not applicable'),
    ({ why = '' }) => why,
  )
  return [...reasons].slice(0, toldMost).map(([why, of]) => `Not tested: ${cases(of.length)}, because ${plain(why)}.`)
}
