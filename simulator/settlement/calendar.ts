/**
 * Days in Beijing: which one an instant is in, and when what happened on it is settled and its files are made. Pure.
 * Source: reconciliation.md §1.
 */
import { compactDay, type Instant, nextMidnight, parseTime } from '../../protocol/beijing-time.ts'

/** The first instant of a day in Beijing. */
export type Day = Instant

const hourMs = 3_600_000
const dayMs = 24 * hourMs

export function dayOf(instant: Instant): Day {
  return nextMidnight(instant) - dayMs
}

export function nextDay(day: Day): Day {
  return day + dayMs
}

/** `YYYYMMDD` or `YYYY-MM-DD`; undefined when it is no real day. */
export function readDay(text: string): Day | undefined {
  const digits = /^\d{4}-\d\d-\d\d$/.test(text) ? text.replaceAll('-', '') : text
  return /^\d{8}$/.test(digits) ? parseTime(`${digits}000000`) : undefined
}

/** Between 09:00 and 10:00 of the day after: in the middle, so that a reader who comes at 09:00 learns to come again. */
export function madeAt(day: Day): Instant {
  return nextDay(day) + 9.5 * hourMs
}

/** The first working day after it: Friday to Sunday on Monday, a holiday and the day before it after the holiday. */
export function settlementDay(day: Day, holidays: readonly string[]): Day {
  let settled = nextDay(day)
  while (!isWorking(settled, holidays)) settled = nextDay(settled)
  return settled
}

/** The hour of the official sample row. */
export function settlementTime(day: Day): Instant {
  return day + 15 * hourMs + 46 * 60_000
}

function isWorking(day: Day, holidays: readonly string[]): boolean {
  const weekday = new Date(day + 8 * hourMs).getUTCDay()
  return weekday !== 0 && weekday !== 6 && !holidays.includes(compactDay(day))
}
