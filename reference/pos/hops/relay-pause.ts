/** How long a relay is waited for. Our own figures: no page speaks of hops. */

/** A relay that is silent is asked at longer and longer intervals, in milliseconds, before a person must look. */
export const relayPatienceMs = 1_800_000
const longestPauseMs = 60_000

/** In milliseconds, scaled. @param silences how often in a row it was silent */
export function relayPause({
  queryIntervalMs,
  timeScale,
  silences,
}: {
  /** Scaled. */
  readonly queryIntervalMs: number
  readonly timeScale: number
  readonly silences: number
}): number {
  return Math.min(longestPauseMs / timeScale, queryIntervalMs * 2 ** Math.max(0, silences - 1))
}
