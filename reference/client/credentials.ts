/**
 * The two halves of a partner's signature: what signs a request, and what checks an answer or a notification.
 * Source: signature.md §1 (7), §6 (11).
 */
import type { KeyObject } from 'node:crypto'
import { readPrivateKey, readPublicKey } from '../../protocol/key.ts'
import type { Signer, Verifier } from '../../protocol/signature.ts'
import { AlipayClientError } from './client-error.ts'

/** The shared MD5 key, of 32 letters and digits, as the Alipay portal shows it. */
export type Md5Credentials = {
  readonly key: string
  readonly signType?: 'MD5'
  readonly privateKey?: never
  readonly alipayPublicKey?: never
}

/** Alipay's public key, never one's own: PEM or the bare Base64 of the portal. */
export type AlipayKey = {
  readonly key?: never
  readonly alipayPublicKey: string | KeyObject
  /** @default 'RSA2' */
  readonly signType?: 'RSA' | 'RSA2'
}

/** One's own private key besides Alipay's public one. */
export type RsaCredentials = AlipayKey & { readonly privateKey: string | KeyObject }

export type Credentials = Md5Credentials | RsaCredentials

/** @throws AlipayClientError on keys for both kinds of signature, ProtocolError when a key is none or the wrong half of the pair */
export function signerOf(credentials: Credentials): Signer {
  refuseBoth(credentials)
  if (credentials.key !== undefined) return { signType: 'MD5', key: credentials.key }
  const { privateKey, signType = 'RSA2' } = credentials
  return { signType, privateKey: typeof privateKey === 'string' ? readPrivateKey(privateKey) : privateKey }
}

/** @throws as {@link signerOf} */
export function verifierOf(credentials: Md5Credentials | AlipayKey): Verifier {
  refuseBoth(credentials)
  if (credentials.key !== undefined) return { signType: 'MD5', key: credentials.key }
  const { alipayPublicKey, signType = 'RSA2' } = credentials
  return { signType, publicKey: typeof alipayPublicKey === 'string' ? readPublicKey(alipayPublicKey) : alipayPublicKey }
}

/** Which of the two were meant cannot be guessed, and a guess would sign, or believe, by the wrong one. */
function refuseBoth({ key, alipayPublicKey }: Md5Credentials | AlipayKey): void {
  if ((key === undefined) === (alipayPublicKey === undefined))
    throw new AlipayClientError('UNUSABLE_SETTING', {
      detail: 'Either key, or privateKey with alipayPublicKey, has to be given.',
    })
}
