/**
 * Mistakes in writing a hash as text, and in what is done to the text of a signature afterwards.
 * Source: signature.md §1 (7), (8), §6 (10), §7.
 */
import type { MistakeRow } from '../mistake.ts'

export type SpellingMistake = MistakeRow & {
  /** Whether text of this look can be a hash of that many bytes, so written. */
  readonly fits: (received: string, bytes: number) => boolean
  readonly writes: (hex: string) => readonly string[]
}

const writeHex = 'Write the MD5 as 32 lower-case hex digits.'
const source = 'signature.md §1 (7), §6 (10)'

export const spellingMistakes = [
  {
    id: 'hex-upper-case',
    name: 'upper-case hex',
    sentence: 'The hash was written in upper-case hex.',
    mend: writeHex,
    source,
    fits: (received, bytes) => received.length === bytes * 2 && /^(?=.*[A-F])[\dA-F]+$/.test(received),
    writes: (hex) => [hex.toUpperCase()],
  },
  {
    id: 'hex-with-dashes',
    name: 'hex with dashes',
    sentence: 'The hash was written with marks between its bytes, as .NET BitConverter writes it.',
    mend: writeHex,
    source,
    fits: (received, bytes) => received.length === bytes * 3 - 1 && /^[\da-f]{2}(?:[-: ][\da-f]{2})+$/i.test(received),
    writes: (hex) => ['-', ':', ' '].flatMap((mark) => bothCases(hex.replace(/..(?=.)/g, `$&${mark}`))),
  },
  {
    id: 'hex-zeros-lost',
    name: 'zeros of the hex lost',
    sentence: 'The hash lost a zero where a byte or the whole of it begins with one: a number was printed, not bytes.',
    mend: `${writeHex} Pad each byte to two digits.`,
    source,
    fits: (received, bytes) => received.length < bytes * 2 && received.length > bytes && /^[\da-f]+$/i.test(received),
    writes: (hex) => [...bothCases(hex.replace(/^0+/, '')), ...bothCases(hex.replace(/0(.)|(..)/g, '$1$2'))],
  },
  {
    id: 'hex-of-signed-bytes',
    name: 'hex of negative bytes',
    sentence: 'Bytes above 7f were printed as negative numbers, with ffffff in front.',
    mend: `${writeHex} Mask each byte with 0xff before you print it.`,
    source,
    fits: (received, bytes) => received.length > bytes * 2 && /^[\da-f]*ffffff[\da-f]+$/i.test(received),
    writes: (hex) => [
      ...bothCases(hex.replace(/../g, (byte) => (byte < '80' ? byte : `ffffff${byte}`))),
      ...bothCases(hex.replace(/../g, (byte) => (byte < '80' ? byte.replace(/^0/, '') : `ffffff${byte}`))),
    ],
  },
  {
    id: 'hash-in-base64',
    name: 'hash in Base64',
    sentence: 'The hash was written in Base64.',
    mend: writeHex,
    source,
    fits: (received, bytes) => isBase64Of(received, bytes) || isBase64Of(received, bytes * 2),
    writes: (hex) => [
      ...base64Forms(Buffer.from(hex, 'hex')),
      ...base64Forms(Buffer.from(hex)),
      ...base64Forms(Buffer.from(hex.toUpperCase())),
    ],
  },
  {
    id: 'half-md5',
    name: 'half of the MD5',
    sentence: 'Only 16 hex digits were sent: the middle of the MD5, or its first half.',
    mend: writeHex,
    source,
    fits: (received, bytes) => bytes === 16 && /^[\da-f]{16}$/i.test(received),
    writes: (hex) => [...bothCases(hex.slice(8, 24)), ...bothCases(hex.slice(0, 16))],
  },
] as const satisfies readonly SpellingMistake[]

export type CleaningMistake = MistakeRow & {
  /** The signature without it; the same text when it was not made. */
  readonly clean: (received: string) => string
}

export const cleaningMistakes = [
  {
    id: 'sign-in-blanks',
    name: 'blanks or quotation marks round the signature',
    sentence: 'The signature was sent with white space or quotation marks round it.',
    mend: 'Send the signature alone.',
    source: 'signature.md §1 (7)',
    clean: withoutMarksAround,
  },
  {
    id: 'sign-escaped-twice',
    name: 'signature URL-encoded twice',
    sentence: 'The signature was URL-encoded before the form encoded it again.',
    mend: 'URL-encode the signature once, with the rest of the form.',
    source: 'signature.md §1 (8)',
    clean: (received) => received.replace(/%(2B|2F|3D|0A|0D)/gi, (escaped) => decodeURIComponent(escaped)),
  },
] as const satisfies readonly CleaningMistake[]

/** Printed on Alipay's pages as placeholders; nobody has the key and the string that belong to them. */
export const placeholderSignatures: readonly string[] = [
  'c8il4epm90wyn768fijgqhy8tay37gqa',
  'e5815a4556db338ed237f7d3fd222184',
  '59c7275cf3c82f038b7c0076f9888926',
  '363a752668ee2b3b8f124c623bd028ad',
  'fc209d86b57b2adb23254a897ebaa7d9',
]

/** What may stand in `sign` that was never computed from this message. */
export const receivedMistakes = {
  key: {
    id: 'key-sent-as-sign',
    name: 'the key sent as signature',
    sentence: 'The key itself was sent as `sign`.',
    mend: 'Send the MD5 over string and key, never the key; change this key if the message left your house.',
    source: 'signature.md §1 (7)',
  },
  placeholder: {
    id: 'sample-sign',
    name: "the documentation's sample signature",
    sentence: 'The signature was copied from a page of the documentation.',
    mend: 'Compute `sign` for each message.',
    source: 'signature.md §7',
  },
} as const satisfies Record<string, MistakeRow>

/** By index: a pattern would try every run of blanks inside from each of its places. */
function withoutMarksAround(received: string): string {
  let start = 0
  let end = received.length
  while (start < end && isMark(received[start])) start++
  while (end > start && isMark(received[end - 1])) end--
  return received.slice(start, end)
}

function isMark(character = ''): boolean {
  return character.trim() === '' || character === '"' || character === "'"
}

function bothCases(text: string): readonly string[] {
  return [text.toLowerCase(), text.toUpperCase()]
}

function isBase64Of(received: string, bytes: number): boolean {
  return /^[\w+/-]+={0,2}$/.test(received) && received.replace(/=+$/, '').length === Math.ceil((bytes * 4) / 3)
}

function base64Forms(bytes: Buffer): readonly string[] {
  const base64 = bytes.toString('base64')
  return [base64, base64.replace(/=+$/, ''), bytes.toString('base64url')]
}
