/**
 * What of a text may be shown to a person: bounded in length, without secrets, without control characters.
 * Pure; knows no messages.
 */

/** At most `length` UTF-16 code units and a note of what is missing; no character is cut in two. */
export function bounded(text: string, length: number): string {
  if (text.length <= length) return text
  const end = startOfCharacter(text, length)
  return `${text.slice(0, end)}… (${text.length - end} more)`
}

/** The index itself, or the one before when a surrogate pair stands across it. */
export function startOfCharacter(text: string, index: number): number {
  return /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(index - 1, index + 1)) ? index - 1 : index
}

/** The first and the last four characters. */
export function masked(signature: string): string {
  return signature.length <= 12 ? '…' : `${signature.slice(0, 4)}…${signature.slice(-4)}`
}

export type Secrets = { readonly keys: readonly string[]; readonly signatures: readonly string[] }

/** A key shorter than this is no secret but a word that may well stand in an honest value. */
const keyLengthLeast = 8

/** Shows at most `length` characters of a text without any secret in it. */
export type Redactor = (text: string, length: number) => string

/** Replaces every secret, in any letter case: a caller may have sent the key as a parameter. */
export function redactor({ keys, signatures }: Secrets): Redactor {
  const masks = new Map<string, string>()
  for (const signature of signatures) masks.set(signature.toLowerCase(), masked(signature))
  for (const key of keys) if (key.length >= keyLengthLeast) masks.set(key.toLowerCase(), '[key]')
  if (masks.size === 0) return bounded
  // Longest first: a key may be the beginning of another.
  const secrets = [...masks.keys()].sort((a, b) => b.length - a.length)
  const longest = secrets[0]?.length ?? 0
  const pattern = new RegExp(secrets.map(escapeRegExp).join('|'), 'gi')
  const redacted = (text: string) => text.replace(pattern, (found) => masks.get(found.toLowerCase()) ?? '[key]')
  return (text, length) => {
    const enough = length * 2 + longest
    if (text.length <= enough) return bounded(redacted(text), length)
    // The end of a part may hold the beginning of a secret: as much as one is long is left out.
    const part = redacted(text.slice(0, enough))
    const end = startOfCharacter(part, Math.min(length, part.length - longest))
    return `${part.slice(0, end)}… (${text.length - end} more)`
  }
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}

const unprintable =
  /[\u0000-\u001F\u007F-\u009F\u00AD\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g

const shortEscapes: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** Control characters, direction marks and invisible ones as escapes: nothing in a value may steer a terminal. */
export function printable(text: string): string {
  return text.replace(
    unprintable,
    (character) => shortEscapes[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
