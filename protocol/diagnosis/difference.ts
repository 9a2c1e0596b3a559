/**
 * The first difference between the string that should have been signed and the one that was, with what stands around it.
 * Pure; knows no messages.
 */
import { type Encoding, encode } from './draft.ts'
import { startOfCharacter } from './shown.ts'

export type Difference = {
  /** Where they part, in UTF-16 code units from the beginning of either. */
  readonly at: number
  /** The right string around that place; `…` where it goes on. */
  readonly expected: string
  /** The caller's, from the same beginning. */
  readonly caller: string
  /** Where in both excerpts the difference begins. */
  readonly caret: number
  /** When the texts are the same and only their bytes are not: the bytes, as hex, of the character at the caret. */
  readonly bytes?: { readonly expected: string; readonly caller: string }
}

const before = 32
const after = 56

/** Undefined when the texts are the same. */
export function describeDifference(expected: string, caller: string): Difference | undefined {
  if (expected === caller) return undefined
  let at = 0
  while (at < expected.length && expected[at] === caller[at]) at++
  at = startOfCharacter(expected, startOfCharacter(caller, at))
  const start = startOfCharacter(expected, Math.max(0, at - before))
  const lead = start > 0 ? '…' : ''
  return {
    at,
    expected: lead + excerpt(expected, start, at),
    caller: lead + excerpt(caller, start, at),
    caret: lead.length + at - start,
  }
}

/** The first character that the two encodings write otherwise; undefined when all bytes are the same. */
export function describeByteDifference(text: string, expected: Encoding, caller: Encoding): Difference | undefined {
  let at = 0
  for (const character of text) {
    const bytes = { expected: hexBytes(character, expected), caller: hexBytes(character, caller) }
    if (bytes.expected !== bytes.caller) {
      const start = startOfCharacter(text, Math.max(0, at - before))
      const lead = start > 0 ? '…' : ''
      const shown = lead + excerpt(text, start, at)
      return { at, expected: shown, caller: shown, caret: lead.length + at - start, bytes }
    }
    at += character.length
  }
  return undefined
}

function excerpt(text: string, start: number, at: number): string {
  const end = startOfCharacter(text, Math.min(text.length, at + after))
  return text.slice(start, end) + (end < text.length ? '…' : '')
}

function hexBytes(character: string, encoding: Encoding): string {
  return encode(character, encoding)
    .toString('hex')
    .toUpperCase()
    .replace(/..(?=.)/g, '$& ')
}
