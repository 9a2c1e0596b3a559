/**
 * What the reference till is started with: the environment of a system under test, by the names of the terminal API. Its next
 * hop is the gateway, or a relay when one is named. Source: terminal-api.md ("What a started SUT is told").
 */
import { given as onlyGiven } from '../reference/client/trade-facts.ts'
import type { AnyPosSettings, CalledRelay } from '../reference/pos/settings.ts'
import { demoGoods, demoShop } from './demo-shop.ts'
import {
  commonSettings,
  commonVariables,
  gatewaySettings,
  gatewayVariables,
  readVariables,
  type SutSurroundings,
  type Variables,
} from './sut-settings.ts'

/** What each variable is for, as --help prints it. */
export const posVariables = {
  ...gatewayVariables,
  SUT_RELAY: 'an integrator or acquirer in place of the gateway: http://127.0.0.1:4300',
  SUT_API_KEY: 'the key to call it with',
  SUT_API_SECRET: 'the secret to sign its calls with, and to know its pushes by',
  SUT_PORT: 'of the terminal API (default: 4200)',
  SUT_NOTIFY_PORT: 'of the address for notifications (default: 4201)',
  SUT_STATE_DIR: 'where the order book lies (default: .pos)',
  ...commonVariables,
} as const satisfies Record<string, string>

export type PosSurroundings = SutSurroundings & {
  /** On stdio there is no terminal port. */
  readonly stdio: boolean
}

/** @throws CommandError BAD_SETTING, KEY_MISSING, UNREADABLE_FILE, UNUSABLE_KEY */
export async function posSettings({ stdio, ...surroundings }: PosSurroundings): Promise<AnyPosSettings> {
  const variables = readVariables(posVariables, surroundings)
  const { given, whole, path } = variables
  const next = given('SUT_RELAY') === undefined ? await gatewaySettings(variables) : relaySettings(variables)
  return {
    ...next,
    ...commonSettings(variables, surroundings.log),
    ...(!stdio && { port: whole('SUT_PORT', { otherwise: 4200, most: 65_535 }) }),
    notifyPort: whole('SUT_NOTIFY_PORT', { otherwise: 4201, most: 65_535 }),
    stateDir: path('SUT_STATE_DIR', '.pos'),
    shop: demoShop,
    goods: demoGoods,
  }
}

function relaySettings({ given, needed }: Variables<keyof typeof posVariables>): CalledRelay {
  const apiSecret = given('SUT_API_SECRET')
  return { relay: { url: needed('SUT_RELAY'), apiKey: needed('SUT_API_KEY'), ...onlyGiven({ apiSecret }) } }
}
