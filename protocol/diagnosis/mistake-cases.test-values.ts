/** A table of made mistakes: each must be told by its name, alone, with no alternative but those listed. */
import { diagnoseSignature } from './diagnose-signature.ts'
import type { MistakeId } from './mistakes.ts'
import { type Sending, send } from './signed-pay.test-values.ts'

export type MistakeCase = Sending & {
  readonly makes: MistakeId
  /** What cannot be told from it in this message. */
  readonly orElse?: readonly MistakeId[]
  readonly how?: string
}

export type NamedCase = readonly [name: string, made: MistakeCase]

export function named(cases: readonly MistakeCase[]): readonly NamedCase[] {
  return cases.map((made) => [made.how === undefined ? made.makes : `${made.makes}, ${made.how}`, made])
}

export type Telling = { readonly mistakes: readonly string[]; readonly orElse: readonly string[] }

/** The ids of what is told of the message. */
export function tellingOf(made: MistakeCase): Telling {
  const diagnosis = diagnoseSignature(send(made))
  const orElse = diagnosis.verdict === 'mistaken' ? diagnosis.alternatives : []
  return { mistakes: diagnosis.mistakes.map(({ id }) => id), orElse: orElse.flat().map(({ id }) => id) }
}

export function expectedTelling({ makes, orElse = [] }: MistakeCase): Telling {
  return { mistakes: [makes], orElse }
}
