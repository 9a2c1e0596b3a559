/**
 * An asynchronous notification as a signed form, both ways.
 * Knows no delivery and no order. Source: signature.md §3, flows.md §5.
 */
import { canonicalString } from './canonical.ts'
import type { Charset } from './charset.ts'
import { decodeForm, encodeForm, type Parameter, valueNamed } from './parameter.ts'
import { type Signer, sign, signTypeNamed, type Verifier, verify } from './signature.ts'

/** The notification as it is posted: fields in the order given, then `sign_type` and `sign`. */
export function writeNotification(fields: readonly Parameter[], signer: Signer, charset: Charset): string {
  const signature = sign(canonicalString(fields), signer, charset)
  return encodeForm(
    [...fields, { name: 'sign_type', value: signer.signType }, { name: 'sign', value: signature }],
    charset,
  )
}

export type NotificationProblem = 'unreadable' | 'unsigned' | 'other sign type' | 'wrong signature'

export type VerifiedNotification =
  | { readonly ok: true; readonly parameters: readonly Parameter[] }
  | {
      readonly ok: false
      readonly problem: NotificationProblem
      readonly parameters: readonly Parameter[]
      /** The string that should have been signed. */
      readonly signedString: string
    }

/**
 * Checks a posted notification against the key of its sender. A blank inside an RSA signature is read as the `+` it was
 * before somebody forgot to escape it. Source: signature.md §3.
 */
export function verifyNotification(body: Uint8Array, verifier: Verifier, charset: Charset): VerifiedNotification {
  const { parameters, problems } = decodeForm(body, charset)
  const signedString = canonicalString(parameters)
  const refuse = (problem: NotificationProblem): VerifiedNotification => ({
    ok: false,
    problem,
    parameters,
    signedString,
  })
  if (problems.length > 0) return refuse('unreadable')
  const signature = valueNamed(parameters, 'sign')
  if (signature === undefined || signature === '') return refuse('unsigned')
  if (signTypeNamed(valueNamed(parameters, 'sign_type') ?? '') !== verifier.signType) return refuse('other sign type')
  const restored = verifier.signType === 'MD5' ? signature : signature.replaceAll(' ', '+')
  return verify(signedString, restored, verifier, charset) ? { ok: true, parameters } : refuse('wrong signature')
}
