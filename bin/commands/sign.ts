/** `sign`: the signature over a message, and the string that it covers. */
import { type Signer, sign as signatureOf, signTypeNamed } from '../../protocol/signature.ts'
import { defineCommand } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { privateKeyIn } from '../key-file.ts'
import { givenMessage, messageOperands, messageOptions } from '../message-input.ts'
import { chosenSignType, type Settings } from '../settings.ts'
import type { SignedMessage } from '../signed-message.ts'

export const sign = defineCommand({
  about: [
    'For whoever writes the signing of a request and wants to compare: prints the signature on standard output, and on',
    'standard error the string that it covers. A string is signed as it stands; of a URL or a form, what the protocol signs.',
  ].join(' '),
  operands: messageOperands,
  options: messageOptions,
  examples: [
    "alipay-sandbox sign 'partner=123&service=test' --md5-key 10000000000000000000000000000000",
    'alipay-sandbox sign --file request.txt --private-key partner-private.pem',
    'tail -1 signed-strings.log | alipay-sandbox sign - --as string',
  ],
  exits: { held: 'signed' },
  async run(run) {
    const message = await givenMessage(run)
    const { kind, signedString, charset } = message
    const signer = await signerFor(message, run.settings)
    const signature = signatureOf(signedString, signer, charset)
    const { signType } = signer
    const { write, remark } = run.surroundings
    if (run.options.json)
      write(`${JSON.stringify({ kind, sign_type: signType, charset, string: signedString, sign: signature })}\n`)
    else {
      remark(`${kind}, ${signType}, ${charset}: ${signedString}\n`)
      write(`${signature}\n`)
    }
    return 0
  },
})

/** The settings win over what the message says: it may be about to be signed anew. */
async function signerFor(message: SignedMessage, settings: Settings): Promise<Signer> {
  const isGiven = settings.signType !== undefined || settings.privateKey !== undefined
  const signType = isGiven ? chosenSignType(settings) : (signTypeNamed(message.signType) ?? 'MD5')
  if (signType === 'MD5') return { signType, key: settings.md5Key }
  if (settings.privateKey === undefined)
    throw new CommandError('KEY_MISSING', { detail: `${signType} signs with --private-key FILE.` })
  return { signType, privateKey: await privateKeyIn(settings.privateKey) }
}
