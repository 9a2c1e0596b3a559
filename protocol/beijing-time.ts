/**
 * Instants written as the gateway writes them: China Standard Time (GMT+8, no summer time).
 * Pure: an instant is given, never read. Writing throws RangeError outside the years 0 to 9999.
 * Source: spot-pay.md §5, flows.md §5, cancel.md §4.
 */

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number

const offsetMs = 8 * 3_600_000
const dayMs = 86_400_000

/** `YYYYMMDDHHMMSS`, 14 digits: `alipay_pay_time`, `trans_create_time`. */
export function compactTime(instant: Instant): string {
  const iso = shifted(instant)
  return (
    iso.slice(0, 4) + iso.slice(5, 7) + iso.slice(8, 10) + iso.slice(11, 13) + iso.slice(14, 16) + iso.slice(17, 19)
  )
}

/** `yyyy-MM-dd HH:mm:ss`, with the blank: notifications and files. */
export function blankTime(instant: Instant): string {
  const iso = shifted(instant)
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}`
}

/** `YYYYMMDD`: the first eight digits of a trade number. */
export function compactDay(instant: Instant): string {
  const iso = shifted(instant)
  return iso.slice(0, 4) + iso.slice(5, 7) + iso.slice(8, 10)
}

/** Whole milliseconds since midnight in Beijing. */
export function millisOfDay(instant: Instant): number {
  return Math.floor((((instant + offsetMs) % dayMs) + dayMs) % dayMs)
}

/** The first instant of the next day in Beijing: the end of the cancel window of what was paid today. */
export function nextMidnight(instant: Instant): Instant {
  return (Math.floor((instant + offsetMs) / dayMs) + 1) * dayMs - offsetMs
}

const compact = /^\d{14}$/
const blank = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/

/** Reads `YYYYMMDDHHMMSS` or `yyyy-MM-dd HH:mm:ss` as Beijing time; undefined when it is no real date and time. */
export function parseTime(text: string): Instant | undefined {
  if (text !== lastRead.text) lastRead = { text, instant: readTime(text) }
  return lastRead.instant
}

/** The tills of a busy hour write the same second. */
let lastRead: { readonly text: string; readonly instant: Instant | undefined } = { text: '', instant: undefined }

function readTime(text: string): Instant | undefined {
  const digits = compact.test(text) ? text : blank.test(text) ? text.replace(/[- :]/g, '') : undefined
  if (digits === undefined) return undefined
  const [year, month, day] = [Number(digits.slice(0, 4)), Number(digits.slice(4, 6)), Number(digits.slice(6, 8))]
  const [hour, minute, second] = [Number(digits.slice(8, 10)), Number(digits.slice(10, 12)), Number(digits.slice(12))]
  if (hour > 23 || minute > 59 || second > 59) return undefined
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second))
  // Date.UTC carries 30 February over into March: only a real day comes back as it was.
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCFullYear() === year
  return real ? date.getTime() - offsetMs : undefined
}

/** Of the last second that was asked for: a busy gateway writes the same one hundreds of times. */
let last = { second: Number.NaN, iso: '' }

/** @throws RangeError outside the years 0 to 9999, which four digits cannot write. */
function shifted(instant: Instant): string {
  const second = Math.floor(instant / 1000)
  if (second === last.second) return last.iso
  const iso = new Date(instant + offsetMs).toISOString()
  if (iso.length !== '0000-00-00T00:00:00.000Z'.length) throw new RangeError(`no time of the wire: ${iso}`)
  last = { second, iso }
  return iso
}
