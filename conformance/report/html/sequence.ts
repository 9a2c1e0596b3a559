/** A sale as a sequence diagram: a line a moment, each message to be opened, the first that went wrong marked. */
import type { JudgedMoment } from '../moment.ts'
import { lanes } from '../moment.ts'
import { oneLine } from '../shown-text.ts'
import { findingText } from '../witness-words.ts'
import { arrow, laneTitles, lifelines, spanOf } from './lanes.ts'
import { type Html, html } from './markup.ts'
import { messageDetails } from './message.ts'

export type SequenceOptions = {
  /** Without: what was said, not how it was written. */
  readonly wire: boolean
  /** What the list of moments is called by a screen reader. */
  readonly title: string
  readonly currency: string
}

export function sequence(moments: readonly JudgedMoment[], options: SequenceOptions): Html {
  const start = moments.find(({ at }) => at !== undefined)?.at ?? 0
  return html`<div class="sequence">
<div class="lane-titles" aria-hidden="true"><span class="time"></span><span class="lanes">${lanes.map((lane) => html`<b>${laneTitles[lane]}</b>`)}</span></div>
<ol aria-label="${options.title}">${grouped(bounded(moments)).map((group) => groupLines(group, { ...options, start }))}</ol>
</div>`
}

type Drawn = SequenceOptions & { readonly start: number }

const momentsMost = 160
const lastOnes = 30

/** The beginning, the end, and what went wrong first: a backend that polls for ever is understood by then. */
function bounded(moments: readonly JudgedMoment[]): readonly JudgedMoment[] {
  if (moments.length <= momentsMost) return moments
  const end = moments.length - lastOnes
  const left = end - (momentsMost - lastOnes)
  const gap: JudgedMoment = {
    kind: 'ended',
    at: undefined,
    from: 'gateway',
    to: 'gateway',
    words: `${left} more messages, not drawn`,
    wrong: [],
    first: false,
  }
  return moments.flatMap((moment, index) => {
    if (index < momentsMost - lastOnes || index >= end || moment.first) return [moment]
    return index === end - 1 ? [gap] : []
  })
}

/** Calls that only repeat the one before, with the same answer and nothing wrong, are folded up. */
function grouped(moments: readonly JudgedMoment[]): readonly (readonly JudgedMoment[])[] {
  const groups: JudgedMoment[][] = []
  for (const moment of moments) {
    const last = groups.at(-1)
    const before = last?.at(-1)
    if (last !== undefined && before !== undefined && isRepeat(before, moment)) last.push(moment)
    else groups.push([moment])
  }
  return groups
}

function isRepeat(a: JudgedMoment, b: JudgedMoment): boolean {
  if (a.kind !== b.kind || a.answer === undefined || a.wrong.length + b.wrong.length > 0) return false
  return a.words === b.words && a.answer.words === b.answer?.words && (b.booked ?? []).length === 0
}

const foldedLeast = 4

function groupLines(group: readonly JudgedMoment[], drawn: Drawn): Html | readonly Html[] {
  const [first, ...more] = group
  if (first === undefined || group.length < foldedLeast) return group.map((moment) => line(moment, drawn))
  const last = more.at(-1) ?? first
  const words = `${more.length} times more: ${last.words}, ${last.answer?.words ?? ''}`
  return [
    line(first, drawn),
    html`<li class="folded"><details><summary><span class="time">to ${since(last, drawn)}</span><span class="lanes">${lifelines}<span class="label ${spanOf(last.from, last.to)}">${words}</span></span></summary><ol>${more.map((moment) => line(moment, drawn))}</ol></details></li>`,
  ]
}

function line(moment: JudgedMoment, drawn: Drawn): Html {
  const { kind, wrong, first } = moment
  const classes = `${kind}${wrong.length > 0 ? ' wrong' : ''}${first ? ' first' : ''}`
  const details = drawn.wire ? messageDetails(moment) : undefined
  const row = html`<span class="time">${since(moment, drawn)}</span><span class="lanes">${lifelines}${drawing(moment)}</span>`
  return html`<li class="${classes}">${
    details === undefined
      ? html`<div class="row">${row}</div>`
      : html`<details><summary class="row">${row}</summary>${details}</details>`
  }${wrong.length > 0 && verdicts(moment, drawn)}</li>`
}

function since({ at }: JudgedMoment, { start }: Drawn): string {
  if (at === undefined) return ''
  const seconds = (at - start) / 1_000
  if (seconds >= 7_200) return `+${(seconds / 3_600).toFixed(1)} h`
  return seconds >= 600 ? `+${(seconds / 60).toFixed(1)} min` : `+${seconds.toFixed(1)} s`
}

const labelMost = 160

function drawing(moment: JudgedMoment): Html {
  const { from, to, words, answer, booked = [] } = moment
  const label = (text: string, kind: string) =>
    html`<span class="label ${kind} ${spanOf(from, to)}">${oneLine(text, labelMost)}</span>`
  if (from === to) return label(words, `note at-${moment.kind === 'ended' ? 'all' : from}`)
  return html`${label(words, 'asks')}${arrow(from, to, { dashed: moment.kind === 'told' })}${booked.map(
    (text) => html`<span class="label note at-gateway">${text}</span>`,
  )}${
    answer !== undefined &&
    html`<span class="label answers ${spanOf(from, to)}">${oneLine(answer.words, labelMost)} <i>${answer.means}</i></span>${arrow(to, from, { dashed: true, lost: !answer.heard })}`
  }`
}

function verdicts({ wrong, first, kind }: JudgedMoment, { currency }: Drawn): Html {
  const title = first ? 'Here it first went wrong' : kind === 'ended' ? 'What it led to' : 'Wrong as well'
  return html`<p class="went-wrong"><b>${title}</b> ${wrong
    .slice(0, 10)
    .map(({ text, rule }) => html`<span>${oneLine(findingText(text, currency), 300)} <code>${rule}</code></span>`)}</p>`
}
