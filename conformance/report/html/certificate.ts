/**
 * The certificate: a page for the files of an acquirer. It says what the system claims, what of it was tested and what was
 * not, how strictly, and with what result; and that Alipay has no part in it.
 */
import { createHash } from 'node:crypto'
import { features } from '../../../reference/terminal-api/words.ts'
import { type CaseResult, countOf, type Outcome, type RunResult } from '../../runner/result.ts'
import { claimsOf } from '../claims.ts'
import { replayCommand } from '../replay-command.ts'
import { oneLine } from '../shown-text.ts'
import { cases, countsOf, familyOf, outcomes, timeOf, verdictOf } from '../verdict-words.ts'
import { certificateStyle } from './certificate-style.ts'
import { type Html, html, trusted } from './markup.ts'

export function certificateHtml(run: RunResult): string {
  const { kind, word, sentence } = verdictOf(run)
  const name = oneLine(run.sutName, 120)
  const hash = createHash('sha256').update(certificateStyle).digest('base64')
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'">
<title>Conformance of ${name}: ${word}</title>
<style>${trusted(certificateStyle)}</style>
</head>
<body>
<main>
<header class="${kind.replaceAll(' ', '-')}">
<p class="what">Record of a conformance run, Alipay cross-border barcode payment</p>
<h1>${name}</h1>
<p class="word">${word}</p>
<p>${sentence}</p>
<p>${countsOf(run).map(({ outcome, count }, index) => `${index > 0 ? ' + ' : ''}${count} ${outcome}`)} = ${cases(run.results.length)}</p>
</header>
<p class="no-alipay"><strong>This is no certificate of Alipay.</strong> It records how the system behaved against a simulator of the gateway. Alipay has neither issued nor checked it, and its own acceptance stays necessary.</p>
${claimed(run)}
${tested(run)}
${untested(run)}
${failures(run)}
${strictness(run)}
${setting(run)}
<section class="hand"><h2>Filed by</h2><div><p>Name</p><p>Date</p><p>Signature</p></div></section>
</main>
</body>
</html>
`
  return page.toString()
}

const list = (values: readonly string[]) =>
  values.length === 0
    ? 'none'
    : values
        .slice(0, 60)
        .map((one) => oneLine(one, 60))
        .join(', ')

function claimed(run: RunResult): Html {
  const { role, timings } = run.capabilities
  const rows: readonly (readonly [string, string])[] = [
    ['Role', role],
    ...claimsOf(run).map(({ name, claimed: all }) => [name, list(all)] as const),
    [
      'Timings',
      `waits ${timings.answer_timeout_ms} ms for an answer; first query after ${timings.first_query_ms} ms, then every ${timings.query_interval_ms} ms, ${timings.queries_max} at most; a cancel every ${timings.cancel_interval_ms} ms, ${timings.cancels_max} at most`,
    ],
  ]
  return html`<section><h2>What the system claims</h2><dl>${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></section>`
}

function tested({ results }: RunResult): Html {
  const columns = outcomes.filter((outcome) => outcome !== 'not applicable')
  const of = (members: readonly CaseResult[], outcome: Outcome) =>
    members.filter((member) => member.outcome === outcome).length
  const applying = results.filter(({ outcome }) => outcome !== 'not applicable')
  const row = (title: string, members: readonly CaseResult[]) =>
    html`<tr><th scope="row">${title}</th>${columns.map((outcome) => html`<td>${of(members, outcome)}</td>`)}<td>${members.length}</td></tr>`
  return html`<section><h2>What was tested</h2>
<table><thead><tr><th scope="col">Family</th>${columns.map((outcome) => html`<th scope="col">${outcome}</th>`)}<th scope="col">all</th></tr></thead>
<tbody>${[...Map.groupBy(applying, familyOf)].map(([family, members]) => row(family, members))}</tbody><tfoot>${row('all', applying)}</tfoot></table></section>`
}

function untested(run: RunResult): Html {
  const { results, capabilities } = run
  const reasons = Map.groupBy(
    results.filter(({ outcome }) => outcome === 'not applicable'),
    ({ why = '' }) => why,
  )
  const unclaimed = features.filter((feature) => !capabilities.features.includes(feature))
  const unmet = claimsOf(run).filter((claim) => claim.unmet.length > 0)
  return html`<section><h2>What was not tested</h2><ul>
${[...reasons].map(([why, of]) => html`<li>${cases(of.length)} that ${of.length === 1 ? 'does' : 'do'} not apply: ${oneLine(why, 300)}. <small>${of.map(({ theCase }) => theCase.id).join(', ')}</small></li>`)}
${unclaimed.length > 0 && html`<li>Features that it does not claim: ${unclaimed.join(', ')}.</li>`}
${unmet.map(({ name, unmet: left }) => html`<li>${name} that it claims and no judged case of this run met: ${list(left)}.</li>`)}
<li>Cases that were not chosen for this run, by profile, tag, part or name.</li>
<li>What no simulator shows: real networks and devices, receipts and screens, the load of many tills.</li>
</ul></section>`
}

function failures(run: RunResult): Html | undefined {
  const bad = run.results.filter(({ outcome }) => outcome !== 'passed' && outcome !== 'not applicable')
  if (bad.length + run.stale.length === 0) return undefined
  return html`<section><h2>What did not pass</h2><ul>${bad.map(
    ({ theCase, outcome, violations, why }) =>
      html`<li><b>${theCase.id}</b> ${outcome}: ${[...new Set(violations.map(({ rule }) => rule))].join(', ')}${why !== undefined && oneLine(why, 200)}. <small>${theCase.costs}</small></li>`,
  )}${run.stale.map(({ theCase, rule, why }) => html`<li><b>${theCase}</b> listed as known: ${rule} ${why}</li>`)}</ul></section>`
}

function strictness(run: RunResult): Html {
  const { results, strict } = run
  const level = (wanted: string) => results.filter(({ theCase }) => theCase.level === wanted).length
  const warned = results.filter(({ warnings }) => warnings.length > 0).length
  return html`<section><h2>How strictly</h2><p>${cases(level('must'))} of level must, ${level('should')} of level should, ${level('may')} of level may. ${
    strict
      ? 'Strict: what should hold counted like what must.'
      : 'Not strict: only what must hold counted; what should hold is a warning.'
  } ${warned === 0 ? 'There were no warnings.' : `${cases(warned)} had warnings.`} ${countOf(run, 'failed as known')} failures were listed beforehand as known.</p></section>`
}

function setting(run: RunResult): Html {
  return html`<section><h2>How it was tested</h2><dl><div><dt>When</dt><dd>${timeOf(run.startedAt)}, ${(run.tookMs / 1_000).toFixed(1)} s</dd></div><div><dt>Profile and seed</dt><dd>${run.profile}, ${run.seed}</dd></div><div><dt>Kit</dt><dd>alipay-sandbox-kit ${run.versions.kit}, Node ${run.versions.node}, time scale ${run.timeScale}</dd></div><div><dt>To repeat it</dt><dd><code>${replayCommand(run)}</code></dd></div></dl></section>`
}
