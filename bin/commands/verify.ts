/** `verify`: whether a signature holds, and if not, what is wrong with it. */
import { diagnoseRefusedSignature } from '../../protocol/diagnosis/diagnose-signature.ts'
import type { Diagnosis } from '../../protocol/diagnosis/diagnosis.ts'
import { renderDiagnosis } from '../../protocol/diagnosis/render-diagnosis.ts'
import { signTypeNamed, type Verifier, verify as verifySignature } from '../../protocol/signature.ts'
import { defineCommand } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { publicKeyIn } from '../key-file.ts'
import { givenMessage, messageOperands, messageOptions } from '../message-input.ts'
import type { Settings } from '../settings.ts'
import type { SignedMessage } from '../signed-message.ts'

export const verify = defineCommand({
  about: [
    'For whoever has a request, an answer or a notification whose signature is doubted: says whether it holds, and of one',
    'that does not, which string should have been signed and which mistake makes the signature that came.',
  ].join(' '),
  operands: messageOperands,
  options: {
    ...messageOptions,
    sign: { type: 'text', placeholder: 'signature', otherwise: "the message's own", meaning: 'the signature to check' },
  },
  examples: [
    'alipay-sandbox verify --file answer.xml --alipay-public-key alipay-public.pem',
    'curl -sS ... | alipay-sandbox verify -',
    "alipay-sandbox verify 'partner=123&service=test' --sign bbd13b52823b576291595f472ebcfbc2 --md5-key 1000...",
  ],
  exits: { held: 'the signature holds', didNotHold: 'it does not' },
  async run(run) {
    const message = await givenMessage(run)
    const sign = run.options.sign ?? message.sign
    if (sign === '')
      throw new CommandError('UNREADABLE_INPUT', {
        detail: `The ${message.kind} is not signed, and no --sign is given.`,
      })
    const verifier = await verifierFor(message, run.settings)
    const { kind, signedString, charset } = message
    const holds = verifySignature(signedString, sign, verifier, charset)
    const diagnosis = holds ? undefined : diagnose(message, sign, verifier)
    const { signType } = verifier
    const record = { holds, kind, sign_type: signType, charset, string: signedString, ...(diagnosis && { diagnosis }) }
    const verdict = `${holds ? 'holds' : 'does not hold'}: ${kind}, ${signType}, ${charset}\n`
    run.surroundings.write(
      run.options.json
        ? `${JSON.stringify(record)}\n`
        : diagnosis === undefined
          ? `${verdict}${signedString}\n`
          : `${verdict}${renderDiagnosis(diagnosis)}`,
    )
    return holds ? 0 : 1
  },
})

function diagnose(message: SignedMessage, received: string, verifier: Verifier): Diagnosis {
  const { kind, parameters, charset, raw, evidence } = message
  // A string names no sign type that could contradict the key.
  const signType = kind === 'string' ? verifier.signType : message.signType
  const diagnosis = diagnoseRefusedSignature({
    parameters,
    charset,
    signType,
    received,
    verifier,
    message: evidence,
    ...(raw.query && { rawQuery: raw.query }),
    ...(raw.body && { rawBody: raw.body }),
  })
  if (diagnosis.signature?.verdict !== 'right') return diagnosis
  // Only a string is taken as it stands; everything else is put in order before it is judged.
  const sentence = 'The signature is not of this string, but of the same parameters as the protocol puts them together.'
  return { ...diagnosis, sentence, next: 'Sort by name, and leave out sign, sign_type and what is empty.' }
}

/** What Alipay sends is checked with Alipay's key, what the partner sends with the partner's. */
async function verifierFor(message: SignedMessage, settings: Settings): Promise<Verifier> {
  const { kind } = message
  const fromPartner = kind === 'request' || kind === 'string'
  const { partnerPublicKey, alipayPublicKey } = settings
  const file = fromPartner ? (partnerPublicKey ?? (kind === 'string' ? alipayPublicKey : undefined)) : alipayPublicKey
  const guessed = kind === 'string' && file !== undefined ? 'RSA2' : 'MD5'
  const signType = settings.signType ?? signTypeNamed(message.signType) ?? guessed
  if (signType === 'MD5') return { signType, key: settings.md5Key }
  const flag = fromPartner ? '--partner-public-key' : '--alipay-public-key'
  if (file === undefined)
    throw new CommandError('KEY_MISSING', { detail: `This ${kind} is signed with ${signType}: give ${flag} FILE.` })
  return { signType, publicKey: await publicKeyIn(file) }
}
