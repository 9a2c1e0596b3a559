/**
 * What a reference system is started with, whatever it is: the environment of a system under test, by the names of the terminal
 * API, and how each variable is read. Source: terminal-api.md ("What a started SUT is told").
 */
import { resolve } from 'node:path'
import { charsetNamed, charsets } from '../protocol/charset.ts'
import { type SignType, signTypeNamed, signTypes } from '../protocol/signature.ts'
import type { Credentials } from '../reference/client/index.ts'
import { defaultTimings, systemClock, systemRandom } from '../reference/client/index.ts'
import type { PosLog } from '../reference/pos/log.ts'
import type { GatewayAddress, TillSettings } from '../reference/pos/settings.ts'
import { CommandError } from './command-error.ts'
import { privateKeyIn, publicKeyIn } from './key-file.ts'

/** What each variable is for, as --help prints it. */
export const gatewayVariables = {
  SUT_GATEWAY: 'the gateway: http://127.0.0.1:4100/gateway.do',
  SUT_PARTNER: 'the PID',
  SUT_SIGN_TYPE: `${signTypes.join(', ')} (default: MD5)`,
  SUT_MD5_KEY: 'the MD5 key',
  SUT_PRIVATE_KEY_FILE: "the partner's RSA private key",
  SUT_ALIPAY_PUBLIC_KEY_FILE: "Alipay's RSA public key",
  SUT_CHARSET: `${charsets.join(', ')} (default: UTF-8)`,
} as const

export const commonVariables = {
  SUT_HOST: 'the address to listen on (default: 127.0.0.1)',
  SUT_NOTIFY_URL: 'how the next hop reaches it (default: by that port, on this machine)',
  SUT_TIME_SCALE: '10 makes every wait a tenth (default: 1)',
  SUT_ANSWER_TIMEOUT_MS: 'how long an answer is waited for, before it is scaled (default: 5000)',
} as const

export type SutSurroundings = {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly workingFolder: string
  readonly log: PosLog
}

/** For --help. */
export function environmentSentence(variables: Readonly<Record<string, string>>): string {
  const rows = Object.entries(variables).map(([name, meaning]) => `${name}, ${meaning}`)
  return `It is set up by its environment: ${rows.join('; ')}.`
}

/** The variables of one system, by the table that --help prints. */
export type Variables<Name extends string> = {
  readonly workingFolder: string
  /** Undefined when it is not set, or empty. */
  given(name: Name): string | undefined
  /** @throws CommandError BAD_SETTING when it is not set */
  needed(name: Name): string
  /** A whole number up to `most`. @throws CommandError BAD_SETTING */
  whole(name: Name, range: { readonly otherwise: number; readonly most: number }): number
  /** A path, from the working folder. */
  path(name: Name, otherwise?: string): string
  /** @throws CommandError BAD_SETTING */
  refuse(name: Name, rule: string): never
}

export function readVariables<Name extends string>(
  table: Readonly<Record<Name, string>>,
  { environment, workingFolder }: SutSurroundings,
): Variables<Name> {
  const given = (name: Name) => environment[name] || undefined
  const refuse = (name: Name, rule: string): never => {
    throw new CommandError('BAD_SETTING', { detail: `${name} ${rule}.` })
  }
  const needed = (name: Name) => given(name) ?? refuse(name, `must be set: ${table[name]}`)
  return {
    workingFolder,
    given,
    needed,
    refuse,
    whole(name, { otherwise, most }) {
      const text = given(name) ?? String(otherwise)
      return /^\d{1,6}$/.test(text) && Number(text) <= most ? Number(text) : refuse(name, `must be 0 to ${most}`)
    },
    path: (name, otherwise) =>
      resolve(workingFolder, otherwise === undefined ? needed(name) : (given(name) ?? otherwise)),
  }
}

type CommonName = keyof typeof commonVariables | 'SUT_CHARSET'

/** @throws CommandError BAD_SETTING */
export function commonSettings(
  { given, refuse }: Pick<Variables<CommonName>, 'given' | 'refuse'>,
  log: PosLog,
): Pick<TillSettings, 'charset' | 'host' | 'notifyUrl' | 'timings' | 'clock' | 'random' | 'log'> {
  const host = given('SUT_HOST')
  const notifyUrl = given('SUT_NOTIFY_URL')
  const timeScale = Number(given('SUT_TIME_SCALE') ?? 1)
  if (!(timeScale > 0)) refuse('SUT_TIME_SCALE', 'must be more than 0')
  const answerTimeoutMs = Number(given('SUT_ANSWER_TIMEOUT_MS') ?? defaultTimings.answerTimeoutMs)
  if (!(answerTimeoutMs > 0)) refuse('SUT_ANSWER_TIMEOUT_MS', 'must be more than 0')
  return {
    charset: charsetNamed(given('SUT_CHARSET') ?? 'UTF-8') ?? refuse('SUT_CHARSET', `must be ${charsets.join(', ')}`),
    ...(host !== undefined && { host }),
    ...(notifyUrl !== undefined && { notifyUrl }),
    timings: { timeScale, answerTimeoutMs },
    clock: systemClock,
    random: systemRandom,
    log,
  }
}

/** @throws CommandError BAD_SETTING, UNREADABLE_FILE, UNUSABLE_KEY */
export async function gatewaySettings(variables: Variables<keyof typeof gatewayVariables>): Promise<GatewayAddress> {
  const { needed } = variables
  return {
    gateway: needed('SUT_GATEWAY'),
    partner: needed('SUT_PARTNER'),
    credentials: await credentialsOf(variables),
  }
}

async function credentialsOf({
  given,
  needed,
  path,
  refuse,
}: Variables<keyof typeof gatewayVariables>): Promise<Credentials> {
  const signType: SignType =
    signTypeNamed(given('SUT_SIGN_TYPE') ?? 'MD5') ?? refuse('SUT_SIGN_TYPE', `must be ${signTypes.join(', ')}`)
  if (signType === 'MD5') return { key: needed('SUT_MD5_KEY'), signType }
  return {
    privateKey: await privateKeyIn(path('SUT_PRIVATE_KEY_FILE')),
    alipayPublicKey: await publicKeyIn(path('SUT_ALIPAY_PUBLIC_KEY_FILE')),
    signType,
  }
}
