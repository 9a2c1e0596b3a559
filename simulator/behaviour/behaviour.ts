/**
 * What a request may get, in words: the vocabulary between the files in scenarios/behaviours, the chooser, and the gateway
 * that acts it out. Types only; knows no file format, no wire and no store.
 * Source: design.md (Behaviours), issue 4; the terms of what a till ends in: terminal-api.md.
 */
import type { Instant } from '../../protocol/beijing-time.ts'
import type { Money } from '../../protocol/money.ts'
import type { Service } from '../../protocol/service.ts'
import type { Shop } from '../ledger/shop.ts'
import type { Latency } from './latency.ts'

/** One call, as far as the choice depends on it. */
export type Call = {
  readonly service: Service
  readonly partner: string
  /** Of the payment, whichever id the call named it by. */
  readonly partnerTransId: string
  readonly identityCode?: string
  /** Pay: `trans_amount`; refund: `refund_amount`. */
  readonly amount?: Money
  readonly shop: Shop
  /** This is the n-th call of this service on this trade; the first is 1. */
  readonly nth: number
  /** `Trade.behaviour`, once there is a trade. */
  readonly tradeBehaviour?: string
  readonly at: Instant
}

/** What happens to one call. */
export type Play = {
  /** `0303`; `0303@storm` when a climate chose it; `default`; or a rule's own id. What `Trade.behaviour` keeps. */
  readonly behaviour: string
  /** One phrase for the journal: "payment code 2800 0303…", "rule lunch-brownout", "partner default". */
  readonly why: string
  readonly plan: Plan
  /** Milliseconds before execution. */
  readonly delayBeforeMs: number
  /** Milliseconds after the commit, before the first byte. */
  readonly delayAfterMs: number
  /** Acts on the answer, after the commit (or instead of one: plan `lost`). */
  readonly fault?: Fault
  /** The call is held until a cancel of its id was executed, at most this many milliseconds. */
  readonly waitForCancel?: number
  /** A pay that opens WAIT_BUYER_PAY: what the buyer does. */
  readonly buyer?: BuyerPlan
  /** Stays with the trade. */
  readonly notifications?: NotificationPlan
}

/** What the ledger is asked to do. */
export type Plan =
  /** The ledger decides: a pay is paid at once; query, cancel and refund do their work. */
  | { readonly kind: 'normal' }
  /** Pay: WAIT_BUYER_PAY, answers UNKNOW. The trade closes unpaid after `closesAfterMs`, by default when the dialect says. */
  | { readonly kind: 'waiting'; readonly closesAfterMs?: number }
  /** Nothing is committed. */
  | ({ readonly kind: 'refused' } & Refusal)
  /** Executed and committed as normal, answered as an error. */
  | ({ readonly kind: 'misreported' } & Refusal)
  /** Nothing is executed: a fault before the commit. The step's fault says what the caller sees. */
  | { readonly kind: 'lost' }
  /** Refund: accepted whatever `is_sync` says, in progress until it is done, or for ever. */
  | { readonly kind: 'asynchronous'; readonly doneAfterMs: number | 'never' }

export type Refusal = {
  readonly code: string
  /** `gateway`: `is_success` F, unsigned. `business`: signed, with a `result_code`. */
  readonly level: 'gateway' | 'business'
  /** Cancel only. */
  readonly retryFlag?: 'Y' | 'N'
}

/** What happens to the answer on its way. */
export type Fault =
  /** Not a byte; the connection is closed after `holdMs`. */
  | { readonly kind: 'no answer'; readonly holdMs: number }
  | { readonly kind: 'reset' }
  /** A page of HTML under this status: a proxy on the way speaks. */
  | { readonly kind: 'http status'; readonly status: number }
  /** Only this share of the body, though Content-Length promises all of it. */
  | { readonly kind: 'truncated'; readonly keep: number }
  | { readonly kind: 'garbage'; readonly bytes: number }
  /** The right answer, a few bytes at a time. */
  | { readonly kind: 'slow drip'; readonly overMs: number }
  | { readonly kind: 'wrong key' }
  | { readonly kind: 'unsigned' }
  /** Genuine and signed, but about another trade. */
  | { readonly kind: 'other order' }
  /** Declared and written in the charset that the request did not ask for. */
  | { readonly kind: 'other charset' }
  /** Entities that expand tenfold on each of `levels` levels. */
  | { readonly kind: 'xml bomb'; readonly levels: number }
  | { readonly kind: 'external entity'; readonly systemId: string }
  | { readonly kind: 'huge'; readonly bytes: number }
  | { readonly kind: 'redirect'; readonly status: number; readonly to: string }
  /** Signed along with the others. */
  | { readonly kind: 'extra fields'; readonly count: number }
  | { readonly kind: 'empty' }

