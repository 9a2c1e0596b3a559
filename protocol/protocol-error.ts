/**
 * The one error that protocol/ throws: misuse or an unusable key. Bad input of a peer is a value, never an exception.
 */
export const protocolErrors = {
  UNUSABLE_PRIVATE_KEY: 'Give an RSA private key: PEM (PKCS#1 or PKCS#8) or the bare Base64 of its DER.',
  UNUSABLE_PUBLIC_KEY: 'Give an RSA public key: PEM (SPKI or PKCS#1) or the bare Base64 of its DER.',
  PRIVATE_KEY_GIVEN: 'This is a private key; a public key belongs here. Keep the private key to yourself.',
  PUBLIC_KEY_GIVEN: 'This is a public key; the private key that belongs to it is needed here.',
} as const satisfies Record<string, string>

export type ProtocolErrorCode = keyof typeof protocolErrors

export class ProtocolError extends Error {
  override name = 'ProtocolError' as const
  readonly code: ProtocolErrorCode

  constructor(code: ProtocolErrorCode, { cause }: { cause?: unknown } = {}) {
    super(`[${code}] ${protocolErrors[code]}`, { cause })
    this.code = code
  }
}
