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
  /** The rule or the case family of the conformance kit that finds it. */
  readonly kills: string
  readonly apply: (parts: PosParts) => PosParts
}
