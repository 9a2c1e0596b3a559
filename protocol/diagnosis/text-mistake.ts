/**
 * A mistake in the text that is signed, or in the bytes of it: a row of the tables in mistakes/.
 */
import type { Change } from './draft.ts'
import type { Evidence } from './evidence.ts'
import type { MistakeRow } from './mistake.ts'

export type Variant = {
  readonly change: Change
  /** Which kind of the mistake this is. */
  readonly detail?: string
  /** Not tried together with a second mistake of the text: rare. */
  readonly alone?: boolean
}

export type TextMistake = MistakeRow & {
  /** The ways to make it with this message; empty when it cannot be made. */
  readonly variants: (evidence: Evidence) => readonly Variant[]
  /** None of the variants is. */
  readonly alone?: true
  /** Told only when no other mistake explains the signature as simply. */
  readonly lastResort?: true
}

export function rarely(variant: Variant): Variant {
  return { ...variant, alone: true }
}
