/**
 * What of a simulator must survive besides the rows of its store: its seed, and of each partner its keys and contract, rules,
 * defaults, clock and wallets. Kept as documents of the store; a store that forgets keeps none. What a start says anew wins
 * over what was kept. Source: docs/decisions/0006-sqlite-store.md.
 */
import { toPem } from '../protocol/key.ts'
import type { Chosen } from './behaviour/behaviour.ts'
import type { KeptRules } from './behaviour/rule.ts'
import type { Clock } from './clock.ts'
import type { Order } from './ledger/order.ts'
import { registerDocument } from './merchants/merchant-register.ts'
import { type Partner, type PartnerOptions, withVerifiers } from './partner.ts'
import { type KeptClock, keptClock, restoreClock } from './partner-clock.ts'
import type { PartnerRegistry } from './partner-registry.ts'
import { type Beginning, type Beginnings, beginningOf } from './partner-reset.ts'
import type { DefaultsDraft } from './stage.ts'
import type { Store } from './store/store.ts'
import { type KeptWallet, keptWallet, restoreWallet } from './wallet/kept-wallet.ts'

export type Survival = {
  /** Makes durable what one partner, or each, is set to by now. */
  keep(pid?: string): Promise<void>
  /** What a call gets. The rules that counted it are kept with what it leads to. */
  choose(order: Order, partner: Partner): Promise<Chosen>
}

export type SurvivalParts = {
  readonly store: Store
  readonly clock: Clock
  readonly seed: string
  readonly partners: PartnerRegistry
  readonly beginnings: Beginnings
  readonly makePartner: (options: PartnerOptions, seed: string) => Partner
  /** Told of what was kept and cannot be had again: a behaviour that is no longer there, say. */
  readonly onError: (error: unknown) => void
}

export type PartnerDocument = {
  readonly options: PartnerOptions
  readonly beginning: Beginning
  readonly seed: string
  readonly funded: boolean
  readonly defaults: DefaultsDraft
  readonly rules: KeptRules
  readonly clock: KeptClock
}

/** A wallet is written down after so many calls, so that a start has little to catch up with. */
const callsBetweenWallets = 1_000

/** The seed of the run before. */
export async function keptSeed({ kept }: Store): Promise<string | undefined> {
  const found = (await kept?.documents())?.find(({ name }) => name === 'simulator')
  return found === undefined ? undefined : (JSON.parse(found.text) as { seed: string }).seed
}

/** Every partner as it was left, besides those of this start, which get what they were set to. */
export async function openSurvival(parts: SurvivalParts): Promise<Survival> {
  const { store, seed, partners, beginnings, clock } = parts
  const { kept } = store
  for (const partner of partners.all()) beginnings.set(partner.pid, beginningOf(partner))
  const choose: Survival['choose'] = (order, { stage }) => stage.choose(order, store)
  if (kept === undefined) return { keep: async () => {}, choose }

  const documents = await kept.documents()
  for (const { name, text } of documents) if (name === 'partner') await restorePartner(parts, JSON.parse(text))
  for (const { partner: pid, name, text } of documents) {
    const partner = partners.get(pid)
    if (name === registerDocument) partner?.merchants.restore(text)
    if (name !== 'wallet' || partner === undefined) continue
    const wallet = JSON.parse(text) as KeptWallet
    restoreWallet(partner.wallet.accounts, wallet)
    for (const movement of await kept.movements(pid, wallet.upTo)) partner.wallet.recall(movement)
  }
  kept.keepSoon('', 'simulator', () => JSON.stringify({ seed }))

  const calls = new Map<string, number>()
  const partnerText = (pid: string) => () => {
    const partner = partners.get(pid)
    return partner === undefined ? null : JSON.stringify(documentOf(partner, beginnings.get(pid), clock))
  }
  const walletText = (pid: string) => (upTo: number) => {
    const partner = partners.get(pid)
    if (partner === undefined || partner.wallet.buyers().length === 0) return null
    return JSON.stringify(keptWallet(partner.wallet.accounts, upTo))
  }
  return {
    async keep(pid) {
      const pids = pid === undefined ? partners.pids() : [pid]
      await Promise.all(
        pids.flatMap((each) => [
          kept.keep(each, 'partner', partnerText(each)),
          kept.keep(each, 'wallet', walletText(each)),
        ]),
      )
    },
    async choose(order, partner) {
      const { pid, wallet } = partner
      const chosen = await choose(order, partner)
      if (chosen.explain.chosenBy === 'rule') kept.keepSoon(pid, 'partner', partnerText(pid))
      if (wallet.accounts.buyers.size === 0) return chosen
      const count = (calls.get(pid) ?? 0) + 1
      calls.set(pid, count % callsBetweenWallets)
      if (count === callsBetweenWallets) kept.keepSoon(pid, 'wallet', walletText(pid))
      return chosen
    },
  }
}

export function documentOf(partner: Partner, beginning = beginningOf(partner), clock: Clock): PartnerDocument {
  const { pid, md5Key, verifiers, services, currencies, seed, funded, stage } = partner
  const publicKey = verifiers.RSA2 !== undefined && 'publicKey' in verifiers.RSA2 ? verifiers.RSA2.publicKey : undefined
  return {
    options: {
      pid,
      md5Key,
      ...(publicKey !== undefined && { publicKey: toPem(publicKey) }),
      ...(services !== undefined && { services }),
      ...(currencies !== undefined && { currencies }),
    },
    beginning,
    seed,
    funded,
    defaults: stage.defaults(),
    rules: stage.rules.save(),
    clock: keptClock(partner.clock, clock),
  }
}

export async function restorePartner(parts: SurvivalParts, document: PartnerDocument): Promise<void> {
  const { partners, beginnings, makePartner, clock } = parts
  const { options, beginning } = document
  const started = partners.get(options.pid)
  const partner = started === undefined ? makePartner(options, beginning.seed) : withKeptKey(started, parts, options)
  partners.put(partner)
  const begun = beginnings.get(options.pid) ?? beginning
  beginnings.set(options.pid, begun)
  // A start with another seed or other defaults means them.
  if (begun.seed === beginning.seed) partner.reseed(document.seed)
  if (isSame(begun.defaults, beginning.defaults))
    tell(parts, options.pid, await partner.stage.setDefaults(document.defaults))
  partner.setFunded(document.funded)
  restoreClock(partner.clock, document.clock, clock)
  tell(parts, options.pid, await partner.stage.rules.restore(document.rules))
}

/** A public key that was given to the partner through the control API; one that the start names wins. */
export function withKeptKey(started: Partner, { makePartner }: SurvivalParts, { publicKey }: PartnerOptions): Partner {
  if (publicKey === undefined || started.verifiers.RSA2 !== undefined) return started
  const { verifiers } = makePartner({ pid: started.pid, md5Key: started.md5Key, publicKey }, started.seed)
  return withVerifiers(started, verifiers)
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

type Result =
  | { readonly ok: true }
  | {
      readonly ok: false
      readonly problems: readonly { readonly path: readonly unknown[]; readonly message: string }[]
    }

export function tell({ onError }: Pick<SurvivalParts, 'onError'>, pid: string, result: Result): void {
  if (result.ok) return
  for (const { path, message } of result.problems)
    onError(new Error(`kept state of partner ${pid} not taken up: ${path.join('.')} ${message}`))
}
