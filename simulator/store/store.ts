/**
 * What every store does: it keeps trades, tasks, notifications and the journal, and commits a change wholly or not at all.
 * Asynchronous, with optimistic locking by version, so that a file and a remote server can stand behind it as well as memory.
 */
import type { Instant } from '../../protocol/beijing-time.ts'
import type { Exchange, SentAnswer } from '../journal/exchange.ts'
import type { BlockedId, Trade } from '../ledger/trade.ts'
import type { NotificationRecord } from '../notify/notification-record.ts'
import type { Sharing } from './sharing.ts'

/** Something that falls due at a later instant of the partner's clock. It stays until a change names it as done. */
export type Task = {
  readonly id: string
  readonly partner: string
  readonly dueAt: Instant
  readonly kind: 'notify' | 'buyer' | 'refund' | 'expiry'
  /** What it is about: a `notify_id`, an `alipay_trans_id`, or `alipay_trans_id/partner_refund_id`. */
  readonly ref: string
}

export type Change = {
  readonly partner: string
  /** The next form of a trade: its version must be one above the one held; version 1 must be new by both its ids. */
  readonly trade?: Trade
  /** Must be new; a trade of that `partner_trans_id` may not exist either. */
  readonly block?: BlockedId
  /** A `partner_trans_id` of which nothing may be known, no trade and no blocked id: what was decided rests on that. */
  readonly absent?: string
  /** A `partner_refund_id` that this trade claims; claiming it again for the same trade is no conflict. */
  readonly refundId?: string
  /** A payment code that this trade uses up: a conflict when another trade has used it. */
  readonly spends?: string
  /** Replaces the record of the same id. */
  readonly notifications?: readonly NotificationRecord[]
  readonly tasks?: readonly Task[]
  readonly done?: readonly Task['id'][]
  readonly exchange?: Exchange
  /** What the wallet of the trade's buyer hears of it. Only where simulators share the store. */
  readonly account?: AccountEntry
}

export type AccountEntry = {
  readonly userId: string
  readonly text: string
  /** It was judged by the account as of that entry of the partner: a conflict when the account has another one since. */
  readonly asOf: number
}

export type CommitResult = 'committed' | 'conflict'

export type TradeKey = { readonly partnerTransId: string } | { readonly alipayTransId: string }

export type Page<Row> = { readonly rows: readonly Row[]; readonly next: string | null }

export type TradeFilter = { readonly state?: Trade['state']['name']; readonly cursor?: string; readonly limit?: number }

export type ExchangeFilter = {
  readonly partner?: string
  readonly service?: string
  readonly partnerTransId?: string
  readonly outcome?: string
  /** Only exchanges with a higher id. */
  readonly after?: number
  readonly limit?: number
}

export type Store = {
  /** Undefined when nothing is known of the id, the blocked id when it was cancelled before it was paid. */
  trade(partner: string, key: TradeKey): Promise<Trade | BlockedId | undefined>
  /** The `partner_trans_id` of the trade that claimed the refund id. */
  refundOwner(partner: string, partnerRefundId: string): Promise<string | undefined>
  /** The `partner_trans_id` of the trade that used up the payment code. */
  codeSpender(partner: string, identityCode: string): Promise<string | undefined>
  trades(partner: string, filter: TradeFilter): Promise<Page<Trade>>

  /** To ask costs a way there and back, or a look into a file: who most likely finds nothing decides on that, and has it checked by {@link Change.absent}. */
  readonly readsAreDear?: true

  /** All of the change, durably, or none of it. `conflict`: somebody was faster; read again and decide anew. */
  commit(change: Change): Promise<CommitResult>

  /** Counts calls, e.g. the n-th query of a trade: adds one and gives the sum. */
  count(partner: string, name: string): Promise<number>

  /** Hands each task that has fallen due to one caller; it stays the store's until a change puts it anew or names it done. */
  claimDue(partner: string, until: Instant, limit: number): Promise<readonly Task[]>
  /** When the next task that nobody has claimed falls due. */
  nextDue(partner: string): Promise<Instant | undefined>

  notification(partner: string, notifyId: string): Promise<NotificationRecord | undefined>
  notifications(partner: string): Promise<readonly NotificationRecord[]>

  /** The number that the next exchange is known by. */
  nextExchangeId(): number
  /** What went out, once it went out. Undefined when the journal has dropped the exchange by then. */
  closeExchange(id: number, answer: SentAnswer): Promise<Exchange | undefined>
  exchange(id: number): Promise<Exchange | undefined>
  exchanges(filter: ExchangeFilter): Promise<readonly Exchange[]>

  /** Forgets all of one partner; of its documents, the one named `partner` stays. */
  reset(partner: string): Promise<void>
  /** What was committed stays, where anything stays at all. */
  close(): Promise<void>

  /** Absent when all is forgotten at the end. */
  readonly kept?: Keeping
  /** Absent when this simulator is the only one that is ever at work on it. */
  readonly shared?: Sharing
}

/** What a store that survives keeps besides: texts that the simulator is put together from again, and the way to its balances. */
export type Keeping = {
  documents(): Promise<readonly KeptDocument[]>
  /** Resolves when it is durable. */
  keep(partner: string, name: string, write: DocumentWriter): Promise<void>
  /** With the next commit, or a moment later. */
  keepSoon(partner: string, name: string, write: DocumentWriter): void
  /** What commits did to buyers since the one of that number, oldest first. */
  movements(partner: string, after: number): Promise<readonly KeptMovement[]>
}

/** @param partner empty: of the simulator as a whole */
export type KeptDocument = { readonly partner: string; readonly name: string; readonly text: string }

/**
 * Asked when it is about to be written, and all that was committed before has been told; null takes the document away.
 * @param lastMovement the number of the partner's newest movement by then
 */
export type DocumentWriter = (lastMovement: number) => string | null

export type KeptMovement = {
  /** Grows with each commit of the partner. */
  readonly number: number
  /** Of the trade, as it was then. */
  readonly version: number
  readonly state: Trade['state']['name']
  /** CNY minor units. */
  readonly taken: number
  readonly givenBack: number
  /** As it is now. */
  readonly trade: Trade
}

export function isBlocked(held: Trade | BlockedId): held is BlockedId {
  return 'blockedAt' in held
}
