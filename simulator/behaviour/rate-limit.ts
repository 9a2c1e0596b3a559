/**
 * How much is let in: a token bucket for requests. What a request that is turned away sees is the
 * gateway's business. Source: issue 4 (rate limiting).
 */
import type { Clock } from '../clock.ts'

export type Admission =
  | { readonly admitted: true }
  /** `retryAfterMs`: the next token is there by then, whole milliseconds. */
  | { readonly admitted: false; readonly retryAfterMs: number }

/** Filling in fractions must not keep a token back that is due by the clock. */
const wholeToken = 1 - 1e-9

export type TokenBucket = { take(): Admission }

export type TokenBucketSettings = {
  /** Tokens a second; may be a fraction. */
  readonly perSecond: number
  /** How many may be taken at once after a quiet time; at least 1. @default perSecond, at least 1 */
  readonly burst?: number
}

/** @throws RangeError on a rate that is not positive, or a burst below 1: both come from configuration. */
export function tokenBucket(clock: Clock, settings: TokenBucketSettings): TokenBucket {
  const { perSecond, burst = Math.max(1, perSecond) } = settings
  if (!(perSecond > 0 && Number.isFinite(perSecond))) throw new RangeError(`not a rate per second: ${perSecond}`)
  if (!(burst >= 1 && Number.isFinite(burst))) throw new RangeError(`not a burst of at least 1: ${burst}`)
  let tokens = burst
  let filledAt = clock.now()
  return {
    take() {
      const now = clock.now()
      tokens = Math.min(burst, tokens + (Math.max(0, now - filledAt) * perSecond) / 1000)
      filledAt = now
      if (tokens < wholeToken) return { admitted: false, retryAfterMs: Math.ceil(((1 - tokens) * 1000) / perSecond) }
      tokens = Math.max(0, tokens - 1)
      return { admitted: true }
    },
  }
}
