/** A partner as the control API shows it: what it may do and how its world is set, no key. */
import type { Currency } from '../../protocol/currency.ts'
import { type Service, services } from '../../protocol/service.ts'
import { type SignType, signTypes } from '../../protocol/signature.ts'
import type { WrittenLatency } from '../behaviour/latency.ts'
import type { Partner } from '../partner.ts'
import { type ClockView, viewClock } from './clock-view.ts'

/** What calls get when no rule and no payment code says anything. */
export type DefaultsView = {
  /** A behaviour by its number. */
  readonly behaviour: string | null
  /** A climate by its name. */
  readonly climate: string | null
  /** A preset by its name, or a latency of every service. */
  readonly latency: string | WrittenLatency | null
}

export type PartnerView = {
  readonly pid: string
  /** With what its requests may be signed. */
  readonly sign_types: readonly SignType[]
  readonly services: readonly Service[]
  /** Settlement currencies of the contract; null when every one will do. */
  readonly currencies: readonly Currency[] | null
  readonly seed: string
  /** The seller's unsettled funds cover its refunds. */
  readonly funded: boolean
  readonly defaults: DefaultsView
  readonly clock: ClockView
}

export type CreatedPartner = PartnerView & {
  readonly md5_key: string
  /** PKCS#8 PEM, when a pair was asked for: shown this once and kept nowhere. */
  readonly private_key: string | null
}

/** A partner to make. What is left out is made up. */
export type PartnerDraft = {
  /** 16 digits beginning 2088. */
  readonly pid?: string | undefined
  readonly md5_key?: string | undefined
  /** RSA, PEM or bare Base64. */
  readonly public_key?: string | undefined
  /** An RSA pair is made, and the private half shown once. Not beside public_key. */
  readonly make_key_pair?: boolean | undefined
  /** @default the simulator's */
  readonly seed?: string | undefined
  /** @default all four */
  readonly services?: readonly Service[] | undefined
  /** @default every currency */
  readonly currencies?: readonly Currency[] | undefined
  readonly defaults?: DefaultsChange | undefined
}

/** What is left out stays; null takes it away. */
export type DefaultsChange = { readonly [Name in keyof DefaultsView]?: DefaultsView[Name] | undefined }

/** What is left out stays. */
export type PartnerChange = {
  readonly seed?: string | undefined
  readonly funded?: boolean | undefined
  /** null: RSA is refused from now on. */
  readonly public_key?: string | null | undefined
  readonly defaults?: DefaultsChange | undefined
}

export function viewPartner({
  pid,
  verifiers,
  services: own,
  currencies,
  seed,
  funded,
  stage,
  clock,
}: Partner): PartnerView {
  const { behaviour = null, climate = null, latency = null } = stage.defaults()
  return {
    pid,
    sign_types: signTypes.filter((signType) => verifiers[signType] !== undefined),
    services: own ?? services,
    currencies: currencies ?? null,
    seed,
    funded,
    defaults: { behaviour, climate, latency },
    clock: viewClock(clock.state()),
  }
}
