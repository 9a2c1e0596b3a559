/**
 * When a notification is sent, and when again. Source: flows.md §5 (repeats); the first interval: sources.md §3 (13).
 */
import type { Instant } from '../../protocol/beijing-time.ts'
import type { NotificationPlan } from '../behaviour/behaviour.ts'
import type { Dialect } from '../dialect/switch.ts'

/** How long after an answer the notification of what it tells follows, in milliseconds: no page tells the order. */
export const afterAnswerMs = 50

/** @param usual when it is sent unless a behaviour has something against it */
export function firstSendAt(
  plan: NotificationPlan | undefined,
  { at, usual }: { at: Instant; usual: Instant },
): Instant {
  switch (plan?.kind) {
    case 'late':
      return at + plan.afterMs
    case 'before the answer':
      return at
    default:
      return usual
  }
}

const minuteMs = 60_000

/** Milliseconds from one send to the next: 8 sends in about 25 hours. */
const pausesMs = [4, 10, 10, 60, 120, 360, 900].map((minutes) => minutes * minuteMs)

/** The pause after that many sends; undefined when that was the last. */
export function nextPauseMs(sends: number, dialect: Dialect): number | undefined {
  if (sends === 1 && dialect.notifyFirstRepeat === '2 minutes') return 2 * minuteMs
  return pausesMs[sends - 1]
}
