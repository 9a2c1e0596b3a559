/** The figures of a run, from k6's summary and from what the journeys told. Pure. */
import { errorClasses } from '../k6/lib/error-class.ts'
import type { Figures } from '../load-result.ts'
import { percentiles, type ToldBox } from './collect-told.ts'
import type { K6Summary } from './k6-summary.ts'

export function figuresOf(summary: K6Summary, box: Pick<ToldBox, 'events' | 'times'>): Figures {
  const begun = summary.count('journeys_begun')
  return {
    begun,
    decided: summary.count('journeys_decided'),
    undecided: summary.count('journeys_undecided'),
    dropped: summary.count('dropped_iterations'),
    requests: summary.count('requests_sent'),
    errors: Object.fromEntries(errorClasses.map((name) => [name, summary.count(`call_errors{class:${name}}`)])),
    heldPerS: begun / Math.max(spanS(box.events()), 1),
    ...percentiles(box.times()),
  }
}

/** In which journeys were begun. */
function spanS(events: readonly { readonly at: number }[]): number {
  const first = events.reduce((least, { at }) => Math.min(least, at), Infinity)
  const last = events.reduce((most, { at }) => Math.max(most, at), 0)
  return Number.isFinite(first) ? (last - first) / 1_000 : 0
}
