/**
 * Mistakes with JSON values such as `extend_info`: written twice, once to sign and once to send, by two writers that
 * differ. Each row changes one habit of a writer in the text itself, so that two of them make PHP's or Python's.
 * Source: signature.md §6 (5).
 */
import { changeValues } from '../draft.ts'
import { rarely, type TextMistake, type Variant } from '../text-mistake.ts'

const mend = 'Write the JSON once, keep the text, and both sign and send that text: it must be the same byte for byte.'
const source = 'signature.md §6 (5)'

export const jsonMistakes = [
  {
    id: 'json-keys-sorted',
    name: 'JSON members in another order',
    sentence: 'The JSON was signed with its members sorted by name and sent in another order.',
    mend,
    source,
    variants: () => [changeJson(undefined, (json) => JSON.stringify(sorted(JSON.parse(json))))],
  },
  {
    id: 'json-blanks',
    name: 'JSON with other blanks',
    sentence: 'The JSON was signed with other white space than it was sent with.',
    mend,
    source,
    variants: () => [
      changeJson('blanks after : and , were signed', (json) => spaced(json, { ':': ': ', ',': ', ' })),
      changeJson('no blanks were signed', (json) => spaced(json, {})),
      rarely(changeJson('blanks after : were signed', (json) => spaced(json, { ':': ': ' }))),
      rarely(changeJson('blanks after , were signed', (json) => spaced(json, { ',': ', ' }))),
    ],
  },
  {
    id: 'json-pretty',
    name: 'JSON signed on several lines',
    sentence: 'The JSON was signed indented, on several lines, and sent on one.',
    mend,
    source,
    alone: true,
    variants: () => [
      changeJson('by 2 blanks', (json) => JSON.stringify(JSON.parse(json), null, 2)),
      changeJson('by 4 blanks', (json) => JSON.stringify(JSON.parse(json), null, 4)),
      changeJson('by tabs', (json) => JSON.stringify(JSON.parse(json), null, '\t')),
    ],
  },
  {
    id: 'json-slashes',
    name: 'JSON with / escaped otherwise',
    sentence: 'The JSON was signed with slashes escaped (`\\/`) and sent without, or the other way round.',
    mend,
    source,
    variants: () => [
      changeJson('\\/ was signed', (json) => json.replace(/\\?\//g, '\\/')),
      changeJson('/ was signed', (json) => json.replaceAll('\\/', '/')),
    ],
  },
  {
    id: 'json-unicode',
    name: 'JSON with \\uXXXX otherwise',
    sentence:
      'The JSON was signed with non-ASCII characters as `\\uXXXX` and sent with the characters themselves, or the other way round.',
    mend,
    source,
    variants: () => [
      changeJson('\\uXXXX was signed', (json) => json.replace(/[^\u0000-\u007F]/g, unicodeEscape)),
      rarely(
        changeJson('\\uXXXX in upper-case hex was signed', (json) =>
          json.replace(/[^\u0000-\u007F]/g, (character) => `\\u${unicodeEscape(character).slice(2).toUpperCase()}`),
        ),
      ),
      changeJson('the characters were signed', (json) => json.replace(/\\u([\da-f]{4})/gi, unescapeUnicode)),
    ],
  },
] as const satisfies readonly TextMistake[]

/** Longer JSON is left alone: no parameter of the product comes near it. */
const jsonLengthMost = 65_536

/** Changes the values that are JSON objects or lists. */
function changeJson(detail: string | undefined, rewrite: (json: string) => string): Variant {
  const change = changeValues((value) => {
    if (!/^\s*[{[]/.test(value) || value.length > jsonLengthMost) return value
    try {
      JSON.parse(value)
      return rewrite(value)
    } catch {
      return value
    }
  })
  return detail === undefined ? { change } : { detail, change }
}

/** The JSON with exactly these blanks after its marks, and none elsewhere outside its strings. */
function spaced(json: string, marks: Readonly<Record<string, string>>): string {
  return json.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|\s+|[:,]/g, (token) =>
    token.trim() === '' ? '' : (marks[token] ?? token),
  )
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

function unescapeUnicode(whole: string, digits: string): string {
  const code = Number.parseInt(digits, 16)
  return code < 0x80 ? whole : String.fromCharCode(code)
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  )
}
