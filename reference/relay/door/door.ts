/**
 * Who may come in: the merchant's key, and, where the merchant signs, a signature over a fresh call that was never seen
 * before. Whoever is turned away is told nothing that tells merchants apart.
 * Source: terminal-api.md ("A relay asks more"); issue 7 (1).
 */
import type { Clock } from '../../client/index.ts'
import {
  freshnessMs,
  isFresh,
  isSignedWith,
  noncePattern,
  type SignedCall,
  signatureHeaders,
} from '../../terminal-api/call-signature.ts'
import type { RelayBook } from '../book/relay-book.ts'
import { type Merchant, mustSign } from '../merchants/merchant.ts'

export type Call = Pick<SignedCall, 'method' | 'target' | 'body'> & { header(name: string): string | undefined }

export type Admitted = { readonly ok: true; readonly merchant: Merchant } | { readonly ok: false; readonly why: string }

export type Door = {
  merchantWithKey(apiKey: string): Merchant | undefined
  mustSign(merchant: Merchant): boolean
  isSignedWith: typeof isSignedWith
  isFresh: typeof isFresh
  /** Whether the nonce is one that the merchant has not used before; from now on it has. */
  isNew(merchant: Merchant, nonce: string): Promise<boolean>
}

export function openDoor(book: RelayBook, clock: Pick<Clock, 'now'>): Door {
  return {
    merchantWithKey: (apiKey) => book.pages.merchantWithKey(apiKey),
    mustSign,
    isSignedWith,
    isFresh,
    isNew(merchant, nonce) {
      const at = clock.now()
      const range = { at, forgetBefore: at - 2 * freshnessMs }
      return book.write((pages) => pages.addNonce(merchant.merchant_id, nonce, range))
    },
  }
}

export async function admit(door: Door, call: Call, clock: Pick<Clock, 'now'>): Promise<Admitted> {
  const [, apiKey] = /^Bearer ([\x21-\x7e]+)$/.exec(call.header('authorization') ?? '') ?? []
  const merchant = apiKey === undefined ? undefined : door.merchantWithKey(apiKey)
  if (merchant === undefined) return { ok: false, why: 'no merchant has this key' }
  if (!door.mustSign(merchant)) return { ok: true, merchant }
  const [timestamp = '', nonce = '', signature = ''] = [
    call.header(signatureHeaders.timestamp),
    call.header(signatureHeaders.nonce),
    call.header(signatureHeaders.signature),
  ]
  if (!door.isSignedWith(merchant.api_secret ?? '', { ...call, timestamp, nonce }, signature))
    return { ok: false, why: 'the signature is missing or wrong' }
  if (!door.isFresh(timestamp, clock.now())) return { ok: false, why: 'the timestamp is not of now' }
  // A repeated reading changes nothing, and is not worth a commit.
  if (call.method !== 'GET' && !(noncePattern.test(nonce) && (await door.isNew(merchant, nonce))))
    return { ok: false, why: 'it was seen before' }
  return { ok: true, merchant }
}
