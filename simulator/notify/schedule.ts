/**
 * When a notification is sent again. Source: flows.md §5 (repeats); the first interval: sources.md §3 (13).
 */
import type { Dialect } from '../dialect/switch.ts'

const minuteMs = 60_000

/** Milliseconds from one send to the next: 8 sends in about 25 hours. */
const pausesMs = [4, 10, 10, 60, 120, 360, 900].map((minutes) => minutes * minuteMs)

/** The pause after that many sends; undefined when that was the last. */
export function nextPauseMs(sends: number, dialect: Dialect): number | undefined {
  if (sends === 1 && dialect.notifyFirstRepeat === '2 minutes') return 2 * minuteMs
  return pausesMs[sends - 1]
}
