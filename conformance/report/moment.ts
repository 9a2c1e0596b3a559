/** One thing that happened in a sale, as a line of its sequence diagram. Plain data. */
import type { Call } from '../verdict/evidence.ts'
import type { Violation } from '../verdict/judge.ts'

/** From left to right. */
export const lanes = ['customer', 'till', 'backend', 'gateway'] as const
export type Lane = (typeof lanes)[number]

export type Moment = {
  readonly kind: 'asked' | 'called' | 'notified' | 'told' | 'booked' | 'cut' | 'ended'
  /**
   * On the partner's clock, in milliseconds; undefined for what is known only by its place: the kit notes no time of
   * what the till asked and was told.
   */
  readonly at: number | undefined
  readonly from: Lane
  /** The same as `from`: something happened there. */
  readonly to: Lane
  readonly words: string
  readonly call?: Call
  /** What came back, and whether it came. */
  readonly answer?: { readonly words: string; readonly means: string; readonly heard: boolean }
  /** What it changed in the ledger. */
  readonly booked?: readonly string[]
}

/** A moment, and which rules were broken by it. */
export type JudgedMoment = Moment & {
  readonly wrong: readonly Violation[]
  /** Nothing before it broke a rule. */
  readonly first: boolean
}
