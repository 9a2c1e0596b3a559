/**
 * What can be said for certain of a signature that no classic mistake explains, and what to check then.
 * Source: signature.md §1, §6 (4), (11).
 */
import { charsetNamed } from '../charset.ts'
import { valueNamed } from '../parameter.ts'
import type { Evidence } from './evidence.ts'
import type { OpenedSignature } from './rsa-probes.ts'

export type Findings = {
  /** The string that should have been signed. */
  readonly text: string
  readonly opened: readonly OpenedSignature[]
}

/** Most telling first. */
export function factsOf(evidence: Evidence, { text, opened }: Findings): readonly string[] {
  const { received, signType, verifier, charset } = evidence
  const facts: string[] = []
  if (received === '') facts.push('There is no signature: `sign` is missing or empty.')
  if (signType !== verifier.signType)
    facts.push(
      signType === ''
        ? `The message names no \`sign_type\`; it was checked as ${verifier.signType}.`
        : `The message names \`sign_type\` ${signType.slice(0, 40)}; it was checked as ${verifier.signType}.`,
    )
  for (const { block, owner } of opened)
    facts.push(
      owner === undefined
        ? `The private key is the right one: the signature opens with its public key and holds a ${block.algorithm.toUpperCase()} digest of another text.`
        : `The signature was made with another key: ${owner}.`,
    )
  if (received !== '' && opened.length === 0) facts.push(...lookOf(evidence))
  if (text.includes('\uFFFD'))
    facts.push(
      `Some bytes of the message are no text in ${charset}: it was written in another charset than it was read in.`,
    )
  return facts
}

function lookOf({ received, verifier }: Evidence): readonly string[] {
  if (verifier.signType === 'MD5')
    return /^[\da-f]{32}$/.test(received)
      ? []
      : [`An MD5 signature is 32 lower-case hex digits; what came is not that, and has ${received.length} characters.`]
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(received)) return ['The signature is not Base64 of the standard alphabet.']
  const bytes = Buffer.from(received, 'base64').length
  const expected = (verifier.publicKey.asymmetricKeyDetails?.modulusLength ?? 0) / 8
  return bytes === expected
    ? ['The signature does not open with the public key of the sender: another private key made it.']
    : [`The signature has ${bytes} bytes, but the key makes ${expected}: it is of another key, or was cut off.`]
}

/** Commonest first; a check that cannot help with this message is left out. */
export function commonChecks(
  { verifier, parameters, charset }: Evidence,
  { text, opened }: Findings,
): readonly string[] {
  const isAscii = /^[\u0000-\u007F]*$/.test(text)
  const named = charsetNamed(valueNamed(parameters, '_input_charset') ?? '')
  return [
    ...(opened.some(({ owner }) => owner === undefined) ? [] : [keyCheck(verifier.signType)]),
    ...(isAscii
      ? []
      : [
          `Check that form, signature and \`_input_charset\` all are ${named ?? charset}, and that \`_input_charset\` stands in the URL of a POST.`,
        ]),
    'Print the string that you sign and compare it with the expected one, character by character.',
    'Check that nothing changes a value between signing and sending: sign the very text that you put into the form.',
  ]
}

function keyCheck(signType: Evidence['verifier']['signType']): string {
  return signType === 'MD5'
    ? 'Check that the key is the one of this partner: 32 letters and digits, nothing around them.'
    : 'Check that your private key belongs to the public key that was handed in: compare the fingerprints of both.'
}