export type FaultKind = Fault['kind']

/** What the buyer does about a payment that waits for the password. */
export type BuyerPlan = {
  readonly does: 'pays' | 'declines' | 'wrong password' | 'balance too low' | 'nothing'
  /** Milliseconds after the trade was opened. */
  readonly afterMs?: number
  /** Instead of a time: in the very moment of the cancel, or just before the trade closes by itself. Only for `pays`. */
  readonly at?: 'cancel' | 'before expiry'
}

/** What goes wrong with the notifications of a trade. */
export type NotificationPlan =
  | { readonly kind: 'none' }
  | { readonly kind: 'late'; readonly afterMs: number }
  /** The same `notify_id` this many times in all, acknowledged or not. */
  | { readonly kind: 'repeated'; readonly sends: number; readonly everyMs: number }
  /** Besides the genuine one, one signed with a key of nobody's. */
  | { readonly kind: 'forged' }
  | { readonly kind: 'old key' }
  /** The amount was changed after signing; the genuine one follows. */
  | { readonly kind: 'tampered amount' }
  /** Held back until a later notification of the partner has gone out, at most `holdMs`; that one is not held. */
  | { readonly kind: 'out of order'; readonly holdMs: number }
  /** Sent as soon as the payment is committed; the step delays the answer. */
  | { readonly kind: 'before the answer' }
  /** Besides the genuine one, one that names and is signed for another partner. */
  | { readonly kind: 'another partner' }
  /** An acknowledgement counts only within `acknowledgeWithinMs`; within 0, none ever does. */
  | { readonly kind: 'slow receiver'; readonly acknowledgeWithinMs: number }

/** What one call, or several in a row, get. */
export type Step<L = Latency> = {
  /** For how many calls of the service on the trade. */
  readonly times: number | 'always'
  readonly plan: Plan
  readonly delayBefore?: L
  readonly delayAfter?: L
  readonly fault?: Fault
  readonly waitForCancel?: number
}

/** Steps in order; calls after the last step go as normal. */
export type Script<L = Latency> = readonly Step<L>[]

/** What the calls on one trade get. */
export type Story<L = Latency> = { readonly [S in Service]?: Script<L> } & {
  readonly buyer?: BuyerPlan
  readonly notifications?: NotificationPlan
}

/** `status` of a payment in the terminal API. */
export type PaymentEnd = 'pending' | 'paid' | 'not_paid' | 'cancelled' | 'unclear'

/** `status` of a refund in the terminal API. */
export type RefundEnd = 'pending' | 'refunded' | 'not_refunded' | 'unclear'

/** One file of scenarios/behaviours. */
export type Behaviour<L = Latency> = Story<L> & {
  /** Four digits. */
  readonly id: string
  readonly name: string
  /** What happens: a sentence. */
  readonly does: string
  /** Why it is rehearsed: the reason from the field. */
  readonly because: string
  /** What a correct till ends in; several where the protocol leaves it the choice. */
  readonly till: readonly PaymentEnd[]
  /** The same for a refund; absent when refunds go as normal. */
  readonly tillRefund?: readonly RefundEnd[]
  readonly source: readonly string[]
}

/** A rule that did not match, and the first condition that did not hold. */
export type NearMiss = {
  readonly rule: string
  /** How many conditions held before that one. */
  readonly held: number
  /** `match.amount`, `times`, `ttlMs`. */
  readonly condition: string
  readonly wanted: string
  readonly was: string
}

export type Explanation = {
  readonly chosenBy: 'rule' | 'payment code' | 'trade' | 'partner default' | 'climate' | 'nothing'
  /** The nearest first, at most five. */
  readonly nearMisses: readonly NearMiss[]
}

export type Chosen = { readonly play: Play; readonly explain: Explanation }
