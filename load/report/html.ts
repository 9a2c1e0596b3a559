/** The load report as one file: no network, no font, no script. Its size is bounded, however much went wrong. */
import { createHash } from 'node:crypto'
import { type Html, html, trusted } from '../../conformance/report/html/markup.ts'
import { style } from '../../conformance/report/html/style.ts'
import { oneLine } from '../../conformance/report/shown-text.ts'
import { timeOf } from '../../conformance/report/verdict-words.ts'
import type { LoadResult } from '../load-result.ts'
import { auditSections } from './audit-sections.ts'
import { chart } from './chart.ts'
import { loadStyle } from './load-style.ts'
import { askedWords, count, spanText, verdictOf } from './result-words.ts'

export function htmlReport(result: LoadResult): string {
  const { word } = verdictOf(result)
  const styles = `${style}${loadStyle}`
  const hash = createHash('sha256').update(styles).digest('base64')
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'">
<meta name="color-scheme" content="light dark">
<title>${word}: load ${result.name} against ${oneLine(result.subject, 120)}</title>
<style>${trusted(styles)}</style>
</head>
<body>
<main>
${header(result)}
${result.measured !== undefined && charts(result.measured)}
${auditSections(result)}
${result.measured !== undefined && thresholds(result.measured)}
${mix(result)}
</main>
<footer><p>Written by alipay-sandbox-kit ${result.versions.kit}. It tests against a simulator and is no statement of Alipay.</p></footer>
</body>
</html>
`
  return page.toString()
}

function header(result: LoadResult): Html {
  const { name, subject, measured, startedAt, tookMs, timeScale, seed, mixName, versions, audit } = result
  const { kind, word, sentence } = verdictOf(result)
  const facts: readonly (readonly [string, string])[] = [
    ['Started', timeOf(startedAt)],
    [
      'Took',
      `${(tookMs / 1_000).toFixed(0)} s, ${timeScale === 1 ? 'in real time' : `${timeScale} times as fast as in a shop`}`,
    ],
    ...(measured === undefined
      ? []
      : [['Mix', mixName] as const, ['Seed', seed] as const, ['k6', measured.where] as const]),
    ['Compared', `${count(audit.sales)} sales, ${count(audit.book)} lines, ${count(audit.trades)} trades`],
    ['Kit', `alipay-sandbox-kit ${versions.kit}, Node ${versions.node}`],
  ]
  return html`<header class="verdict ${kind}">
<p class="what">Load <b>${name}</b> against <b>${oneLine(subject, 120)}</b></p>
<h1>${word}</h1>
<p class="lead">${sentence}</p>
${measured !== undefined && sums(result, measured)}
<dl class="facts-grid">${facts.map(([term, text]) => html`<div><dt>${term}</dt><dd>${text}</dd></div>`)}</dl>
</header>`
}

type Shown = NonNullable<LoadResult['measured']>

function sums(result: LoadResult, { figures }: Shown): Html {
  const failed = Object.values(figures.errors).reduce((sum, one) => sum + one, 0)
  const shown: readonly { readonly value: string; readonly name: string; readonly look?: 'wrong' | 'right' }[] = [
    { value: count(figures.begun), name: 'journeys' },
    { value: figures.heldPerS.toFixed(figures.heldPerS < 10 ? 1 : 0), name: `a second, ${askedWords(result)} asked` },
    { value: spanText(figures.p95), name: 'to a result, p95' },
    { value: spanText(figures.p99), name: 'to a result, p99' },
    { value: count(figures.undecided), name: 'undecided', look: figures.undecided === 0 ? 'right' : 'wrong' },
    { value: count(failed), name: 'failed calls', look: failed === 0 ? 'right' : 'wrong' },
    { value: count(figures.dropped), name: 'dropped by k6', look: figures.dropped === 0 ? 'right' : 'wrong' },
  ]
  return html`<div class="sums">${shown.map(({ value, name, look = '' }) => html`<div class="${look}"><b>${value}</b><span>${name}</span></div>`)}</div>`
}

function charts({ timeline: { slices } }: Shown): Html | undefined {
  if (slices.length < 2) return undefined
  const moments = slices.map(({ fromS }) => fromS)
  const longest = Math.max(...slices.map(({ p99 = 0 }) => p99))
  const [unit, per] = longest < 4_000 ? (['ms', 1] as const) : (['seconds', 1_000] as const)
  const times = (name: 'p50' | 'p95' | 'p99') => slices.map((slice) => slice[name] && slice[name] / per)
  return html`<section><h2>Over time</h2><div class="charts">
${chart({
  ...{ title: 'Throughput', unit: 'a second', moments },
  lines: [
    { name: 'begun', look: 'first', values: slices.map(({ begunPerS }) => begunPerS) },
    { name: 'decided', look: 'second', values: slices.map(({ decidedPerS }) => decidedPerS) },
  ],
})}
${chart({
  ...{ title: 'Time to a definite result', unit, moments },
  lines: [
    { name: 'p50', look: 'first', values: times('p50') },
    { name: 'p95', look: 'second', values: times('p95') },
    { name: 'p99', look: 'third', values: times('p99') },
  ],
})}
</div></section>`
}

function thresholds({ thresholds: all, words }: Shown): Html {
  const rows = all.map(
    ({ metric, limit, held, value }) =>
      html`<tr class="${held ? 'right' : 'wrong'}"><td>${held ? 'held' : 'crossed'}</td><td><code>${metric}</code></td><td><code>${limit}</code></td><td class="number">${value === undefined ? '–' : Number(value.toFixed(1))}</td></tr>`,
  )
  return html`<section><h2>Thresholds</h2><div class="panel scroll"><table><thead><tr><th>Outcome</th><th>Metric</th><th>Limit</th><th class="number">Was</th></tr></thead><tbody>${rows}</tbody></table></div>
${words.length > 0 && html`<details class="panel"><summary>What k6 said (${words.length})</summary><pre>${words.slice(0, 50).join('\n')}</pre></details>`}</section>`
}

function mix({ mix: { percent, because, latency }, measured }: LoadResult): Html | undefined {
  if (measured === undefined) return undefined
  const total = Object.values(percent).reduce((sum, one) => sum + one, 0)
  const rows = Object.entries(percent)
    .toSorted(([, a], [, b]) => b - a)
    .map(
      ([number, share]) =>
        html`<tr><td><code>2800 ${number}…</code></td><td class="number">${Number(((share / total) * 100).toFixed(2))} %</td></tr>`,
    )
  return html`<section><h2>What the gateway did</h2><div class="panel"><p class="note">${because}${latency !== undefined && ` Latency: ${latency}.`} Each number is explained in docs/behaviours.md.</p><table><thead><tr><th>Payment codes</th><th class="number">Share</th></tr></thead><tbody>${rows}</tbody></table></div></section>`
}
