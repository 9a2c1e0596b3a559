/**
 * `keys`: makes an RSA pair as files, or shows what key files hold.
 */
import { generateKeyPair, type KeyObject } from 'node:crypto'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { fingerprint, toPem } from '../../protocol/key.ts'
import { defineCommand } from '../command.ts'
import { anyKeyIn } from '../key-file.ts'
import { writePair } from '../key-pair-files.ts'

export const keys = defineCommand({
  about: [
    'For whoever sets up RSA or RSA2: without files it makes a pair, the private half for your backend and the public half',
    "for the gateway (serve --partner-public-key, or Alipay's portal). With files it shows what each of them holds.",
  ].join(' '),
  operands: [{ name: 'file...', required: false, meaning: 'key files to show, in any form' }],
  options: {
    out: { type: 'path', placeholder: 'folder', default: '.', meaning: 'the folder to write into' },
    name: {
      type: 'text',
      placeholder: 'name',
      default: 'partner',
      pattern: /^[A-Za-z0-9._-]+$/,
      rule: 'letters, digits, dot, dash and underscore',
      meaning: 'how the two files begin: NAME-private.pem, NAME-public.pem',
    },
    bits: {
      type: 'choice',
      placeholder: 'bits',
      values: ['1024', '2048', '4096'],
      default: '2048',
      meaning: 'length of the key',
    },
  },
  examples: [
    'alipay-sandbox keys --out ./secrets',
    'alipay-sandbox serve --partner-public-key ./secrets/partner-public.pem',
    'alipay-sandbox keys ./secrets/partner-private.pem alipay-public.txt',
  ],
  exits: { held: 'the pair was written, or every file is a key' },
  async run({ options: { out, name, bits }, operands, surroundings }) {
    if (operands.length > 0) {
      for (const operand of operands) {
        const file = resolve(surroundings.workingFolder, operand)
        surroundings.write(shown(file, await anyKeyIn(file)))
      }
      return 0
    }
    const files = { private: join(out, `${name}-private.pem`), public: join(out, `${name}-public.pem`) }
    const pair = await promisify(generateKeyPair)('rsa', { modulusLength: Number(bits) })
    await writePair(files, { private: toPem(pair.privateKey), public: toPem(pair.publicKey) })
    surroundings.write(shown(files.private, pair.privateKey) + shown(files.public, pair.publicKey))
    return 0
  },
})

/** A public key is also shown as one line of Base64, which is what the portal wants pasted. */
function shown(file: string, key: KeyObject): string {
  const bits = key.asymmetricKeyDetails?.modulusLength
  const lines = [`${file}`, `  ${key.type} RSA key, ${bits} bits`, `  ${fingerprint(key)}`]
  if (key.type === 'public') lines.push(`  ${key.export({ type: 'spki', format: 'der' }).toString('base64')}`)
  return `${lines.join('\n')}\n`
}
