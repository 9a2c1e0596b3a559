/**
 * Step 7, execute: one pure decision of the ledger and one atomic commit of all that follows from it: state, outbox, journal.
 * Whoever loses a race for the same trade reads again and decides anew. Source: design.md "The way of one request".
 */
import type { Instant } from '../../protocol/beijing-time.ts'
import type { Play } from '../behaviour/behaviour.ts'
import type { Dialect } from '../dialect/switch.ts'
import type { Exchange } from '../journal/exchange.ts'
import type { Order } from '../ledger/order.ts'
import { asOf } from '../ledger/payment.ts'
import type { BlockedId, Trade } from '../ledger/trade.ts'
import { type NotificationCause, notificationOf } from '../notify/notification-fields.ts'
import type { NotificationRecord } from '../notify/notification-record.ts'
import { firstSendAt } from '../notify/schedule.ts'
import type { Partner } from '../partner.ts'
import type { Random } from '../random.ts'
import type { SharedAccounts } from '../shared-accounts.ts'
import { type Change, isBlocked, type Store, type Task, type TradeKey } from '../store/store.ts'
import { type Outcome, outcomeLabel, staged } from './outcome.ts'

export type ExecutionParts = {
  readonly store: Store
  readonly dialect: Dialect
  /** Refuse payment codes that are unknown, spent or older than a minute, behaviour codes too. */
  readonly strict: boolean
  /** Told when a partner got new tasks. */
  readonly onTasks: (partner: Partner, tasks: readonly Task[]) => void
  /** Where simulators share a store: their common accounts. @default each partner's wallet is this simulator's */
  readonly accounts?: SharedAccounts | undefined
}

/** What one call asks, of whom, how it is to go, and its entry in the journal so far. */
export type Execution<O extends Order = Order> = {
  readonly order: O
  readonly partner: Partner
  readonly play: Play
  readonly exchange: Exchange
}

/** What a decision found and when. */
export type Circumstance = {
  readonly held: Trade | BlockedId | undefined
  readonly at: Instant
  /** How many decisions came before it: each met a commit of somebody else's, or a number that was taken. */
  readonly attempt: number
}

export type Decision = { readonly outcome: Outcome; readonly change?: Omit<Change, 'partner' | 'exchange'> }

/** More attempts than any real race needs; each failed one means that another call on the trade was committed. */
const attemptsMost = 1_000

/**
 * Decides and commits. The journal keeps the ledger's own outcome, `told` is what the caller hears: a behaviour may have
 * the gateway say something else than it did.
 */
export async function decideAndCommit(
  parts: ExecutionParts,
  { order, partner, play, exchange }: Execution,
  key: TradeKey,
  decide: (circumstance: Circumstance) => Decision | Promise<Decision>,
): Promise<Outcome> {
  const { store, dialect, accounts } = parts
  const { plan } = play
  for (let attempt = 0; attempt < attemptsMost; attempt++) {
    const upTo = accounts === undefined ? undefined : await accounts.catchUp(partner)
    const at = partner.clock.now()
    // Nearly every pay is the first of its id.
    const absent = order.service === 'pay' && attempt === 0 && store.readsAreDear ? order.partnerTransId : undefined
    const isAsked = plan.kind !== 'lost' && absent === undefined
    const found = isAsked ? await store.trade(partner.pid, key) : undefined
    const held = found === undefined || isBlocked(found) ? found : asOf(found, at, dialect)
    const { outcome, change } = staging(order, play, held, dialect) ?? (await decide({ held, at, attempt }))
    const isNamed = exchange.partnerTransId !== '' || found === undefined
    const entry = entryOf(isNamed ? exchange : { ...exchange, partnerTransId: found.partnerTransId }, outcome)
    const committed = {
      ...change,
      ...(absent !== undefined && { absent }),
      ...accountOf(accounts, partner, { before: tradeOf(held), after: change?.trade }, upTo),
    }
    const result = await store
      .commit({ ...committed, partner: partner.pid, exchange: entry })
      .catch((error: unknown) => {
        partner.wallet.release(entry.partnerTransId)
        throw error
      })
    if (result === 'conflict') continue
    if (change?.trade !== undefined) {
      const seen = observed(accounts, partner, { before: tradeOf(held), after: change.trade })
      if (seen !== undefined) await seen
    }
    if (change?.tasks !== undefined && change.tasks.length > 0) parts.onTasks(partner, change.tasks)
    return plan.kind === 'misreported' ? staged(order, plan, dialect) : outcome
  }
  return { kind: 'refused', code: 'SYSTEM_ERROR' }
}

type Step = { readonly before: Trade | undefined; readonly after: Trade | undefined }

/** What goes with the commit for the accounts that simulators keep together. */
export function accountOf(
  accounts: SharedAccounts | undefined,
  partner: Partner,
  { before, after }: Step,
  asOf: number | undefined,
): Pick<Change, 'account'> {
  const account = after === undefined ? undefined : accounts?.entry(partner, { before, after }, asOf ?? 0)
  return account === undefined ? {} : { account }
}

/** A commit took the trade from one form to the next: the buyer's account follows, at once where it is this simulator's own. */
export function observed(
  accounts: SharedAccounts | undefined,
  partner: Partner,
  { before, after }: { readonly before: Trade | undefined; readonly after: Trade },
): Promise<unknown> | undefined {
  partner.wallet.release(after.partnerTransId)
  if (accounts !== undefined) return accounts.catchUp(partner)
  partner.wallet.observe(before, after)
  return undefined
}

function tradeOf(held: Circumstance['held']): Trade | undefined {
  return held === undefined || isBlocked(held) ? undefined : held
}

/** The journal's entry once it is decided. */
export function entryOf(exchange: Exchange, outcome: Outcome): Exchange {
  const entry = { ...exchange, outcome: outcomeLabel(outcome) }
  return outcome.kind === 'refused' && outcome.diagnosis !== undefined
    ? { ...entry, diagnosis: outcome.diagnosis }
    : entry
}

/** The decision that a behaviour takes instead of the ledger; undefined when the ledger decides. */
function staging(order: Order, { plan }: Play, held: Circumstance['held'], dialect: Dialect): Decision | undefined {
  if (plan.kind === 'lost') return { outcome: { kind: 'lost' } }
  if (plan.kind !== 'refused') return undefined
  // A trade that exists may be paid: only the ledger may say what became of it, or the gateway that it does not know.
  const decided = order.service === 'pay' && held !== undefined && plan.code !== 'SYSTEM_ERROR'
  return decided ? undefined : { outcome: staged(order, plan, dialect) }
}

/** The notification of what happened at an instant, and the task to send it: `dueAt`, unless a behaviour has its own time. */
export function announcement(
  trade: Trade,
  cause: NotificationCause,
  { at, dueAt: usual, random }: { at: Instant; dueAt: Instant; random: Random },
): { notifications?: readonly NotificationRecord[]; tasks?: readonly Task[] } {
  const record = notificationOf(trade, cause, { at, random })
  if (record === undefined) return {}
  const dueAt = firstSendAt(record.plan, { at, usual })
  const task: Task = { id: `notify/${record.id}`, partner: trade.partner, dueAt, kind: 'notify', ref: record.id }
  return { notifications: [record], tasks: [task] }
}
