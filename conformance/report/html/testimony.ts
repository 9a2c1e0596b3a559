/** What a person at the till was asked and saw there, of a case that was driven by hand. */
import type { Evidence } from '../../verdict/evidence.ts'
import { oneLine } from '../shown-text.ts'
import { type Html, html } from './markup.ts'

const answersMost = 40

export function testimony({ testimony: answers = [] }: Evidence): Html | undefined {
  if (answers.length === 0) return undefined
  const left = answers.length - answersMost
  return html`<section><h4>What the person at the till answered</h4><ul class="broken">${answers
    .slice(0, answersMost)
    .map(
      ({ at, operator, asked, answer, note }) =>
        html`<li>${oneLine(asked, 300)}<span>${at} ${oneLine(operator, 80)}: “${oneLine(answer, 300)}”${note !== '' && ` (${oneLine(note, 300)})`}</span></li>`,
    )}${left > 0 && html`<li>and ${left} more</li>`}</ul></section>`
}
