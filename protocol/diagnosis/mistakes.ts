/**
 * Every classic mistake in signing that is told by name, as tables that recognise.ts walks.
 * The rows of the text stand in the order in which they are made, so that two of them compose.
 * Source: signature.md §6, and the pages each row names.
 */
import type { MistakeRow } from './mistake.ts'
import { charsetMistakes } from './mistakes/charset-mistakes.ts'
import { choiceMistakes } from './mistakes/choice-mistakes.ts'
import { digestMistakes } from './mistakes/digest-mistakes.ts'
import { formMistakes } from './mistakes/form-mistakes.ts'
import { jsonMistakes } from './mistakes/json-mistakes.ts'
import { keyMistakes, otherKeyMistake } from './mistakes/key-mistakes.ts'
import { orderMistakes } from './mistakes/order-mistakes.ts'
import { readingMistakes, rsaMistakes } from './mistakes/rsa-mistakes.ts'
import { cleaningMistakes, receivedMistakes, spellingMistakes } from './mistakes/spelling-mistakes.ts'
import { valueMistakes } from './mistakes/value-mistakes.ts'
import type { TextMistake } from './text-mistake.ts'

export const textMistakes: readonly TextMistake[] = [
  ...jsonMistakes,
  ...valueMistakes,
  ...formMistakes,
  ...choiceMistakes,
  ...orderMistakes,
  ...charsetMistakes,
]

/** All of them, for the manual and for those who count. */
export const classicMistakes: readonly MistakeRow[] = [
  ...textMistakes,
  ...keyMistakes,
  otherKeyMistake,
  ...digestMistakes,
  ...spellingMistakes,
  ...cleaningMistakes,
  ...Object.values(receivedMistakes),
  ...Object.values(rsaMistakes),
  ...readingMistakes,
]

export type MistakeId = (
  | (typeof formMistakes)[number]
  | (typeof jsonMistakes)[number]
  | (typeof valueMistakes)[number]
  | (typeof choiceMistakes)[number]
  | (typeof orderMistakes)[number]
  | (typeof charsetMistakes)[number]
  | (typeof keyMistakes)[number]
  | typeof otherKeyMistake
  | (typeof digestMistakes)[number]
  | (typeof spellingMistakes)[number]
  | (typeof cleaningMistakes)[number]
  | (typeof readingMistakes)[number]
  | (typeof receivedMistakes)[keyof typeof receivedMistakes]
  | (typeof rsaMistakes)[keyof typeof rsaMistakes]
)['id']
