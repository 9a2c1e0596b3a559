/**
 * Reads the XML of an answer from bytes that are not trusted: bounded in size and depth, in the charset it declares.
 * Knows no answer. Source: gateway.md §3, §5; recorded/README.md.
 */
import { isAscii } from 'node:buffer'
import { type Charset, charsetNamed, decodeText } from './charset.ts'
import { readElements, type XmlElement } from './xml-elements.ts'
import { hasForbiddenCharacter, withUnixLineEnds } from './xml-text.ts'

export type { XmlElement } from './xml-elements.ts'

export type XmlProblem = 'too large' | 'too deep' | 'not text in its charset' | 'document type' | 'not well-formed'
export type ReadXml =
  | { ok: true; root: XmlElement; charset: Charset }
  | { ok: false; problem: XmlProblem; detail: string }

export type XmlLimits = {
  /** @default 1_048_576: the largest real answer is under 4 KB. */
  maxBytes?: number
  /** @default 16 */
  maxDepth?: number
  /** The charset when the XML declares none, from the Content-Type. @default 'UTF-8' */
  fallback?: Charset
}

/** Never throws: what cannot be read is `ok: false`, with the reason. */
export function readXml(
  bytes: Uint8Array,
  { maxBytes = 1_048_576, maxDepth = 16, fallback = 'UTF-8' }: XmlLimits = {},
): ReadXml {
  if (bytes.length > maxBytes) return problem('too large', `${bytes.length} bytes, at most ${maxBytes} are read`)
  const label = declaredEncoding(bytes)
  const charset = label === undefined ? fallback : charsetNamed(label)
  if (charset === undefined && !isAscii(bytes))
    return problem('not text in its charset', `${label} is declared, which is no charset of the gateway`)
  const { text, valid } = decodeText(bytes, charset ?? fallback)
  if (!valid) return problem('not text in its charset', `the bytes are not ${charset}`)
  // Trimming takes a byte order mark along.
  const source = withUnixLineEnds(text).trim()
  if (hasForbiddenCharacter(source)) return problem('not well-formed', 'a control character that XML does not allow')
  const read = readElements(source, maxDepth)
  return read.ok ? { ...read, charset: charset ?? fallback } : read
}

function problem(kind: XmlProblem, detail: string): ReadXml {
  return { ok: false, problem: kind, detail }
}

/** What a byte order mark or the XML declaration says, in the spelling found. */
function declaredEncoding(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'UTF-8'
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1')
  return /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(head)?.[1]
}
