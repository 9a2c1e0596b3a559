/**
 * A partner back to how it began: nothing happened yet, and its clock runs with the simulator's. Keys and contract
 * stay. Touches nobody else. Source: issue 4 (Control API).
 */
import type { Clock } from './clock.ts'
import type { Partner } from './partner.ts'
import type { DefaultsDraft } from './stage.ts'
import type { Store } from './store/store.ts'

export type Beginning = {
  readonly seed: string
  readonly funded: boolean
  readonly defaults: DefaultsDraft
}

/** By partner. */
export type Beginnings = Map<string, Beginning>

export function beginningOf({ seed, funded, stage }: Partner): Beginning {
  return { seed, funded, defaults: stage.defaults() }
}

export type ResetParts = {
  readonly store: Store
  /** The simulator's. */
  readonly clock: Clock
}

/** What is still being sent finds itself forgotten; requests that are held arrive afterwards. */
export async function resetPartner(
  { store, clock }: ResetParts,
  partner: Partner,
  beginning: Beginning,
): Promise<void> {
  const { pid, stage } = partner
  await store.reset(pid)
  partner.reseed(beginning.seed)
  partner.setFunded(beginning.funded)
  partner.wallet.reset()
  partner.merchants.reset()
  partner.clock.freeze(clock.now())
  partner.clock.run(1)
  stage.reset()
  await stage.setDefaults(beginning.defaults)
}
