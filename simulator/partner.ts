/**
 * A partner of the gateway: its number, its keys, what its contract allows, and its own time.
 * Source: gateway.md §4, §7; design.md "Time, chance, identity".
 */

import type { Currency } from '../protocol/currency.ts'
import { readPublicKey } from '../protocol/key.ts'
import type { Service } from '../protocol/service.ts'
import type { Signer, SignType, Verifier } from '../protocol/signature.ts'
import type { Clock } from './clock.ts'
import { type MerchantRegister, merchantRegister } from './merchants/merchant-register.ts'
import { type PartnerClock, partnerClock } from './partner-clock.ts'
import { type Random, seededRandom } from './random.ts'
import { openStage, openTables, type Stage, type Tables } from './stage.ts'
import type { Sms } from './wallet/sms-port.ts'
import { openWallet, type Wallet } from './wallet/wallet.ts'

export type PartnerOptions = {
  /** 16 digits beginning 2088. */
  readonly pid: string
  readonly md5Key: string
  /** The partner's RSA public key, PEM or bare Base64; without it RSA and RSA2 are refused. */
  readonly publicKey?: string
  /** Services of the contract. @default all four */
  readonly services?: readonly Service[]
  /** Settlement currencies of the contract. @default every currency */
  readonly currencies?: readonly Currency[]
}

export type Partner = {
  readonly pid: string
  readonly md5Key: string
  readonly md5Signer: Signer
  readonly verifiers: { readonly [Type in SignType]?: Verifier }
  readonly services: readonly Service[] | undefined
  readonly currencies: readonly Currency[] | undefined
  readonly clock: PartnerClock
  /** Its own chance: what one partner draws depends on no other. */
  readonly random: Random
  /** What its calls get: rules, defaults. */
  readonly stage: Stage
  /** The phones of its buyers. */
  readonly wallet: Wallet
  /** The stores that it has registered. */
  readonly merchants: MerchantRegister
  /** The seller's unsettled funds cover its refunds. */
  readonly funded: boolean
  readonly seed: string
  reseed(seed: string): void
  setFunded(funded: boolean): void
}

export type PartnerSurroundings = {
  /** The simulator's, on which the partner's own runs. */
  readonly clock: Clock
  readonly seed: string
  /** What all partners of a simulator share. @default a set of its own */
  readonly tables?: Tables
  /** Told of each SMS of its buyers. @default nobody is */
  readonly sendSms?: (sms: Sms) => void
}

/** @throws ProtocolError when the public key cannot be used. */
export function makePartner(options: PartnerOptions, surroundings: PartnerSurroundings): Partner {
  const { pid, md5Key, publicKey: publicKeyText, services, currencies } = options
  const md5 = { signType: 'MD5', key: md5Key } as const
  const publicKey = publicKeyText === undefined ? undefined : readPublicKey(publicKeyText)
  const clock = partnerClock(surroundings.clock)
  let { seed } = surroundings
  let chance = seededRandom(seed)
  // Who holds it goes on with the new seed after a reseed.
  const random: Random = {
    bytes: (...names) => chance.bytes(...names),
    fraction: (...names) => chance.fraction(...names),
    digits: (count, ...names) => chance.digits(count, ...names),
  }
  let funded = true
  return {
    pid,
    md5Key,
    md5Signer: md5,
    verifiers: {
      MD5: md5,
      ...(publicKey === undefined
        ? {}
        : { RSA: { signType: 'RSA', publicKey }, RSA2: { signType: 'RSA2', publicKey } }),
    },
    services,
    currencies,
    clock,
    random,
    stage: openStage({ clock, random }, surroundings.tables ?? openTables()),
    wallet: openWallet({ partner: pid, clock, random, sendSms: surroundings.sendSms ?? (() => {}) }),
    merchants: merchantRegister(),
    get seed() {
      return seed
    },
    get funded() {
      return funded
    },
    reseed(next) {
      seed = next
      chance = seededRandom(seed)
    },
    setFunded(next) {
      funded = next
    },
  }
}

/** The same partner with its clock, chance, rules and trades; only what its signatures are checked with is another. */
export function withVerifiers(partner: Partner, verifiers: Partner['verifiers']): Partner {
  const members = Object.getOwnPropertyDescriptors(partner)
  return Object.defineProperties({}, { ...members, verifiers: { value: verifiers, enumerable: true } }) as Partner
}
