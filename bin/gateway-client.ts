/**
 * The client of the reference integration, made from the settings of a call.
 */
import { type AlipayClient, type Credentials, createAlipayClient, type Transport } from '../reference/client/index.ts'
import { CommandError } from './command-error.ts'
import { privateKeyIn, publicKeyIn } from './key-file.ts'
import { chosenSignType, type Settings } from './settings.ts'

/**
 * @param transport in place of the real one
 * @throws CommandError UNREADABLE_FILE, UNUSABLE_KEY, KEY_MISSING
 */
export async function gatewayClient(settings: Settings, transport?: Transport): Promise<AlipayClient> {
  const { gateway, partner, charset = 'UTF-8', timeoutMs } = settings
  return createAlipayClient({
    gateway,
    partner,
    charset,
    answerTimeoutMs: timeoutMs,
    connectTimeoutMs: Math.min(timeoutMs, 3_000),
    ...(await credentials(settings)),
    ...(transport && { transport }),
  })
}

async function credentials(settings: Settings): Promise<Credentials> {
  const signType = chosenSignType(settings)
  if (signType === 'MD5') return { key: settings.md5Key, signType }
  const { privateKey, alipayPublicKey } = settings
  if (privateKey === undefined) throw missing(`${signType} signs with --private-key FILE.`)
  if (alipayPublicKey === undefined) throw missing(`${signType} answers are verified with --alipay-public-key FILE.`)
  return {
    privateKey: await privateKeyIn(privateKey),
    alipayPublicKey: await publicKeyIn(alipayPublicKey),
    signType,
  }
}

function missing(detail: string): CommandError {
  return new CommandError('KEY_MISSING', { detail })
}
