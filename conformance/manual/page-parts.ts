/** The pieces of the page that come again: how far the run is, what became of each case, what ended last. */
import { html } from 'hono/html'
import type { CaseResult, Outcome } from '../runner/result.ts'
import type { BoardView, CaseLine } from './board-view.ts'
import { progressText, shortName } from './board-words.ts'

/** Everything that is put in is escaped by the template. */
export type Html = ReturnType<typeof html>

const outcomeWords: Readonly<Record<Outcome, { readonly label: string; readonly kind: string }>> = {
  passed: { label: 'Passed', kind: 'passed' },
  failed: { label: 'Failed', kind: 'failed' },
  errored: { label: 'Could not be judged', kind: 'errored' },
  'not applicable': { label: 'Does not apply', kind: 'none' },
  'failed as known': { label: 'Failed as known', kind: 'known' },
}

function wordsOf({ theCase, outcome }: CaseLine, current: BoardView['current']) {
  if (outcome !== undefined) return outcomeWords[outcome]
  return theCase.id === current?.id ? { label: 'Now', kind: 'now' } : { label: 'To come', kind: 'none' }
}

export function topBar(view: BoardView, action: (path: string) => string): Html {
  const { target, phase, current, lines, operator } = view
  const running = phase.kind === 'card' || phase.kind === 'busy'
  const nth = lines.findIndex(({ theCase }) => theCase.id === current?.id) + 1
  const where =
    current === undefined ? progressText(view) : `Case ${nth} of ${lines.length}: ${shortName({ theCase: current })}`
  const pause = html`<form method="post" action="${action('pause')}"><button class="quiet">Pause</button></form>`
  return html`<header data-part="top">
    <div class="bar">
      <div><strong>${target}</strong><span class="soft small">${where}${running && operator !== '' ? html`<span class="who">, with ${operator}</span>` : ''}</span></div>
      ${running ? pause : ''}
    </div>
    <ol class="track" aria-hidden="true">${lines.map((line) => html`<li class="${wordsOf(line, current).kind}"></li>`)}</ol>
  </header>`
}

export function caseList({ lines, current }: BoardView): Html {
  const items = lines.map((line) => {
    const { label, kind } = wordsOf(line, current)
    return html`<li><strong>${shortName(line)}</strong><span class="outcome ${kind}">${label}</span><p>${line.theCase.proves}</p></li>`
  })
  return html`<ol class="cases">${items}</ol>`
}

const findingsMost = 4

/** What became of the case before, in a sentence; what is wrong with it below. */
export function verdict(result: CaseResult): Html {
  const { outcome, violations, why } = result
  const { label, kind } = outcomeWords[outcome]
  const mood = kind === 'passed' ? 'good' : kind === 'none' ? '' : kind === 'known' ? 'warn' : 'bad'
  const findings = [...violations.map(({ text }) => text), ...(why === undefined ? [] : [why])].slice(0, findingsMost)
  const list = html`<ul class="small">${findings.map((text) => html`<li>${text.slice(0, 300)}</li>`)}</ul>`
  return html`<div class="note ${mood}"><span aria-hidden="true">${mood === 'good' ? '✓' : mood === 'bad' ? '✗' : '•'}</span>
    <span><strong>${shortName(result)}: ${label.toLowerCase()}</strong>${findings.length === 0 ? '' : list}</span></div>`
}
