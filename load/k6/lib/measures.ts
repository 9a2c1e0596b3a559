/** What the scripts measure beside k6's own, and the thresholds on it. */
import { Counter, Trend } from 'k6/metrics'
import type { Threshold } from 'k6/options'
import { errorClasses } from './error-class.ts'
import type { Journey, Shape } from './plans.ts'
import { number, resultLimitsOf } from './settings.ts'

/** From asking until the answer was definite: pay, cancel, refund, notify by the tag `call`. */
export const timeToResult = new Trend('time_to_result', true)
export const begun = new Counter('journeys_begun')
export const decided = new Counter('journeys_decided')
export const undecided = new Counter('journeys_undecided')
/** Calls that went wrong, by the tag `class`. */
export const callErrors = new Counter('call_errors')
/** Requests that were sent to what is under load. */
export const requests = new Counter('requests_sent')

const mainCall = { pos: 'pay', gateway: 'pay', notify: 'notify' } as const satisfies Readonly<Record<Journey, string>>

export function thresholdsOf(journey: Journey, shape: Shape): Record<string, Threshold[]> {
  const { p95, p99 } = resultLimitsOf(journey)
  // To go on beyond the point where it broke would only make a heap of what is owed.
  const gate = (threshold: string): Threshold =>
    shape === 'breakpoint' ? { threshold, abortOnFail: true, delayAbortEval: '5s' } : threshold
  const classes = errorClasses.map((name) => [
    `call_errors{class:${name}}`,
    [gate(`count<=${number('LOAD_ERRORS_MOST')}`)],
  ])
  return {
    [`time_to_result{call:${mainCall[journey]}}`]: [gate(`p(95)<=${p95}`), gate(`p(99)<=${p99}`)],
    journeys_undecided: [gate(`count<=${number('LOAD_UNDECIDED_MOST')}`)],
    dropped_iterations: [gate(`count<=${number('LOAD_DROPPED_MOST')}`)],
    ...Object.fromEntries(classes),
  }
}
