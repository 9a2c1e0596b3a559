/** A case that needs somebody's attention: what broke, what it costs, how to mend it, and what happened, message by message. */
import type { CaseResult, RunResult } from '../../runner/result.ts'
import type { Evidence, Sale } from '../../verdict/evidence.ts'
import type { Violation } from '../../verdict/judge.ts'
import { judgedMoments, violationsOf } from '../first-wrong.ts'
import { momentsOf } from '../moments.ts'
import { replayCommand } from '../replay-command.ts'
import { cut } from '../shown-text.ts'
import { familyOf } from '../verdict-words.ts'
import { currencyOf, findingText } from '../witness-words.ts'
import { type Html, html } from './markup.ts'
import { sequence } from './sequence.ts'
import { testimony } from './testimony.ts'
import { witnesses } from './witnesses.ts'

export type CaseOptions = { readonly run: RunResult; readonly wire: boolean; readonly open: boolean }

const salesMost = 3
const whyMost = 6_000
const warningsMost = 10
/** Of one rule; and of one text. */
const textsMost = 3
const textMost = 400

export function failedCase(result: CaseResult, options: CaseOptions): Html {
  const { theCase, outcome, flaky, evidence, why } = result
  const { id, level, spot, proves } = theCase
  const tone = outcome.replaceAll(' ', '-')
  return html`<article class="case ${tone}" id="${anchorOf(id)}" data-family="${familyOf(result)}" data-level="${level}" data-outcome="${outcome}">
<details${options.open && html` open`}>
<summary><span class="tag ${tone}">${outcome}</span><h3>${id}</h3>${spot !== undefined && html`<span class="tag plain">${spot}</span>`}${flaky && html`<span class="tag plain">flaky: it passed when run again</span>`}<span class="proves">${proves}</span></summary>
<div class="case-body">
${result.violations.length > 0 && broken(result)}
${why !== undefined && html`<section><h4>Why it could not be judged</h4><pre>${cut(why, whyMost)}</pre></section>`}
${advice(result)}
${evidence !== undefined && story(result, evidence, options)}
${evidence !== undefined && testimony(evidence)}
<section><h4>Run just this case again</h4><p class="command"><code>${replayCommand(options.run, id)}</code></p></section>
</div></details></article>`
}

function advice({ outcome, theCase: { costs, mend } }: CaseResult): Html {
  // What the case would be mended by is no help to somebody whose backend did not answer.
  const isJudged = outcome !== 'errored'
  const how = isJudged ? mend : 'First get an answer: run this case alone, and read what the backend says of itself.'
  return html`<div class="advice"><section class="costs"><h4>${isJudged ? 'Why it matters in money' : 'What this case guards against'}</h4><p>${costs}</p></section><section class="mend"><h4>How to mend it</h4><p>${how}</p></section></div>`
}

/** For a link to the case. */
export function anchorOf(id: string): string {
  return `case-${id.replace('/', '--')}`
}

/** By rule: twenty sales that break the same one are one thing to mend. */
function broken({ violations, warnings, evidence }: CaseResult): Html {
  const currency = currencyOf(evidence)
  const rules = [...Map.groupBy(violations, ({ rule }) => rule).values()]
  return html`<section><h4>What is broken</h4><ul class="broken">${rules.map((found) => brokenRule(found, currency))}${warnings
    .slice(0, warningsMost)
    .map(
      ({ text, rule, clause }) =>
        html`<li class="warning"><span>A warning only: ${cut(findingText(text, currency), textMost)} <code>${rule}</code> <cite>${clause}</cite></span></li>`,
    )}</ul></section>`
}

function brokenRule(found: readonly Violation[], currency: string): Html | undefined {
  const [first] = found
  const texts = [...new Set(found.map(({ text }) => cut(findingText(text, currency), textMost)))]
  const left = texts.length - textsMost
  return (
    first &&
    html`<li>${texts.slice(0, textsMost).map((text) => html`<b>${text}</b>`)}${left > 0 && html`<b>and ${left} more</b>`}<span>The rule: ${first.sentence} <code>${first.rule}</code> <cite>${first.clause}</cite></span></li>`
  )
}

function story(result: CaseResult, evidence: Evidence, { wire }: CaseOptions): Html {
  const { sales } = evidence
  if (sales.length === 0) return html`<section><p class="note">No payment was taken.</p></section>`
  const told = sales.map((sale) => ({ sale, violations: violationsOf(sale, evidence, result.violations) }))
  const guilty = told.filter(({ violations }) => violations.length > 0)
  const shown = (guilty.length > 0 ? guilty : told).slice(0, salesMost)
  const left = sales.length - shown.length
  return html`${shown.map(({ sale, violations }) => saleStory(sale, { evidence, violations, wire }))}
${left > 0 && html`<p class="note">${left} more ${left === 1 ? 'payment' : 'payments'} of this case not drawn.</p>`}`
}

type Told = { readonly evidence: Evidence; readonly violations: CaseResult['violations']; readonly wire: boolean }

function saleStory(sale: Sale, { evidence, violations, wire }: Told): Html {
  const several = evidence.sales.length > 1
  const moments = judgedMoments(momentsOf(evidence, sale), violations)
  const title = several ? `The payment “${sale.name}”, message by message` : 'What happened, message by message'
  return html`<section><h4>${several ? `Three witnesses of the payment “${sale.name}”` : 'Three witnesses'}</h4>${witnesses(evidence, sale, violations)}</section>
<section><h4>${title}</h4><p class="note">Times are the protocol's, from the first message on${evidence.timeScale === 1 ? '' : ` (the run was ${evidence.timeScale} times as fast)`}. What the till asked and was told stands where it belongs, without a time.${wire && ' Open a message to see all of it.'}</p>${sequence(moments, { wire, title, currency: sale.request.currency })}${!wire && html`<p class="note">The messages themselves are left out: this report would grow too large. Run the case again to see them.</p>`}</section>`
}
