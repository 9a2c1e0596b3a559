/**
 * A state forced on a trade by hand: only what the ledger allows, in one commit with the notification that belongs to
 * it. Source: query.md §3 (state machine), cancel.md §3, §4.
 */
import type { Instant } from '../../protocol/beijing-time.ts'
import { accountOf, announcement, observed } from '../gateway/execution.ts'
import { cancelTrade } from '../ledger/cancellation.ts'
import { asOf, confirm, decline } from '../ledger/payment.ts'
import type { Trade } from '../ledger/trade.ts'
import type { Partner } from '../partner.ts'
import { type Change, isBlocked, type TradeKey } from '../store/store.ts'
import type { AdminParts } from './admin-parts.ts'

/** `paid`, `declined`: what the buyer does about a trade that waits; `closed`: as a cancel would, money goes back. */
export const forcedStates = ['paid', 'declined', 'closed'] as const
export type ForcedState = (typeof forcedStates)[number]

export type Forced =
  | { readonly kind: 'forced'; readonly trade: Trade }
  | { readonly kind: 'unknown' }
  /** `why`: a phrase. */
  | { readonly kind: 'illegal'; readonly trade: Trade; readonly why: string }

type Step = Pick<Change, 'notifications' | 'tasks'> & { readonly trade: Trade }

export async function forceState(
  { store, dialect, agenda, accounts }: Pick<AdminParts, 'store' | 'dialect' | 'agenda' | 'accounts'>,
  partner: Partner,
  key: TradeKey,
  to: ForcedState,
): Promise<Forced> {
  for (;;) {
    const upTo = await accounts?.catchUp(partner)
    const held = await store.trade(partner.pid, key)
    if (held === undefined || isBlocked(held)) return { kind: 'unknown' }
    const at = partner.clock.now()
    const trade = asOf(held, at, dialect)
    const step = steps[to](trade, { at, partner, dialect })
    if (typeof step === 'string') return { kind: 'illegal', trade, why: step }
    const done = [`buyer/${trade.alipayTransId}`]
    const moved = { before: trade, after: step.trade }
    const account = accountOf(accounts, partner, moved, upTo)
    if ((await store.commit({ ...step, ...account, partner: partner.pid, done })) === 'conflict') continue
    await observed(accounts, partner, moved)
    agenda.watch(partner)
    return { kind: 'forced', trade: step.trade }
  }
}

type Circumstance = { readonly at: Instant; readonly partner: Partner; readonly dialect: AdminParts['dialect'] }

const steps: Readonly<Record<ForcedState, (trade: Trade, circumstance: Circumstance) => Step | string>> = {
  paid(trade, { at, partner: { random, wallet } }) {
    const paid = confirm(trade, at)
    if (paid === trade) return `it is ${trade.state.name}, not WAIT_BUYER_PAY`
    const verdict = wallet.judge(trade)
    if (verdict.kind === 'refused') return `the buyer's account says ${verdict.error}`
    return { trade: paid, ...announcement(paid, { about: 'payment' }, { at, dueAt: at, random }) }
  },
  declined(trade, { at }) {
    const declined = decline(trade, at)
    return declined === trade ? `it is ${trade.state.name}, not WAIT_BUYER_PAY` : { trade: declined }
  },
  closed(trade, { at, partner: { random }, dialect }) {
    const cancellation = cancelTrade(trade, at, dialect)
    if (cancellation.kind === 'failed') return `a cancel would be told ${cancellation.error}`
    if (cancellation.kind === 'blocked' || cancellation.next === undefined) return 'it is closed already'
    const { next } = cancellation
    const told = dialect.notifyOnCancel ? announcement(next, { about: 'cancel' }, { at, dueAt: at, random }) : {}
    return { trade: next, ...told }
  },
}
