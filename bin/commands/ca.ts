/** `ca`: the certificate authority of `serve --tls`, and how clients are told to trust it. */
import { X509Certificate } from 'node:crypto'
import { join } from 'node:path'
import { realClock } from '../../simulator/clock.ts'
import { SimulatorError } from '../../simulator/simulator-error.ts'
import { openAuthority } from '../../simulator/tls/certificate-authority.ts'
import { recipeNames, recipes } from '../ca-recipes.ts'
import { defineCommand } from '../command.ts'
import { CommandError, systemCode } from '../command-error.ts'

export const ca = defineCommand({
  about: [
    'For whoever calls the simulator by https: makes, on first use, a certificate authority for this machine, and says how',
    'a client in Java, Node, Python, PHP or by curl trusts it. Its private key never leaves the state folder; trust it in tests only.',
  ].join(' '),
  operands: [{ name: 'client', required: false, meaning: `${recipeNames.join(', ')}; by default all` }],
  options: {
    pem: { type: 'flag', default: false, meaning: 'print the certificate itself, for scripts' },
  },
  examples: [
    'alipay-sandbox ca',
    'alipay-sandbox ca java',
    'alipay-sandbox ca --pem > /etc/ssl/certs/alipay-sandbox.pem',
    'alipay-sandbox serve --proxy   # then HTTPS_PROXY=http://127.0.0.1:4100 your-backend',
  ],
  exits: { held: 'the authority is there' },
  async run({ settings, options, operands: [client], surroundings }) {
    const asked = recipeNames.filter((name) => client === undefined || name === client)
    if (asked.length === 0)
      throw new CommandError('BAD_USAGE', { detail: `Nothing is known of ${client}: ${recipeNames.join(', ')}.` })
    const authority = await openAuthority({ folder: join(settings.stateDir, 'ca'), now: realClock.now }).catch(
      (cause: unknown) => {
        if (cause instanceof SimulatorError) throw cause
        const detail = `The certificate authority cannot be kept in ${settings.stateDir} (${systemCode(cause) ?? cause}).`
        throw new CommandError('UNWRITABLE_FILE', { detail, cause })
      },
    )
    if (options.pem) {
      surroundings.write(authority.certificate)
      return 0
    }
    const { fingerprint256, validTo } = new X509Certificate(authority.certificate)
    surroundings.write(`${authority.path}\n  until ${validTo}\n  SHA-256 ${fingerprint256}\n`)
    for (const name of asked) {
      const lines = recipes[name].map((line) => `  ${line.replaceAll('{{ca}}', authority.path)}\n`)
      surroundings.write(`\n${name}\n${lines.join('')}`)
    }
    return 0
  },
})
