/** Cases that need no attention, by family: what passed can be opened to a summary, what does not apply says why. */
import type { CaseResult } from '../../runner/result.ts'
import type { Call, Evidence, Sale } from '../../verdict/evidence.ts'
import { answerWords, askedWords } from '../call-words.ts'
import { cut, oneLine } from '../shown-text.ts'
import { familyOf } from '../verdict-words.ts'
import { witnessWords } from '../witness-words.ts'
import { anchorOf } from './failed-case.ts'
import { type Html, html } from './markup.ts'
import { testimony } from './testimony.ts'

export function quietCases(results: readonly CaseResult[]): Html {
  return html`${[...Map.groupBy(results, familyOf)].map(
    ([family, members]) =>
      html`<section class="family" data-group><h3>${family} <span class="count">${members.length}</span></h3><ul class="quiet">${members.map(quietCase)}</ul></section>`,
  )}`
}

function quietCase(result: CaseResult): Html {
  const { theCase, outcome, why, evidence, warnings } = result
  const { id, level, proves } = theCase
  const tone = outcome.replaceAll(' ', '-')
  const head = html`<span class="tag ${tone}">${outcome}</span><b class="id">${id}</b><span class="proves">${proves}</span>`
  return html`<li class="${tone}" id="${anchorOf(id)}" data-family="${familyOf(result)}" data-level="${level}" data-outcome="${outcome}">${
    outcome === 'not applicable'
      ? html`<div class="line">${head}<span class="why">${cut(why ?? '', 300)}</span></div>`
      : html`<details><summary class="line">${head}</summary><div class="quiet-body"><p class="note">Rests on ${theCase.source.join(', ')}; level ${level}.</p>${warnings.map(
          ({ text, rule, clause }) =>
            html`<p class="warning"><b>Warning</b> ${cut(text, 300)} <code>${rule}</code> <cite>${clause}</cite></p>`,
        )}${evidence !== undefined && summary(evidence)}${evidence !== undefined && testimony(evidence)}</div></details>`
  }</li>`
}

const salesMost = 2
const callsMost = 8

function summary(evidence: Evidence): Html {
  const { sales } = evidence
  return html`${sales
    .slice(0, salesMost)
    .map(
      (sale) =>
        html`<p>${witnessWords(evidence, sale).map(
          ({ witness, saw, more }) =>
            html`<span class="said"><b>${witness}</b> ${oneLine([saw, ...more].join('; '), 300)}</span>`,
        )}</p>${wire(sale)}`,
    )}${sales.length > salesMost && html`<p class="note">and ${sales.length - salesMost} more payments</p>`}`
}

function wire({ calls }: Sale): Html | undefined {
  if (calls.length === 0) return undefined
  const start = calls[0]?.at ?? 0
  const line = (call: Call) =>
    html`<li>+${((call.at - start) / 1_000).toFixed(1)} s ${oneLine(askedWords(call), 80)} → ${oneLine(answerWords(call).words, 120)}</li>`
  const left = calls.length - callsMost
  return html`<ul class="calls">${calls.slice(0, callsMost).map(line)}${left > 0 && html`<li>and ${left} more</li>`}</ul>`
}
