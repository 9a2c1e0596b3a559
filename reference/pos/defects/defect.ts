/**
 * What a defect is: one realistic mistake, as a function that puts a bad part in the place of a good one.
 */
import type { PosParts } from '../parts.ts'

export type Defect = {
  readonly name: string
  /** What the till does wrong. */
  readonly sentence: string
  /** Where the mistake is known from: a protocol clause, or "field". */
  readonly source: string
  /** What of the conformance kit finds it: the id of a rule, or the beginning of the ids of cases. */
  readonly kills: string
  readonly apply: (parts: PosParts) => PosParts
}
