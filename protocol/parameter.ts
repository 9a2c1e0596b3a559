/**
 * Parameters of a request or a notification: an ordered list of names and values, duplicates kept,
 * read from and written to `application/x-www-form-urlencoded` bytes in the caller's charset.
 * Knows no meaning of any name. Source: gateway.md §2, §3.
 */
import { isAscii } from 'node:buffer'
import { type Charset, decodeText, encodeText } from './charset.ts'

export type Parameter = { readonly name: string; readonly value: string }

/** What was wrong with one component; the parameter is kept all the same, with U+FFFD for what could not be read. */
export type FormProblem = { readonly problem: 'broken percent-escape' | 'bytes not in charset'; readonly at: string }

export type DecodedForm = { readonly parameters: readonly Parameter[]; readonly problems: readonly FormProblem[] }

const noProblems: readonly FormProblem[] = []
const brokenEscape = /%(?![0-9A-Fa-f]{2})/

/** Reads `name=value&…`. Never throws: what is wrong is listed in `problems`. An empty piece (`&&`) is passed over. */
export function decodeForm(bytes: Uint8Array, charset: Charset): DecodedForm {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const text = buffer.toString('latin1')
  const ascii = isAscii(buffer)
  // The platform's decoder is faster by far, but not at saying no: it is left after its first exception.
  let byPlatform = ascii && charset === 'UTF-8'
  const parameters: Parameter[] = []
  let problems: FormProblem[] | undefined
  // Each is searched for once from where it was found last: a search for each piece would take a square of the length.
  let equals = -1
  let percent = -1
  let plus = -1
  const decode = (start: number, end: number): string => {
    const raw = text.slice(start, end)
    if (percent < start) percent = indexOrEnd(text, '%', start)
    if (plus < start) plus = indexOrEnd(text, '+', start)
    if (ascii && percent >= end && plus >= end) return raw
    const blanked = raw.replaceAll('+', ' ')
    if (byPlatform) {
      const decoded = decodedByPlatform(blanked)
      if (decoded !== undefined) return decoded
      byPlatform = false
    }
    const { text: decoded, problem } = decodeComponent(blanked, charset)
    if (problem !== undefined) {
      problems ??= []
      problems.push({ problem, at: raw.length > 200 ? `${raw.slice(0, 200)}…` : raw })
    }
    return decoded
  }
  for (let start = 0; start < text.length; ) {
    const end = indexOrEnd(text, '&', start)
    if (end > start) {
      if (equals < start) equals = indexOrEnd(text, '=', start)
      const nameEnd = Math.min(equals, end)
      parameters.push({ name: decode(start, nameEnd), value: decode(Math.min(nameEnd + 1, end), end) })
    }
    start = end + 1
  }
  return { parameters, problems: problems ?? noProblems }
}

function indexOrEnd(text: string, character: string, from: number): number {
  const at = text.indexOf(character, from)
  return at === -1 ? text.length : at
}

type DecodedComponent = { text: string; problem?: FormProblem['problem'] }

function decodeComponent(blanked: string, charset: Charset): DecodedComponent {
  const { text, valid } = decodeText(unescapeBytes(Buffer.from(blanked, 'latin1')), charset)
  if (brokenEscape.test(blanked)) return { text, problem: 'broken percent-escape' }
  return valid ? { text } : { text, problem: 'bytes not in charset' }
}

function decodedByPlatform(escaped: string): string | undefined {
  try {
    return decodeURIComponent(escaped)
  } catch {
    return undefined
  }
}

/** In place: the escapes of a component become bytes, a broken one stays as it is. */
function unescapeBytes(bytes: Buffer): Buffer {
  let to = 0
  for (let from = 0; from < bytes.length; from++) {
    const byte = bytes[from] ?? 0
    const high = byte === 0x25 ? hexDigit(bytes[from + 1]) : -1
    const low = high === -1 ? -1 : hexDigit(bytes[from + 2])
    if (low === -1) {
      bytes[to++] = byte
    } else {
      bytes[to++] = high * 16 + low
      from += 2
    }
  }
  return bytes.subarray(0, to)
}

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const lower = byte | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1
}

/** Writes `name=value&…` with every byte escaped that is not a letter, a digit or one of `-_.*`; a blank becomes `+`. */
export function encodeForm(parameters: Iterable<Parameter>, charset: Charset): string {
  let form = ''
  for (const { name, value } of parameters) {
    if (form !== '') form += '&'
    form += `${encodeComponent(name, charset)}=${encodeComponent(value, charset)}`
  }
  return form
}

const unescaped = /^[A-Za-z0-9\-_.*]*$/

/** How each byte is written. */
const escapes: readonly string[] = Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte)
  if (character === ' ') return '+'
  return unescaped.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
})

export function encodeComponent(text: string, charset: Charset): string {
  if (unescaped.test(text)) return text
  let escaped = ''
  for (const byte of encodeText(text, charset)) escaped += escapes[byte]
  return escaped
}

/** The value of the first parameter of that name. */
export function valueNamed(parameters: Iterable<Parameter>, name: string): string | undefined {
  for (const parameter of parameters) if (parameter.name === name) return parameter.value
  return undefined
}

/** A record as a list of parameters, in the record's order; absent members are passed over. */
export function toParameters(record: Readonly<Record<string, string | undefined>>): Parameter[] {
  return Object.entries(record).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]))
}
