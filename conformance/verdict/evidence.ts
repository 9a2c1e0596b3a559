/**
 * What the three witnesses of one case have seen: what the SUT said, what the ledger holds, what went over the wire.
 * Plain data, all of it from outside: the SUT's answers and the control API. Source: design.md ("The conformance kit").
 */
import type {
  Capabilities,
  Payment,
  PaymentRequest,
  Refund,
  RefundRequest,
} from '../../reference/terminal-api/words.ts'
import type { ExchangeView, NotificationView, TransactionView } from '../../simulator/admin/client/index.ts'
import type { Case } from '../case/case-schema.ts'
import type { ChainSeen } from './chain-seen.ts'
import type { Word } from './heard.ts'
import type { Testimony } from './testimony.ts'

/** One call of the SUT at the gateway. */
export type Call = {
  readonly id: number
  /** On the partner's clock, in milliseconds of the protocol: `time_scale` is in it already. */
  readonly at: number
  /** The same instant on the wall clock, which is what the SUT's own clock shows. */
  readonly wallAt: number
  readonly service: string
  readonly partnerTransId: string
  readonly outcome: string
  readonly values: ReadonlyMap<string, string>
  /** What the answer says to whoever can believe it. */
  readonly word: Word
  /** False where the SUT cannot have heard it in time, or must not believe it. */
  readonly sure: boolean
  /** True where it may have heard and believed it, though nobody can say. */
  readonly possible: boolean
  /** When the answer was out, on the partner's clock. */
  readonly endedAt: number
  readonly exchange: ExchangeView
}

export type RefundSeen = {
  readonly name: string
  readonly request: RefundRequest
  /** The last that was told; undefined when the SUT refused or said nothing. */
  readonly told: Refund | undefined
}

/** A payment of the case, with all that is known of it. */
export type Sale = {
  readonly name: string
  readonly request: PaymentRequest
  /** Who took it, where the SUT is a relay. */
  readonly merchant?: string
  /** The last that was told. */
  readonly told: Payment | undefined
  /** Every status that was told, in order. */
  readonly history: readonly Payment[]
  /** The cashier cancelled, or tried to. */
  readonly cancelAsked: boolean
  readonly refunds: readonly RefundSeen[]
  /** In the order of the wire. */
  readonly calls: readonly Call[]
  /** Payment codes seen under its order ids in the whole run, masked. */
  readonly codes: readonly string[]
  readonly trades: readonly TransactionView[]
  readonly notifications: readonly NotificationView[]
}

/** Something a step should have brought about and did not. */
export type StepFinding = { readonly text: string }

export type Evidence = {
  readonly theCase: Case
  readonly sales: readonly Sale[]
  readonly capabilities: Capabilities
  /** What a till should end in, by the behaviour; undefined where there is none. */
  readonly till: { readonly payment: readonly string[]; readonly refund: readonly string[] | undefined } | undefined
  /** How many times faster than the protocol's everything ran. */
  readonly timeScale: number
  readonly steps: readonly StepFinding[]
  /** How long the kit, with the gateway in it, or the SUT once stood still, on the wall clock. @default 0 */
  readonly stalledMs?: number
  /** Only where a person was at the till: what he was asked and what he answered, in order. */
  readonly testimony?: readonly Testimony[]
  /** Only around a relay. */
  readonly chain?: ChainSeen
}

/** What a rule has to say against a SUT. */
export type Finding = {
  /** A phrase: what was seen, and what should have been. */
  readonly text: string
  /** Which witness saw it. */
  readonly witness: 'told' | 'ledger' | 'wire'
  /** Ids of exchanges in the journal. */
  readonly exchanges?: readonly number[]
}

export type Rule = {
  /** `money/told-paid`; never used again for another rule. */
  readonly id: string
  /** What holds: a sentence. */
  readonly sentence: string
  readonly clause: string
  readonly level: 'must' | 'should'
  /** `asked`: only where a case names it. @default 'always' */
  readonly on?: 'asked'
  readonly check: (evidence: Evidence) => readonly Finding[]
}
