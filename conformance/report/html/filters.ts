/** Three selects that narrow the lists down. They are shown only where the script of the page runs. */
import type { RunResult } from '../../runner/result.ts'
import { countsOf, familyOf } from '../verdict-words.ts'
import { type Html, html } from './markup.ts'

export function filters({ results, ...run }: RunResult): Html {
  const families = [...new Set(results.map(familyOf))]
  const levels = [...new Set(results.map(({ theCase }) => theCase.level))]
  const outcomes = countsOf({ ...run, results }).flatMap(({ outcome, count }) => (count === 0 ? [] : [outcome]))
  return html`<form class="filters" id="filters" hidden aria-label="Filter the cases">
${select('family', families)}${select('level', levels)}${select('outcome', outcomes)}
<output id="shown" aria-live="polite"></output></form>`
}

function select(name: string, values: readonly string[]): Html {
  return html`<label>${name}<select name="${name}"><option value="">all</option>${values.map((value) => html`<option>${value}</option>`)}</select></label>`
}
