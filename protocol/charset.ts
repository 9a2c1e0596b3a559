/**
 * The charsets of the gateway and text in them, both ways and strictly.
 * GB2312 is read and written by the table of GBK, its superset, as browsers do. Source: gateway.md §3.
 */
import { isAscii, isUtf8 } from 'node:buffer'
import { decodeGbk, encodeGbk, euroPair, isInGbk } from './gbk.ts'

export const charsets = ['UTF-8', 'GBK', 'GB2312'] as const
export type Charset = (typeof charsets)[number]

/** The charset that `_input_charset` names, in any letter case (`utf-8`, `gbk`); undefined when the gateway has no such charset. */
export function charsetNamed(text: string): Charset | undefined {
  if (text === 'UTF-8' || text === 'utf-8') return 'UTF-8'
  const upper = text.toUpperCase()
  return charsets.find((charset) => charset === upper)
}

/** Text as bytes. What the charset has no code for becomes `?`, as in the Java encoders of the gateway's clients. */
export function encodeText(text: string, charset: Charset): Buffer {
  return charset === 'UTF-8' ? Buffer.from(text, 'utf8') : encodeGbk(text)
}

/**
 * The bytes that a peer may have had when we read this text: those of {@link encodeText} and, where the charset has two
 * codes for the euro sign, those with the other one. A signature may cover either.
 */
export function possibleBytes(text: string, charset: Charset): Buffer[] {
  const usual = encodeText(text, charset)
  return charset !== 'UTF-8' && text.includes('€') ? [usual, encodeGbk(text, euroPair)] : [usual]
}

/** Whether every character of the text has a code in the charset. */
export function isEncodable(text: string, charset: Charset): boolean {
  return charset === 'UTF-8' ? text.isWellFormed() : isInGbk(text)
}

export type DecodedText = { text: string; valid: boolean }

/** Bytes as text; `valid` is false when some bytes are no text in this charset and U+FFFD stands in their place. */
export function decodeText(bytes: Uint8Array, charset: Charset): DecodedText {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (isAscii(buffer)) return { text: buffer.toString('latin1'), valid: true }
  if (charset === 'UTF-8') return { text: buffer.toString('utf8'), valid: isUtf8(buffer) }
  return decodeGbk(buffer)
}
