/**
 * What a relay is started with: the environment of a system under test, by the names of the terminal API, and the file of its
 * merchants. With a relay as its next hop it reads no key of a partner. Source: terminal-api.md ("What a started SUT is told").
 */
import { readFile } from 'node:fs/promises'
import { given as onlyGiven } from '../reference/client/trade-facts.ts'
import { type Merchant, readMerchant } from '../reference/relay/merchants/merchant.ts'
import type { RelayRole, RelaySettings } from '../reference/relay/settings.ts'
import { CommandError, systemCode } from './command-error.ts'
import { demoGoods } from './demo-shop.ts'
import {
  commonSettings,
  commonVariables,
  gatewaySettings,
  gatewayVariables,
  readVariables,
  type SutSurroundings,
} from './sut-settings.ts'

const roles = ['integrator', 'acquirer'] as const satisfies readonly RelayRole[]

/** What each variable is for, as --help prints it. */
export const relayVariables = {
  SUT_ROLE: `${roles.join(' or ')} (default: acquirer)`,
  ...gatewayVariables,
  SUT_RELAY: 'an acquirer in place of the gateway: http://127.0.0.1:4300; then no key of a partner is read',
  SUT_MERCHANTS_FILE: 'the merchants, a JSON list (default: none but those of the book)',
  SUT_OPERATOR_KEY: 'who may PUT /merchants/{merchant_id} (default: nobody)',
  SUT_PORT: 'of the terminal API (default: 4300)',
  SUT_NOTIFY_PORT: 'of the address for notifications and pushes (default: 4301)',
  SUT_STATE_DIR: 'where the order book lies (default: .relay)',
  SUT_PUSH_TIME_SCALE: 'the same for the pauses between two pushes (default: SUT_TIME_SCALE)',
  ...commonVariables,
} as const satisfies Record<string, string>

/** @throws CommandError BAD_SETTING, KEY_MISSING, UNREADABLE_FILE, UNUSABLE_KEY */
export async function relaySettings(surroundings: SutSurroundings): Promise<RelaySettings> {
  const variables = readVariables(relayVariables, surroundings)
  const { given, whole, path, refuse } = variables
  const role = roles.find((known) => known === (given('SUT_ROLE') ?? 'acquirer'))
  const url = given('SUT_RELAY')
  const pushTimeScale = Number(given('SUT_PUSH_TIME_SCALE') ?? given('SUT_TIME_SCALE') ?? 1)
  if (!(pushTimeScale > 0)) refuse('SUT_PUSH_TIME_SCALE', 'must be more than 0')
  return {
    ...(url === undefined ? await gatewaySettings(variables) : { relay: { url } }),
    ...commonSettings(variables, surroundings.log),
    ...onlyGiven({ operatorKey: given('SUT_OPERATOR_KEY') }),
    role: role ?? refuse('SUT_ROLE', `must be ${roles.join(' or ')}`),
    merchants: given('SUT_MERCHANTS_FILE') === undefined ? [] : await merchantsIn(path('SUT_MERCHANTS_FILE')),
    port: whole('SUT_PORT', { otherwise: 4300, most: 65_535 }),
    notifyPort: whole('SUT_NOTIFY_PORT', { otherwise: 4301, most: 65_535 }),
    stateDir: path('SUT_STATE_DIR', '.relay'),
    goods: demoGoods,
    pushTimeScale,
  }
}

async function merchantsIn(file: string): Promise<readonly Merchant[]> {
  const documents = await listIn(file)
  return documents.map((document) => {
    const read = readMerchant(document)
    if (read.ok) return read.merchant
    throw new CommandError('BAD_SETTING', { detail: `${file}: ${read.message}` })
  })
}

async function listIn(file: string): Promise<readonly unknown[]> {
  try {
    const read: unknown = JSON.parse(await readFile(file, 'utf8'))
    if (Array.isArray(read)) return read
  } catch (cause) {
    const why = cause instanceof SyntaxError ? cause.message : systemCode(cause)
    throw new CommandError('UNREADABLE_FILE', { detail: `${file} cannot be read (${why}).`, cause })
  }
  throw new CommandError('UNREADABLE_FILE', { detail: `${file} is no list of merchants.` })
}
