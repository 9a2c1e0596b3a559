/** The top of the report: verdict, counts that add up, what was tested with what, and what to mend first. */
import type { RunResult } from '../../runner/result.ts'
import { replayCommand } from '../replay-command.ts'
import { oneLine } from '../shown-text.ts'
import { brokenRules, countsOf, timeOf, verdictOf } from '../verdict-words.ts'
import { anchorOf } from './failed-case.ts'
import { type Html, html } from './markup.ts'

export function overview(run: RunResult): Html {
  const { kind, word, sentence } = verdictOf(run)
  return html`<header class="verdict ${kind.replaceAll(' ', '-')}">
<p class="what">Alipay barcode payment, conformance of <b>${oneLine(run.sutName, 120)}</b></p>
<h1>${word}</h1>
<p class="lead">${sentence}</p>
${bar(run)}
${counts(run)}
${run.stale.map(({ theCase, rule, why }) => html`<p class="stale"><b>Stale known failure</b> ${theCase} <code>${rule}</code> ${why}</p>`)}
${facts(run)}
</header>`
}

/** Each outcome as wide as it is frequent. */
function bar(run: RunResult): Html {
  const total = Math.max(run.results.length, 1)
  let x = 0
  const parts = countsOf(run).map(({ outcome, count }) => {
    const width = (count / total) * 100
    const part = html`<rect class="${outcome.replaceAll(' ', '-')}" x="${x.toFixed(3)}%" width="${width.toFixed(3)}%" height="10"></rect>`
    x += width
    return count === 0 ? undefined : part
  })
  return html`<svg class="bar" aria-hidden="true" focusable="false">${parts}</svg>`
}

function counts(run: RunResult): Html {
  const terms = countsOf(run).map(
    ({ outcome, count }, index) =>
      html`<li class="${outcome.replaceAll(' ', '-')}${count === 0 ? ' none' : ''}">${index > 0 && html`<span class="sign">+ </span>`}<b>${count}</b> ${outcome}</li>`,
  )
  const total = run.results.length
  return html`<ul class="counts">${terms}<li class="total"><span class="sign">= </span><b>${total}</b> ${total === 1 ? 'case' : 'cases'}</li></ul>`
}

function facts(run: RunResult): Html {
  const flaky = run.results.filter((result) => result.flaky).length
  const rows: readonly (readonly [string, string])[] = [
    ['System under test', oneLine(run.sutName, 120)],
    ['Profile', run.profile],
    ['Counts against it', run.strict ? 'what must and what should hold (strict)' : 'what must hold'],
    ['Started', timeOf(run.startedAt)],
    [
      'Took',
      `${(run.tookMs / 1_000).toFixed(1)} s, ${run.timeScale === 1 ? 'in real time' : `${run.timeScale} times as fast as in a shop`}`,
    ],
    ['Kit', `alipay-sandbox-kit ${run.versions.kit}, Node ${run.versions.node}`],
    ...(flaky === 0 ? [] : [['Flaky', `${flaky} failed, and passed when run again`] as const]),
    ['Seed', run.seed],
  ]
  return html`<dl class="facts-grid">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}<div class="wide"><dt>The whole run again</dt><dd><code>${replayCommand(run)}</code></dd></div></dl>`
}

const rulesMost = 12
const linksMost = 6

/** Many cases break by one cause: mend the rule that most of them break, and run again. */
export function mendFirst(run: RunResult): Html | undefined {
  const broken = brokenRules(run.results.filter(({ outcome }) => outcome === 'failed'))
  if (broken.length === 0) return undefined
  return html`<section class="mend-first"><h2>What to mend first</h2><p class="note">One cause often breaks many cases: start at the top, then run again.</p><ol>${broken
    .slice(0, rulesMost)
    .map(
      ({ rule, sentence, in: results }) =>
        html`<li><b class="times">${results.length}×</b><div><p>Rule broken: “${sentence}” <code>${rule}</code></p><p class="links">${results
          .slice(0, linksMost)
          .map(
            ({ theCase: { id } }) => html`<a href="#${anchorOf(id)}">${id}</a>`,
          )}${results.length > linksMost && html`<span>and ${results.length - linksMost} more</span>`}</p></div></li>`,
    )}</ol></section>`
}
