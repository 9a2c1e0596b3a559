/**
 * What an RSA signature says when it is opened with a public key: which digest was signed, with which padding.
 * One public operation tells whether the key is right, even when nobody knows the text. Source: RFC 8017 §8.2, §9.2.
 */
import { constants, type KeyObject, publicDecrypt } from 'node:crypto'

export type RsaBlock =
  /** `bare`: without the algorithm's name in front, so that its length has to tell it. */
  | { readonly kind: 'digest'; readonly algorithm: string; readonly hex: string; readonly bare: boolean }
  /** Perhaps: only a text can tell. */
  | { readonly kind: 'pss' }
  /** Another key, or no signature at all. */
  | { readonly kind: 'nothing' }

const digestInfos: readonly (readonly [algorithm: string, prefix: string, bytes: number])[] = [
  ['md5', '3020300c06082a864886f70d020505000410', 16],
  ['sha1', '3021300906052b0e03021a05000414', 20],
  ['sha256', '3031300d060960864801650304020105000420', 32],
  ['sha384', '3041300d060960864801650304020205000430', 48],
  ['sha512', '3051300d060960864801650304020305000440', 64],
]

const nothing: RsaBlock = { kind: 'nothing' }

export function openSignature(signature: Buffer, publicKey: KeyObject): RsaBlock {
  const block = rawBlock(signature, publicKey)
  if (block === undefined) return nothing
  const payload = /^0001(?:ff){8,}00((?:..)*)$/.exec(block.toString('hex'))?.[1]
  if (payload === undefined) return block.at(-1) === 0xbc ? { kind: 'pss' } : nothing
  for (const [algorithm, prefix, bytes] of digestInfos) {
    if (payload.length === prefix.length + bytes * 2 && payload.startsWith(prefix))
      return { kind: 'digest', algorithm, hex: payload.slice(prefix.length), bare: false }
    if (payload.length === bytes * 2) return { kind: 'digest', algorithm, hex: payload, bare: true }
    const written = Buffer.from(payload, 'hex').toString('latin1')
    if (written.length === bytes * 2 && /^[\da-f]+$/i.test(written))
      return { kind: 'digest', algorithm, hex: written.toLowerCase(), bare: true }
  }
  return nothing
}

function rawBlock(signature: Buffer, publicKey: KeyObject): Buffer | undefined {
  try {
    return publicDecrypt({ key: publicKey, padding: constants.RSA_NO_PADDING }, signature)
  } catch {
    // Another length than the key's, or a number that is larger than its modulus.
    return undefined
  }
}
