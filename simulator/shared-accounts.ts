/**
 * Wallets that several simulators keep together: what befalls an account is an entry of the partner's log in the store, written
 * with the commit that it comes of, and every simulator goes through the log in the same order. A payment is judged by the account
 * as of an entry, and is not taken when the account has another since.
 * Source: docs/decisions/0008-redis-store.md.
 */
import type { Instant } from '../protocol/beijing-time.ts'
import type { PayOrder } from './ledger/order.ts'
import type { Trade } from './ledger/trade.ts'
import type { Partner } from './partner.ts'
import type { LogEntry, Sharing } from './store/sharing.ts'
import type { AccountEntry } from './store/store.ts'
import { type KeptWallet, keptWallet, replaceWallet } from './wallet/kept-wallet.ts'

export type SharedAccounts = {
  /** Goes through what others did to the partner's accounts. @returns the number of the last entry */
  catchUp(partner: Partner): Promise<number>
  /** What is written with the commit that takes a trade from one form to the next; nothing for whoever has no account here. */
  entry(partner: Partner, step: TradeStep, asOf: number): AccountEntry | undefined
  /** A pay was refused before there was a trade. */
  refused(partner: Partner, order: PayOrder, error: string): Promise<void>
  /** The accounts as a document, when a hand has changed them since the last one. */
  changedDocument(partner: Partner): { readonly text: string; readonly upTo: number } | undefined
  take(partner: Partner, document: string): Promise<void>
  forget(partner: Partner): void
  /** Goes through what others have told already: nobody is sent an SMS. */
  isSilent(): boolean
}

export type TradeStep = { readonly before: Trade | undefined; readonly after: Trade }

type Told = { readonly at: Instant } & (TradeStep | { readonly refused: PayOrder; readonly error: string })

type State = { position: number; highest: number; hand: string }

export function sharedAccounts(sharing: Sharing): SharedAccounts {
  const states = new Map<string, State>()
  let silent = false

  const stateOf = ({ pid }: Partner): State => {
    const state = states.get(pid) ?? { position: 0, highest: 0, hand: '' }
    states.set(pid, state)
    return state
  }

  const apply = ({ wallet }: Partner, state: State, { number, own, text }: LogEntry) => {
    if (number <= state.position) return
    state.position = number
    // Its own, and for the first time.
    silent = !own || number <= state.highest
    state.highest = Math.max(state.highest, number)
    try {
      const told = JSON.parse(text) as Told
      if ('after' in told) wallet.observe(told.before, told.after, told.at)
      else wallet.refused(told.refused, told.error, told.at)
    } finally {
      silent = false
    }
  }

  const catchUp = async (partner: Partner): Promise<number> => {
    const state = stateOf(partner)
    if (partner.wallet.accounts.buyers.size === 0) return state.position
    for (const entry of await sharing.log(partner.pid, state.position)) apply(partner, state, entry)
    return state.position
  }

  return {
    catchUp,
    entry({ wallet, clock }, step, asOf) {
      const { userId } = step.after.buyer
      return wallet.buyer(userId) === undefined
        ? undefined
        : { userId, asOf, text: JSON.stringify({ ...step, at: clock.now() } satisfies Told) }
    },
    async refused(partner, order, error) {
      if (partner.wallet.shownBy(order.identityCode) === undefined) return
      await sharing.append(
        partner.pid,
        JSON.stringify({ refused: order, error, at: partner.clock.now() } satisfies Told),
      )
      await catchUp(partner)
    },
    changedDocument(partner) {
      const state = stateOf(partner)
      const { accounts } = partner.wallet
      const hand = handOf(keptWallet(accounts, state.position))
      if (hand === state.hand || (state.hand === '' && accounts.buyers.size === 0)) return undefined
      state.hand = hand
      return { text: JSON.stringify(keptWallet(accounts, state.position)), upTo: state.position }
    },
    async take(partner, document) {
      const state = stateOf(partner)
      const kept = JSON.parse(document) as KeptWallet
      const hand = handOf(kept)
      if (hand === state.hand) return
      replaceWallet(partner.wallet.accounts, kept)
      state.position = kept.upTo
      state.hand = hand
      await catchUp(partner)
    },
    forget(partner) {
      partner.wallet.reset()
      stateOf(partner).hand = ''
    },
    isSilent: () => silent,
  }
}

/** What only a hand changes: the buyers but for their balances, their codes, and what balances began with. */
function handOf({ buyers, codes, openings, made, issued }: KeptWallet): string {
  return JSON.stringify([
    buyers.map(([, { balance: _, ...buyer }]) => buyer),
    codes.map(([code]) => code),
    openings.map(([userId, { balance }]) => [userId, balance]),
    made,
    issued,
  ])
}
