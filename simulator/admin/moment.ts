/**
 * Instants in the control API: shown as ISO 8601 and in Beijing time, read as either. Pure.
 */
import { blankTime, type Instant, parseTime } from '../../protocol/beijing-time.ts'

export type Moment = {
  /** `2024-01-15T04:00:00.000Z` */
  readonly iso: string
  /** `2024-01-15 12:00:00`, GMT+8: as notifications and files have it. */
  readonly beijing: string
}

export function momentOf(instant: Instant): Moment {
  return { iso: new Date(instant).toISOString(), beijing: blankTime(instant) }
}

export function momentOrNull(instant: Instant | undefined): Moment | null {
  return instant === undefined ? null : momentOf(instant)
}

/** From 2000 to 2100: the protocol's dates have four digits for the year, and no till of ours is older. */
export const earliest: Instant = Date.UTC(2000, 0, 1)
export const latest: Instant = Date.UTC(2100, 0, 1)

const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/

/** Undefined when it is no real time between {@link earliest} and {@link latest}. */
export function readMoment(text: string): Instant | undefined {
  const instant = iso.test(text) ? Date.parse(text) : (parseTime(text) ?? Number.NaN)
  return instant >= earliest && instant <= latest ? instant : undefined
}
