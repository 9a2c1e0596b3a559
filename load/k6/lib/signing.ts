/**
 * Requests to the gateway, signed with k6's own crypto: MD5 by k6/crypto, RSA2 by WebCrypto. A second implementation beside
 * protocol/, on purpose: k6 runs no Node module, and what two implementations agree on is right. Source: signature.md §1.
 */
import k6crypto from 'k6/crypto'
import encoding from 'k6/encoding'

export type Fields = Readonly<Record<string, string>>

export type Credentials =
  | { readonly signType: 'MD5'; readonly key: string }
  | { readonly signType: 'RSA2'; readonly key: Promise<CryptoKey> }

type CryptoKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>

/** Neither empty ones nor `sign` and `sign_type`, in byte order, decoded, joined by `&`. */
export function canonicalText(fields: Fields): string {
  return Object.keys(fields)
    .filter((name) => fields[name] !== '' && name !== 'sign' && name !== 'sign_type')
    .sort()
    .map((name) => `${name}=${fields[name]}`)
    .join('&')
}

export function md5Signature(fields: Fields, key: string): string {
  return k6crypto.md5(canonicalText(fields) + key, 'hex')
}

export async function rsa2Signature(fields: Fields, key: CryptoKey): Promise<string> {
  const signed = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', key, new TextEncoder().encode(canonicalText(fields)))
  return encoding.b64encode(signed)
}

/** @param pem PKCS#8 */
export function rsa2Key(pem: string): Promise<CryptoKey> {
  const base64 = pem.replace(/-----[^-]+-----/g, '').replace(/\s/g, '')
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
  return crypto.subtle.importKey('pkcs8', encoding.b64decode(base64), algorithm, false, ['sign'])
}

/** With `sign_type` and `sign`. */
export async function signed(fields: Fields, credentials: Credentials): Promise<Record<string, string>> {
  const sign =
    credentials.signType === 'MD5'
      ? md5Signature(fields, credentials.key)
      : await rsa2Signature(fields, await credentials.key)
  return { ...fields, sign_type: credentials.signType, sign }
}
