/**
 * Mistakes in what is computed over text and key when the signature is a hash. Source: signature.md §1 (7).
 */
import { createHmac, hash } from 'node:crypto'
import { type Mistake, type MistakeRow, told } from '../mistake.ts'

export type DigestVariant = {
  readonly detail?: string
  /** Length of the result. */
  readonly bytes: number
} & (
  | { readonly hashes: 'text with key'; readonly compute: (bytes: Buffer) => string }
  | { readonly hashes: 'text by key'; readonly compute: (bytes: Buffer, key: string) => string }
)

export type DigestMistake = MistakeRow & { readonly variants: readonly DigestVariant[] }

const source = 'signature.md §1 (7)'
const mend = 'For `sign_type` MD5: one MD5 over the bytes of the string with the key appended.'

/** The right one, as lower-case hex. */
export const md5 = {
  bytes: 16,
  hashes: 'text with key',
  compute: (bytes: Buffer) => hash('md5', bytes),
} as const satisfies DigestVariant

export const digestMistakes = [
  {
    id: 'md5-twice',
    name: 'MD5 applied twice',
    sentence: 'The MD5 was hashed once more.',
    mend,
    source,
    variants: [
      { ...md5, detail: 'over the hex', compute: (bytes: Buffer) => hash('md5', hash('md5', bytes)) },
      {
        ...md5,
        detail: 'over the upper-case hex',
        compute: (bytes: Buffer) => hash('md5', hash('md5', bytes).toUpperCase()),
      },
      { ...md5, detail: 'over the bytes', compute: (bytes: Buffer) => hash('md5', hash('md5', bytes, 'buffer')) },
    ],
  },
  {
    id: 'sha1-for-md5',
    name: 'SHA-1 instead of MD5',
    sentence: 'SHA-1 was used instead of MD5.',
    mend,
    source,
    variants: [{ bytes: 20, hashes: 'text with key', compute: (bytes) => hash('sha1', bytes) }],
  },
  {
    id: 'sha2-for-md5',
    name: 'SHA-2 instead of MD5',
    sentence: 'A SHA-2 hash was used instead of MD5.',
    mend,
    source,
    variants: [
      { detail: 'SHA-256', bytes: 32, hashes: 'text with key', compute: (bytes) => hash('sha256', bytes) },
      { detail: 'SHA-512', bytes: 64, hashes: 'text with key', compute: (bytes) => hash('sha512', bytes) },
    ],
  },
  {
    id: 'hmac-for-md5',
    name: 'HMAC instead of MD5',
    sentence: 'An HMAC with the key was computed instead of an MD5 over string and key.',
    mend,
    source,
    variants: [
      { detail: 'HMAC-MD5', bytes: 16, hashes: 'text by key', compute: (bytes, key) => hmac('md5', bytes, key) },
      { detail: 'HMAC-SHA1', bytes: 20, hashes: 'text by key', compute: (bytes, key) => hmac('sha1', bytes, key) },
      { detail: 'HMAC-SHA256', bytes: 32, hashes: 'text by key', compute: (bytes, key) => hmac('sha256', bytes, key) },
    ],
  },
] as const satisfies readonly DigestMistake[]

/** Each wrong computation, with the mistake that it is. */
export function digestVariants(): readonly { readonly mistake: Mistake; readonly digest: DigestVariant }[] {
  const rows: readonly DigestMistake[] = digestMistakes
  return rows.flatMap((row) => row.variants.map((digest) => ({ mistake: told(row, digest.detail), digest })))
}

function hmac(algorithm: string, bytes: Buffer, key: string): string {
  return createHmac(algorithm, key).update(bytes).digest('hex')
}
