/** The three witnesses of a sale side by side: what each saw, what it should have seen, and who contradicts. */
import type { Evidence, Sale } from '../../verdict/evidence.ts'
import type { Violation } from '../../verdict/judge.ts'
import { oneLine } from '../shown-text.ts'
import { findingText, witnessWords } from '../witness-words.ts'
import { type Html, html } from './markup.ts'

export function witnesses(evidence: Evidence, sale: Sale, violations: readonly Violation[]): Html {
  return html`<div class="witnesses">${witnessWords(evidence, sale).map(({ witness, title, saw, more, expected }) => {
    const against = violations.filter((violation) => violation.witness === witness)
    return html`<div class="witness${against.length > 0 ? ' against' : ''}"><h5>${title}</h5><p class="saw">${oneLine(saw, 120)}</p>
<ul>${more.slice(0, 8).map((line) => html`<li>${oneLine(line, 240)}</li>`)}</ul>
${expected !== undefined && html`<p class="expected"><b>Expected</b> ${expected}</p>`}
${against.slice(0, 5).map(({ text }) => html`<p class="contradicts">${oneLine(findingText(text, sale.request.currency), 240)}</p>`)}</div>`
  })}</div>`
}
