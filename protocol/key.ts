/**
 * RSA keys in the forms that partners really hold: PEM or bare Base64, PKCS#1 or PKCS#8 or SPKI, with a right or a wrong label.
 * Knows no signatures. Source: signature.md §6 (11), §1.
 */
import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { ProtocolError } from './protocol-error.ts'

/** @throws ProtocolError UNUSABLE_PRIVATE_KEY, PUBLIC_KEY_GIVEN */
export function readPrivateKey(text: string): KeyObject {
  const der = derOf(text)
  const key = privateKeyIn(der)
  if (key !== undefined) return key
  throw new ProtocolError(publicKeyIn(der) === undefined ? 'UNUSABLE_PRIVATE_KEY' : 'PUBLIC_KEY_GIVEN')
}

/** @throws ProtocolError UNUSABLE_PUBLIC_KEY, PRIVATE_KEY_GIVEN */
export function readPublicKey(text: string): KeyObject {
  const der = derOf(text)
  // Asked first: Node would make a public key of a private one and say nothing.
  if (privateKeyIn(der) !== undefined) throw new ProtocolError('PRIVATE_KEY_GIVEN')
  const key = publicKeyIn(der)
  if (key !== undefined) return key
  throw new ProtocolError('UNUSABLE_PUBLIC_KEY')
}

/** SHA-256 of the public key's SPKI DER in Base64, like OpenSSH prints it: safe to show, the same for both halves of a pair. */
export function fingerprint(key: KeyObject): string {
  const half = key.type === 'private' ? createPublicKey(key) : key
  const spki = half.export({ type: 'spki', format: 'der' })
  return `SHA256:${createHash('sha256').update(spki).digest('base64').replace(/=+$/, '')}`
}

/** PEM with the label of what it is: SPKI for a public key, PKCS#8 for a private one. */
export function toPem(key: KeyObject): string {
  return key
    .export(key.type === 'private' ? { type: 'pkcs8', format: 'pem' } : { type: 'spki', format: 'pem' })
    .toString()
}

function privateKeyIn(der: Buffer): KeyObject | undefined {
  return rsaKey(['pkcs8', 'pkcs1'], (type) => createPrivateKey({ key: der, format: 'der', type }))
}

function publicKeyIn(der: Buffer): KeyObject | undefined {
  return rsaKey(['spki', 'pkcs1'], (type) => createPublicKey({ key: der, format: 'der', type }))
}

/** The label is not believed: a PKCS#1 body under a PKCS#8 label is a common copy-and-paste mistake, and harmless. */
function derOf(text: string): Buffer {
  return Buffer.from(text.replace(/-----[^-]*-----/g, '').replace(/\s+/g, ''), 'base64')
}

function rsaKey<const Form>(forms: readonly Form[], make: (form: Form) => KeyObject): KeyObject | undefined {
  for (const form of forms) {
    try {
      const key = make(form)
      if (key.asymmetricKeyType === 'rsa') return key
    } catch {
      // Not of this form: the next one is tried.
    }
  }
  return undefined
}
