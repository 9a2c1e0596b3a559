/**
 * All that can be asked of, and done to, one partner of a simulator. What goes in and out is as on the wire, in the
 * protocol's names. Every method rejects with AdminError when the simulator refuses.
 */
import type { RuleDraft } from '../../behaviour/rule-types.ts'
import type { ExchangeSummary, ExchangeView } from '../../journal/exchange-view.ts'
import type { BuyerChange, BuyerView, CodeView, MessageView } from '../buyer-view.ts'
import type { ClockView } from '../clock-view.ts'
import type { Har } from '../exchange-har.ts'
import type { ExchangeMatch } from '../exchange-match.ts'
import type { ExpectedCount, Verification } from '../expectation.ts'
import type { MerchantDecision, MerchantView } from '../merchant-view.ts'
import type { FullNotificationView, NotificationState, NotificationView } from '../notification-view.ts'
import type { PartnerChange, PartnerView } from '../partner-view.ts'
import type { ReconciliationView } from '../reconciliation-view.ts'
import type { ImaginedCall, RuleExplanation, RuleView } from '../rule-view.ts'
import type { ForcedState } from '../transaction-force.ts'
import type { TransactionView } from '../transaction-view.ts'

export type PartnerAdmin = {
  readonly pid: string
  get(): Promise<PartnerView>
  /** What is left out stays; null takes it away. All of it or nothing. */
  change(change: PartnerChange): Promise<PartnerView>
  /** Forgets the partner and all of its trades; the first one can only be reset. */
  delete(): Promise<void>
  /** Back to how it began: no trades, notifications, exchanges and rules; its clock runs from now. */
  reset(): Promise<PartnerView>
  readonly rules: {
    /** In the order in which they are tried. */
    list(): Promise<readonly RuleView[]>
    /** Adds them at the end; one of the same id is replaced where it stands. All or none. */
    put(rules: readonly RuleDraft[]): Promise<readonly RuleView[]>
    /** These instead of all rules made here; rules of a file stay. All or none. */
    replace(rules: readonly RuleDraft[]): Promise<readonly RuleView[]>
    delete(id: string): Promise<void>
    /** No rules made here any more; rules of a file stay. */
    clear(): Promise<void>
    /** What a call would get that is only imagined, why, and which rules nearly match. Counts nothing. */
    explain(call: ImaginedCall): Promise<RuleExplanation>
  }
  readonly transactions: {
    /** In the order in which they were made. */
    list(filter?: TransactionFilter): Promise<TransactionPage>
    /** @param id `partner_trans_id` or `alipay_trans_id` */
    get(id: string): Promise<TransactionView>
    /** The buyer pays or declines now, or it is closed now. Rejects with ILLEGAL_TRANSITION when it cannot be. */
    force(id: string, to: ForcedState): Promise<TransactionView>
  }
  readonly buyers: {
    list(): Promise<readonly BuyerView[]>
    /** What is left out is made up from the partner's seed. */
    create(buyer?: BuyerChange): Promise<BuyerView>
    get(userId: string): Promise<BuyerView>
    /** null takes a limit away. */
    change(userId: string, change: BuyerChange): Promise<BuyerView>
    /** A fresh payment code: good for a minute and one payment. */
    code(userId: string): Promise<CodeView>
    /** What the phone was told, oldest first. */
    inbox(userId: string): Promise<readonly MessageView[]>
  }
  readonly notifications: {
    /** In the order in which they were made. */
    list(filter?: NotificationFilter): Promise<readonly NotificationView[]>
    get(notifyId: string): Promise<FullNotificationView>
    /** Sends it now, whatever became of it before; resolves when the receiver has answered. */
    resend(notifyId: string): Promise<FullNotificationView>
    /** It is not sent until it is released. */
    hold(notifyId: string): Promise<FullNotificationView>
    release(notifyId: string): Promise<FullNotificationView>
  }
  readonly merchants: {
    /** The stores that the partner has registered, in that order. */
    list(): Promise<readonly MerchantView[]>
    /** Decides on a registration now. */
    review(secondaryMerchantId: string, storeId: string, decision: MerchantDecision): Promise<MerchantView>
  }
  readonly reconciliation: {
    /** @param date `2024-01-15` or `20240115`: the day of the payments, or of the settlement */
    get(date: string): Promise<ReconciliationView>
  }
  readonly exchanges: {
    /** The newest that match, oldest first. */
    list(filter?: ExchangeFilter): Promise<readonly ExchangeSummary[]>
    get(id: number): Promise<ExchangeView>
    /** Resolves as soon as so many match, those of before included, or when the time is over. */
    wait(waiting?: Waiting): Promise<Waited>
    har(filter?: ExchangeFilter): Promise<Har>
    /** One whole exchange a line, as JSON. */
    jsonLines(filter?: ExchangeFilter): Promise<string>
  }
  readonly expectations: {
    verify(expectation: Expectation): Promise<Verification>
    /** Rejects with EXPECTATION_FAILED, and a message that lists the nearest misses. */
    assert(expectation: Expectation): Promise<void>
  }
  readonly clock: {
    get(): Promise<ClockView>
    /** @param at ISO 8601, or `2024-01-15 12:00:00` in Beijing; by default where it is */
    freeze(at?: string): Promise<ClockView>
    /** @param scale how many seconds of the partner pass in one; by default as before */
    run(scale?: number): Promise<ClockView>
    /** Moves a frozen clock on: all that falls due happens, in order. Resolves when it has settled. */
    advance(distance: ClockDistance): Promise<ClockView>
  }
  readonly seed: {
    get(): Promise<string>
    /** For all that is drawn from now on. */
    set(seed: string): Promise<string>
  }
}

export type TransactionFilter = {
  readonly state?: TransactionView['state'] | undefined
  readonly partner_trans_id?: string | undefined
  /** The `next` of an earlier page. */
  readonly cursor?: string | undefined
  /** @default 100 */
  readonly limit?: number | undefined
}

export type TransactionPage = {
  readonly transactions: readonly TransactionView[]
  /** The cursor of the next page; null on the last. */
  readonly next: string | null
}

export type NotificationFilter = {
  readonly state?: NotificationState | undefined
  readonly partner_trans_id?: string | undefined
  /** The newest so many. @default 100 */
  readonly limit?: number | undefined
}

export type ExchangeFilter = Omit<ExchangeMatch, 'parameters'> & {
  /** Only exchanges with a higher id. */
  readonly after?: number | undefined
  /** The newest so many. @default 100 */
  readonly limit?: number | undefined
}

export type Waiting = Omit<ExchangeFilter, 'limit'> & {
  /** @default 1 */
  readonly count?: number | undefined
  /** On the wall clock. @default 5000 */
  readonly timeout_ms?: number | undefined
}

export type Waited = {
  /** As many as were waited for. */
  readonly came: boolean
  readonly count: number
  readonly exchanges: readonly ExchangeSummary[]
}

/** How many requests like this; without a number at least one. */
export type Expectation = ExpectedCount & {
  readonly match: ExchangeMatch
  /** Only exchanges with a higher id. */
  readonly after?: number | undefined
}

/** `to`: ISO 8601, or `2024-01-15 12:00:00` in Beijing. */
export type ClockDistance = { readonly ms: number } | { readonly to: string }
