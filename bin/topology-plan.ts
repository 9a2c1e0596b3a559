/**
 * Who stands where in each of the four modes, and how each hop is told about its neighbours: the environment it is started
 * with. Only whoever calls the gateway is given a key of the partner. Pure. Source: introduction.md ("Steps of the four modes").
 */
import { join } from 'node:path'
import type { MerchantDocument } from '../reference/relay/merchants/merchant.ts'
import { demoShop } from './demo-shop.ts'

/** From the gateway outwards. */
export const topologyModes = {
  direct: ['till'],
  integrator: ['integrator', 'till'],
  acquirer: ['acquirer', 'till'],
  'integrator-acquirer': ['acquirer', 'integrator', 'till'],
} as const satisfies Record<string, readonly HopName[]>

export type HopName = 'acquirer' | 'integrator' | 'till'
export type TopologyMode = keyof typeof topologyModes

export type HopPlan = {
  readonly name: HopName
  /** The command of the command line that runs it. */
  readonly command: 'pos' | 'relay'
  readonly url: string
  readonly notifyUrl: string
  readonly stateDir: string
  readonly environment: Readonly<Record<string, string>>
  /** Written down before it starts. */
  readonly files: readonly { readonly path: string; readonly text: string }[]
}

export type TopologyFacts = {
  readonly gateway: string
  readonly partner: string
  readonly md5Key: string
  readonly folder: string
  readonly timeScale: number
  /** A free port each time. */
  readonly port: () => number
  /** A fresh secret each time. */
  readonly secret: () => string
}

/** However fast the time passes, a busy machine may need that long for an answer: in real milliseconds. */
const answerLeastMs = 2_000

/** The hops, from the gateway outwards; the last one is the till. */
export function planTopology(mode: TopologyMode, facts: TopologyFacts): readonly HopPlan[] {
  const names = topologyModes[mode]
  const places = names.map((name) => ({ name, port: facts.port(), notifyPort: facts.port() }))
  // As whom each hop calls the one before it; the first calls the gateway.
  const callers = names.map(() => ({ api_key: facts.secret(), api_secret: facts.secret() }))
  return places.map(({ name, port, notifyPort }, i) => {
    const stateDir = join(facts.folder, name)
    const before = places[i - 1]
    const after = places[i + 1]
    const caller = callers[i]
    const environment = {
      SUT_PORT: String(port),
      SUT_NOTIFY_PORT: String(notifyPort),
      SUT_STATE_DIR: stateDir,
      SUT_TIME_SCALE: String(facts.timeScale),
      SUT_ANSWER_TIMEOUT_MS: String(Math.max(5_000, answerLeastMs * facts.timeScale)),
      ...(before === undefined
        ? { SUT_GATEWAY: facts.gateway, SUT_PARTNER: facts.partner, SUT_MD5_KEY: facts.md5Key }
        : { SUT_RELAY: urlOf(before.port) }),
    }
    const hop = { name, url: urlOf(port), notifyUrl: notifyUrlOf(notifyPort), stateDir }
    if (after === undefined) {
      const called = before && caller && { SUT_API_KEY: caller.api_key, SUT_API_SECRET: caller.api_secret }
      return { ...hop, command: 'pos', environment: { ...environment, ...called }, files: [] }
    }
    const path = join(facts.folder, `${name}-merchants.json`)
    const merchant: MerchantDocument = {
      ...demoMerchant,
      ...callers[i + 1],
      api_key: callers[i + 1]?.api_key ?? '',
      notify: { method: 'webhook', url: notifyUrlOf(after.notifyPort) },
      ...(before !== undefined && caller && { next: caller }),
    }
    return {
      ...hop,
      command: 'relay',
      environment: { ...environment, SUT_ROLE: name, SUT_MERCHANTS_FILE: path },
      files: [{ path, text: `${JSON.stringify([merchant], null, 2)}\n` }],
    }
  })
}

const demoMerchant = {
  merchant_id: demoShop.secondaryMerchantId ?? '',
  name: demoShop.secondaryMerchantName ?? '',
  industry: demoShop.secondaryMerchantIndustry ?? '',
  stores: [{ store_id: demoShop.storeId ?? '', name: demoShop.storeName ?? '' }],
}

function urlOf(port: number): string {
  return `http://127.0.0.1:${port}`
}

function notifyUrlOf(port: number): string {
  return `${urlOf(port)}/notify`
}
