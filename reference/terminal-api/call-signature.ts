/**
 * How a call between two of us is signed: HMAC-SHA256 over the method, the path with its query, a timestamp, a nonce and the
 * digest of the body. A caller of the terminal API signs its requests so; a relay signs what it pushes so. The timestamp and
 * the nonce make a call that somebody recorded worthless. Pure. Source: issue 7 (1); no page of the protocol knows it.
 */
import { createHmac, hash, timingSafeEqual } from 'node:crypto'
import type { Instant } from '../../protocol/beijing-time.ts'

/** Lower case, as node:http gives them. */
export const signatureHeaders = {
  timestamp: 'terminal-timestamp',
  nonce: 'terminal-nonce',
  signature: 'terminal-signature',
} as const

export type SignedCall = {
  readonly method: string
  /** Path and query: `/payments?limit=10`. */
  readonly target: string
  readonly body: string | Uint8Array
  /** Milliseconds since 1970, decimal. */
  readonly timestamp: string
  /** Never the same twice: 8 to 64 letters, digits, `-` and `_`. */
  readonly nonce: string
}

/** `v1=` and 64 hexadecimal digits. */
export function signatureOf(secret: string, { method, target, body, timestamp, nonce }: SignedCall): string {
  const text = [method, target, timestamp, nonce, hash('sha256', body)].join('\n')
  return `v1=${createHmac('sha256', secret).update(text).digest('hex')}`
}

export function isSignedWith(secret: string, call: SignedCall, signature: string): boolean {
  const right = Buffer.from(signatureOf(secret, call))
  const given = Buffer.from(signature)
  return right.length === given.length && timingSafeEqual(right, given)
}

/** How far a timestamp may be from the receiver's clock, in milliseconds; nonces are remembered for as long. */
export const freshnessMs = 300_000

export function isFresh(timestamp: string, now: Instant): boolean {
  return /^\d{1,15}$/.test(timestamp) && Math.abs(Number(timestamp) - now) <= freshnessMs
}

export const noncePattern = /^[A-Za-z0-9_-]{8,64}$/

/** Headers of a signed call. */
export function signedHeaders(secret: string, call: SignedCall): Record<string, string> {
  return {
    [signatureHeaders.timestamp]: call.timestamp,
    [signatureHeaders.nonce]: call.nonce,
    [signatureHeaders.signature]: signatureOf(secret, call),
  }
}

/** Nonces of one process: the clock and a count keep them apart, chance keeps them from being guessed. */
export function nonceMaker({ now, random }: { now: () => Instant; random: () => number }): () => string {
  let count = 0
  return () => {
    count += 1
    return `${now().toString(36)}-${count.toString(36)}-${Math.floor(random() * 2 ** 48).toString(36)}`
  }
}
