/**
 * MD5, RSA and RSA2 signatures over a canonical string.
 * Knows no parameters and no messages. Source: signature.md §1 (7), §2, §3.
 */
import { hash, type KeyObject, sign as signBytes, verify as verifyBytes } from 'node:crypto'
import { type Charset, encodeText, possibleBytes } from './charset.ts'

export const signTypes = ['MD5', 'RSA', 'RSA2'] as const
export type SignType = (typeof signTypes)[number]

/** What makes a signature: the shared MD5 key, or one's own RSA private key. */
export type Signer =
  | { readonly signType: 'MD5'; readonly key: string }
  | { readonly signType: 'RSA' | 'RSA2'; readonly privateKey: KeyObject }

/** What checks one: the shared MD5 key, or the peer's RSA public key. */
export type Verifier =
  | { readonly signType: 'MD5'; readonly key: string }
  | { readonly signType: 'RSA' | 'RSA2'; readonly publicKey: KeyObject }

const digests = { RSA: 'sha1', RSA2: 'sha256' } as const

/** The sign type of that name, upper case only. Source: gateway.md §4. */
export function signTypeNamed(text: string): SignType | undefined {
  return signTypes.find((signType) => signType === text)
}

/** MD5: 32 lower-case hex digits; RSA, RSA2: Base64 without line breaks. */
export function sign(text: string, signer: Signer, charset: Charset): string {
  if (signer.signType === 'MD5') return md5(text + signer.key, charset)
  return signBytes(digests[signer.signType], encodeText(text, charset), signer.privateKey).toString('base64')
}

/** As {@link sign}; RSA is computed off the event loop, so that a second core helps. */
export function signOffThread(text: string, signer: Signer, charset: Charset): string | Promise<string> {
  if (signer.signType === 'MD5') return sign(text, signer, charset)
  const { signType, privateKey } = signer
  return new Promise((resolve, reject) => {
    signBytes(digests[signType], encodeText(text, charset), privateKey, (error, signature) => {
      if (error === null) resolve(signature.toString('base64'))
      else reject(error)
    })
  })
}

/** Whether the signature is the one of this text. Never throws: a malformed signature is just a wrong one. */
export function verify(text: string, signature: string, verifier: Verifier, charset: Charset): boolean {
  if (verifier.signType === 'MD5') return verifyMd5(text + verifier.key, signature, charset)
  const { signType, publicKey } = verifier
  const bytes = Buffer.from(signature, 'base64')
  // Node reads Base64 leniently; a signature has one spelling only, or a changed one could still be right.
  if (bytes.toString('base64') !== signature) return false
  return possibleBytes(text, charset).some((signed) => verifyBytes(digests[signType], signed, publicKey, bytes))
}

function verifyMd5(text: string, signature: string, charset: Charset): boolean {
  if (charset === 'UTF-8') return sameText(md5(text, charset), signature)
  return possibleBytes(text, charset).some((signed) => sameText(hash('md5', signed), signature))
}

function md5(text: string, charset: Charset): string {
  return charset === 'UTF-8' ? hash('md5', text) : hash('md5', encodeText(text, charset))
}

/** In constant time: how long a refusal takes tells nothing of how near a guess was. */
function sameText(a: string, b: string): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i)
  return difference === 0
}
