/**
 * The merchants that the kit plays towards a relay: who they are, how they sign and how they want to be told. Two of them are
 * written down by nobody before the run: cases about onboarding do that. Pure. Source: spot-pay.md §2; docs/modes.md.
 */
import type { Merchant } from '../../reference/relay/merchants/merchant.ts'
import type { SeenMerchant } from '../verdict/chain-seen.ts'

export type KitMerchant = SeenMerchant & {
  readonly method: 'webhook' | 'polling' | 'stream'
  readonly apiKey: string
  /** Without one its calls are not signed. */
  readonly apiSecret?: string
  /** As whom the acquirer behind an integrator knows it. */
  readonly next: { readonly apiKey: string; readonly apiSecret: string }
  /** Known to the SUT from its start. */
  readonly onboarded: boolean
}

type Row = Pick<SeenMerchant, 'id' | 'title' | 'industry'> & {
  readonly method: KitMerchant['method']
  readonly stores: Merchant['stores']
  readonly unsigned?: true
  readonly later?: true
}

/** The first is who takes a payment that names nobody. */
const table = {
  cafe: {
    ...{ id: 'CAFE', title: 'Kit Cafe', industry: '5812', method: 'webhook' },
    stores: [
      { store_id: 'C1', name: 'Cafe Airport', terminals: ['T1'] },
      { store_id: 'ST-0042', name: 'Cafe Harbour', terminals: ['T-07'] },
    ],
  },
  books: {
    ...{ id: 'BOOKS', title: 'Kit Books & More', industry: '5942', method: 'polling' },
    stores: [{ store_id: 'B1', name: 'Books Old Town', terminals: [] }],
  },
  bakery: {
    ...{ id: 'BAKERY', title: 'Kit Bakery', industry: '5462', method: 'webhook' },
    stores: [{ store_id: 'K1', name: 'Bakery Station', terminals: ['T1', 'T2'] }],
  },
  tea: {
    ...{ id: 'TEA', title: '绿茶 Tea House', industry: '5499', method: 'stream', unsigned: true },
    stores: [{ store_id: 'S1', name: 'Tea House', terminals: [] }],
  },
  // Its receiver hangs: what is owed to it must hold up nobody else.
  slow: {
    ...{ id: 'SLOW', title: 'Kit Slow Food', industry: '5812', method: 'webhook' },
    stores: [{ store_id: 'L1', name: 'Slow Food', terminals: [] }],
  },
  kiosk: {
    ...{ id: 'KIOSK', title: 'Kit Kiosk', industry: '5994', method: 'polling', later: true },
    stores: [{ store_id: 'Q1', name: 'Kiosk', terminals: [] }],
  },
  stall: {
    ...{ id: 'STALL', title: 'Kit Market Stall', industry: '5411', method: 'polling', later: true },
    stores: [{ store_id: 'M1', name: 'Market Stall', terminals: [] }],
  },
} as const satisfies Record<string, Row>

export const kitMerchantNames = Object.keys(table) as readonly (keyof typeof table)[]

/** @param secret a fresh one each time */
export function kitMerchants(secret: () => string): readonly (KitMerchant & { readonly places: Merchant['stores'] })[] {
  const rows: readonly (readonly [string, Row])[] = Object.entries(table)
  return rows.map(([name, { stores, unsigned, later, ...row }]) => ({
    ...row,
    name,
    places: stores,
    stores: stores.map(({ store_id, name: title }) => ({ store_id, name: title })),
    apiKey: secret(),
    ...(unsigned === undefined && { apiSecret: secret() }),
    next: { apiKey: secret(), apiSecret: secret() },
    onboarded: later === undefined,
  }))
}

export type MerchantPlaces = ReturnType<typeof kitMerchants>[number]

/** As the SUT is told to know it. @param forIntegrator it has a relay behind it */
export function documentOf(
  { id, title, industry, places, apiKey, apiSecret, method, next }: MerchantPlaces,
  { webhook, forIntegrator }: { readonly webhook: string; readonly forIntegrator: boolean },
): Readonly<Record<string, unknown>> {
  return {
    merchant_id: id,
    name: title,
    industry,
    stores: places,
    api_key: apiKey,
    ...(apiSecret !== undefined && { api_secret: apiSecret }),
    notify: method === 'webhook' ? { method, url: webhook } : { method },
    ...(forIntegrator && { next: { api_key: next.apiKey, api_secret: next.apiSecret } }),
  }
}

/** As the acquirer behind an integrator knows it: another key, and the integrator is told in its place. */
export function documentAtAcquirer(
  { id, title, industry, places, next }: MerchantPlaces,
  webhook: string,
): Readonly<Record<string, unknown>> {
  return {
    merchant_id: id,
    name: title,
    industry,
    stores: places,
    api_key: next.apiKey,
    api_secret: next.apiSecret,
    notify: { method: 'webhook', url: webhook },
  }
}
