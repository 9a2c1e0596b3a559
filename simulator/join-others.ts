/** How a simulator that shares its store comes to the others: what it hears of them, and what it has them hear. */
import type { CancelBell } from './gateway/cancel-bell.ts'
import type { JournalBell } from './journal/journal-bell.ts'
import type { Overtaking } from './notify/overtaking.ts'
import type { Partner } from './partner.ts'
import { freshSeed } from './random.ts'
import type { SharedAccounts } from './shared-accounts.ts'
import type { News, Sharing } from './store/sharing.ts'
import type { Store } from './store/store.ts'
import { keptSeed, type SurvivalParts } from './survival.ts'
import type { Together } from './together.ts'

/** What hears of the others. */
export type Company = {
  readonly bell: JournalBell
  readonly waitingForCancel: CancelBell
  readonly order: Overtaking
  readonly watch: (partner: Partner) => void
}

/** Undefined when the store is this simulator's alone. */
export async function joinOthers(
  parts: SurvivalParts & { readonly accounts: SharedAccounts | undefined },
  { bell, waitingForCancel, order, watch }: Company,
): Promise<Together | undefined> {
  const { store, accounts, onError } = parts
  const { shared: sharing, kept } = store
  if (sharing === undefined || kept === undefined || accounts === undefined) return undefined
  const onNews = (news: News) => {
    if (news.kind === 'cancelled') waitingForCancel.ring(news.partner, news.partnerTransId)
    if (news.kind === 'held back') order.heldElsewhere(news.partner, news.notifyId)
  }
  const { openTogether } = await import('./together.ts')
  return openTogether({
    ...{ ...parts, sharing, kept, accounts, onNews },
    onJournal: (partner) => bell.ring(partner),
    onBeat() {
      for (const pid of bell.partners()) sharing.watchJournal(pid).catch(onError)
    },
    watch,
  })
}

/** The seed of the run before, one for all who share a store, or a fresh one. */
export async function seedOf(store: Store): Promise<string> {
  const fresh = async () => freshSeed()
  return (await store.shared?.agree('seed', fresh)) ?? (await keptSeed(store)) ?? freshSeed()
}

/** Also a pay that another simulator holds hears of the cancel. */
export function toldBell(bell: CancelBell, sharing: Sharing): CancelBell {
  return {
    ...bell,
    ring(partner, partnerTransId) {
      bell.ring(partner, partnerTransId)
      sharing.mention({ kind: 'cancelled', partner, partnerTransId })
    },
  }
}
