/**
 * Mistakes with RSA signatures: which digest, which padding, which key, and how the signature was written.
 * Source: signature.md §1 (7), (8), §3, §6 (11), (12).
 */
import type { MistakeRow } from '../mistake.ts'

const source = 'signature.md §1 (7)'
const signThus =
  'RSA is SHA1withRSA, RSA2 is SHA256withRSA, both with PKCS#1 v1.5 padding over the bytes of the string.'

export const rsaMistakes = {
  sha256ForRsa: {
    id: 'rsa2-for-rsa',
    name: 'RSA2 signed where RSA is named',
    sentence: 'The signature is SHA256withRSA although `sign_type` names RSA.',
    mend: 'Send `sign_type` RSA2, or sign with SHA1withRSA.',
    source,
  },
  sha1ForRsa2: {
    id: 'rsa-for-rsa2',
    name: 'RSA signed where RSA2 is named',
    sentence: 'The signature is SHA1withRSA although `sign_type` names RSA2.',
    mend: 'Sign with SHA256withRSA: `SHA256withRSA` in Java, `OPENSSL_ALGO_SHA256` in PHP.',
    source,
  },
  otherDigest: {
    id: 'rsa-other-digest',
    name: 'RSA with another digest',
    sentence: 'The RSA signature was made over another digest than SHA-1 or SHA-256.',
    mend: signThus,
    source,
  },
  pss: {
    id: 'rsa-pss',
    name: 'PSS padding',
    sentence: 'The RSA signature has PSS padding.',
    mend: signThus,
    source,
  },
  bareDigest: {
    id: 'rsa-bare-digest',
    name: 'RSA over the bare digest',
    sentence: 'The digest was encrypted with the private key as it is, without the name of its algorithm in front.',
    mend: 'Call the signing function of your library, not its encryption.',
    source,
  },
  overHash: {
    id: 'rsa-over-hash',
    name: 'RSA over a hash of the string',
    sentence: 'The string was hashed first and the hash was signed, so that it was hashed twice.',
    mend: 'Hand the string to the signing function; it hashes by itself.',
    source,
  },
  keyAppended: {
    id: 'md5-key-under-rsa',
    name: 'MD5 key appended under RSA',
    sentence: 'The MD5 key was appended to the string although the signature is RSA.',
    mend: 'With RSA and RSA2 the string is signed as it is; the MD5 key has no part in it.',
    source,
  },
  bytesReversed: {
    id: 'rsa-bytes-reversed',
    name: 'signature bytes reversed',
    sentence: 'The bytes of the RSA signature are in reverse order, as the old Windows CryptoAPI gives them.',
    mend: 'Reverse the bytes before you write them as Base64.',
    source,
  },
  md5Signed: {
    id: 'md5-for-rsa',
    name: 'MD5 signed where RSA is named',
    sentence: 'The signature is an MD5 although `sign_type` names RSA or RSA2.',
    mend: 'Send `sign_type` MD5, or sign with your private key.',
    source,
  },
  rsaSigned: {
    id: 'rsa-for-md5',
    name: 'RSA signed where MD5 is named',
    sentence: 'The signature was made with the RSA key although `sign_type` names MD5.',
    mend: 'Send the `sign_type` that you sign with: RSA or RSA2.',
    source,
  },
  misnamed: {
    id: 'sign-type-misnamed',
    name: 'sign_type names another way',
    sentence: 'The signature is right for the key, but the message names another `sign_type`.',
    mend: 'Send the `sign_type` that you sign with.',
    source,
  },
} as const satisfies Record<string, MistakeRow>

export type ReadingMistake = MistakeRow & {
  /** The Base64 that was meant; undefined when the text does not look as if this mistake was made. */
  readonly restore: (received: string) => string | undefined
}

const writeBase64 = 'Write the signature in Base64 of the standard alphabet, in one line.'

export const readingMistakes = [
  {
    id: 'blank-for-plus',
    name: '+ of the signature turned into a blank',
    sentence: 'The + signs of the Base64 arrived as blanks: the signature was put into the form unescaped.',
    mend: 'URL-encode the signature: + becomes %2B.',
    source: 'signature.md §1 (8), §3, §6 (12)',
    restore: (received) => (received.includes(' ') ? received.replaceAll(' ', '+') : undefined),
  },
  {
    id: 'base64-url-safe',
    name: 'URL-safe Base64',
    sentence: 'The signature was written in the URL-safe alphabet, with - and _.',
    mend: writeBase64,
    source,
    restore: (received) => (/[-_]/.test(received) ? received.replaceAll('-', '+').replaceAll('_', '/') : undefined),
  },
  {
    id: 'base64-line-breaks',
    name: 'Base64 with line breaks',
    sentence: 'The Base64 was broken into lines.',
    mend: writeBase64,
    source,
    restore: (received) => {
      const joined = received.replace(/\r|\n|\\r|\\n/g, '')
      return joined === received ? undefined : joined.trimEnd()
    },
  },
  {
    id: 'signature-in-hex',
    name: 'hex instead of Base64',
    sentence: 'The RSA signature was written in hex.',
    mend: writeBase64,
    source,
    restore: (received) =>
      /^(?:[\da-f]{2})+$/i.test(received) ? Buffer.from(received, 'hex').toString('base64') : undefined,
  },
  {
    id: 'base64-twice',
    name: 'Base64 applied twice',
    sentence: 'The Base64 of the signature was written in Base64 once more.',
    mend: writeBase64,
    source,
    restore: (received) => {
      const once = Buffer.from(received, 'base64').toString('latin1')
      return /^[\w+/\r\n-]+={0,2}$/.test(once.trimEnd()) ? once.replace(/\s/g, '') : undefined
    },
  },
] as const satisfies readonly ReadingMistake[]
