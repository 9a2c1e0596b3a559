/**
 * A call of one of the kit's merchants: its key, its signature, and every way in which both can be wrong.
 * Source: docs/modes.md ("Call a relay").
 */
import { signedHeaders } from '../../reference/terminal-api/call-signature.ts'
import type { CallToSign } from '../adapter/http.ts'
import type { KitMerchant } from './kit-merchants.ts'
import type { Mistake } from './words.ts'

export type Signing = {
  readonly now: () => number
  readonly nonce: () => string
  /** Whose key is taken where it should be another's. */
  readonly another: Pick<KitMerchant, 'apiKey'>
}

const tenMinutes = 600_000

export function headersOf(
  { apiKey, apiSecret }: Pick<KitMerchant, 'apiKey' | 'apiSecret'>,
  call: CallToSign,
  { now, nonce, another }: Signing,
  mistake?: Mistake,
): Record<string, string> {
  const keys: Partial<Record<Mistake, string>> = {
    'wrong key': `${apiKey}x`,
    'key of another': another.apiKey,
  }
  const authorization = mistake === 'no key' ? {} : { authorization: `Bearer ${keyFor(mistake, keys) ?? apiKey}` }
  if (apiSecret === undefined || mistake === 'no signature') return authorization
  const shift = mistake === 'old timestamp' ? -tenMinutes : mistake === 'early timestamp' ? tenMinutes : 0
  const signed = {
    ...call,
    ...(mistake === 'changed body' && { body: `${call.body} ` }),
    ...(mistake === 'changed path' && { target: '/payments' }),
    timestamp: String(now() + shift),
    nonce: nonce(),
  }
  const secret = mistake === 'wrong signature' ? `${apiSecret}x` : apiSecret
  return { ...authorization, ...signedHeaders(secret, signed) }
}

function keyFor(mistake: Mistake | undefined, keys: Partial<Record<Mistake, string>>): string | undefined {
  return mistake === undefined ? undefined : keys[mistake]
}
