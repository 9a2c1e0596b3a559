/**
 * How long the loops wait and how often they try: settings with the documented defaults.
 * Source: flows.md §1, §6; cancel.md §6; query.md §5.
 */
import { AlipayClientError } from './client-error.ts'

export type Timings = {
  /** How long the loop waits for the answer of a pay, a cancel or a refund. @default 5000. Source: flows.md §1 */
  readonly answerTimeoutMs: number
  /** From sending the pay to the first query. @default 5000. Source: flows.md §1 */
  readonly firstQueryMs: number
  /** From query to query; also how long one of them is waited for. @default 3000. Source: flows.md §1 */
  readonly queryIntervalMs: number
  /** @default 10, at most 20. Source: flows.md §1 */
  readonly queriesMax: number
  /** From cancel to cancel, at least. @default 5000. Source: cancel.md §6 */
  readonly cancelIntervalMs: number
  /** @default 5, at most 5. Source: cancel.md §6 */
  readonly cancelsMax: number
  /** From refund to refund. @default 5000, no figure is published: as for the cancel */
  readonly refundIntervalMs: number
  /** @default 5, no figure is published: "a reasonable number of times" */
  readonly refundsMax: number
  /** Each pause is up to this much longer, so that many tills do not ask in step after a failure. @default 200 */
  readonly jitterMs: number
  /** All times above are divided by it, for rehearsals. @default 1 */
  readonly timeScale: number
}

export const defaultTimings: Timings = {
  answerTimeoutMs: 5_000,
  firstQueryMs: 5_000,
  queryIntervalMs: 3_000,
  queriesMax: 10,
  cancelIntervalMs: 5_000,
  cancelsMax: 5,
  refundIntervalMs: 5_000,
  refundsMax: 5,
  jitterMs: 200,
  timeScale: 1,
}

/** Counts, and what the protocol pages allow at most. */
const most: Readonly<Record<string, number>> = { queriesMax: 20, cancelsMax: 5, refundsMax: 20 }

/** Nothing can be waited for in no time, nor divided by zero. */
const aboveZero: ReadonlySet<string> = new Set(['answerTimeoutMs', 'queryIntervalMs', 'timeScale'])

/**
 * The timings given, completed by the defaults and scaled.
 * @throws AlipayClientError UNUSABLE_SETTING
 */
export function resolveTimings(settings: Partial<Timings> = {}): Timings {
  const whole: Timings = { ...defaultTimings, ...settings }
  for (const [name, value] of Object.entries(whole)) if (!isUsable(name, value)) throw unusable(name, value)
  const scaled = Object.entries(whole).map(([name, value]) => [
    name,
    name.endsWith('Ms') ? value / whole.timeScale : value,
  ])
  return { ...whole, ...Object.fromEntries(scaled) }
}

function isUsable(name: string, value: number): boolean {
  const limit = most[name]
  if (limit !== undefined) return Number.isSafeInteger(value) && value >= 1 && value <= limit
  return Number.isFinite(value) && (value > 0 || (value === 0 && !aboveZero.has(name)))
}

function unusable(name: string, value: number): AlipayClientError {
  const limit = most[name]
  const atMost = limit === undefined ? '' : `, which may be 1 to ${limit}`
  return new AlipayClientError('UNUSABLE_SETTING', { detail: `timings.${name} is ${value}${atMost}.` })
}
