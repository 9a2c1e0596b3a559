/**
 * What the reference till is started with: the environment of a system under test, by the names of the terminal API.
 * Source: terminal-api.md ("What a started SUT is told").
 */
import { resolve } from 'node:path'
import { charsetNamed, charsets } from '../protocol/charset.ts'
import { type SignType, signTypeNamed, signTypes } from '../protocol/signature.ts'
import type { Credentials } from '../reference/client/index.ts'
import { systemClock, systemRandom } from '../reference/client/index.ts'
import type { PosLog } from '../reference/pos/log.ts'
import type { PosSettings } from '../reference/pos/settings.ts'
import { CommandError } from './command-error.ts'
import { demoGoods, demoShop } from './demo-shop.ts'
import { privateKeyIn, publicKeyIn } from './key-file.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** What each variable is for, as --help prints it. */
export const posVariables = {
  SUT_GATEWAY: 'the gateway: http://127.0.0.1:4100/gateway.do',
  SUT_PARTNER: 'the PID',
  SUT_SIGN_TYPE: `${signTypes.join(', ')} (default: MD5)`,
  SUT_MD5_KEY: 'the MD5 key',
  SUT_PRIVATE_KEY_FILE: "the partner's RSA private key",
  SUT_ALIPAY_PUBLIC_KEY_FILE: "Alipay's RSA public key",
  SUT_CHARSET: `${charsets.join(', ')} (default: UTF-8)`,
  SUT_PORT: 'of the terminal API (default: 4200)',
  SUT_NOTIFY_PORT: 'of the address for notifications (default: 4201)',
  SUT_NOTIFY_URL: 'how the gateway reaches it (default: by that port, on this machine)',
  SUT_STATE_DIR: 'where the order book lies (default: .pos)',
  SUT_TIME_SCALE: '10 makes every wait a tenth (default: 1)',
} as const satisfies Record<string, string>

type Variable = keyof typeof posVariables

export type PosSurroundings = {
  readonly environment: Environment
  readonly workingFolder: string
  readonly log: PosLog
  /** On stdio there is no terminal port. */
  readonly stdio: boolean
}

/** @throws CommandError BAD_SETTING, KEY_MISSING, UNREADABLE_FILE, UNUSABLE_KEY */
export async function posSettings({ environment, workingFolder, log, stdio }: PosSurroundings): Promise<PosSettings> {
  const given = (name: Variable) => environment[name] || undefined
  const needed = (name: Variable) => given(name) ?? refuse(name, `must be set: ${posVariables[name]}`)
  const whole = (name: Variable, otherwise: number, most: number) => {
    const text = given(name) ?? String(otherwise)
    return /^\d{1,6}$/.test(text) && Number(text) <= most ? Number(text) : refuse(name, `must be 0 to ${most}`)
  }
  const charset =
    charsetNamed(given('SUT_CHARSET') ?? 'UTF-8') ?? refuse('SUT_CHARSET', `must be ${charsets.join(', ')}`)
  const timeScale = Number(given('SUT_TIME_SCALE') ?? 1)
  if (!(timeScale > 0)) refuse('SUT_TIME_SCALE', 'must be more than 0')
  const notifyUrl = given('SUT_NOTIFY_URL')
  return {
    gateway: needed('SUT_GATEWAY'),
    partner: needed('SUT_PARTNER'),
    credentials: await credentialsOf({ given, needed, workingFolder }),
    charset,
    ...(!stdio && { port: whole('SUT_PORT', 4200, 65_535) }),
    notifyPort: whole('SUT_NOTIFY_PORT', 4201, 65_535),
    ...(notifyUrl !== undefined && { notifyUrl }),
    stateDir: resolve(workingFolder, given('SUT_STATE_DIR') ?? '.pos'),
    shop: demoShop,
    goods: demoGoods,
    timings: { timeScale },
    clock: systemClock,
    random: systemRandom,
    log,
  }
}

type Lookup = {
  given(name: Variable): string | undefined
  needed(name: Variable): string
  readonly workingFolder: string
}

async function credentialsOf({ given, needed, workingFolder }: Lookup): Promise<Credentials> {
  const signType: SignType =
    signTypeNamed(given('SUT_SIGN_TYPE') ?? 'MD5') ?? refuse('SUT_SIGN_TYPE', `must be ${signTypes.join(', ')}`)
  if (signType === 'MD5') return { key: needed('SUT_MD5_KEY'), signType }
  const file = (name: Variable) => resolve(workingFolder, needed(name))
  return {
    privateKey: await privateKeyIn(file('SUT_PRIVATE_KEY_FILE')),
    alipayPublicKey: await publicKeyIn(file('SUT_ALIPAY_PUBLIC_KEY_FILE')),
    signType,
  }
}

function refuse(name: Variable, rule: string): never {
  throw new CommandError('BAD_SETTING', { detail: `${name} ${rule}.` })
}
