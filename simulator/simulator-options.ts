/**
 * What a simulator is started with, and the handle to a running one. Types only.
 */
import type { RuleFileChange } from './behaviour/rule-file.ts'
import type { Clock } from './clock.ts'
import type { Dialect } from './dialect/switch.ts'
import type { Exchange } from './journal/exchange.ts'
import type { Resolve } from './notify/destination-guard.ts'
import type { NotificationRecord } from './notify/notification-record.ts'
import type { Partner, PartnerOptions } from './partner.ts'
import type { PartnerRegistry } from './partner-registry.ts'
import type { SettlementTerms } from './settlement/settlement-terms.ts'
import type { DefaultsDraft } from './stage.ts'
import type { Store } from './store/store.ts'
import type { TlsOptions, TlsSide } from './tls/edge.ts'
import type { Tracing } from './trace/tracing.ts'
import type { UpstreamOptions } from './upstream/upstream-gateway.ts'
import type { SmsPort } from './wallet/sms-port.ts'

export type SimulatorOptions = {
  /** @default '127.0.0.1' */
  readonly host?: string
  /** 0 takes a free one. @default 0 */
  readonly port?: number
  /** The first is the one that `Simulator.partner` names. @default the demo partner */
  readonly partners?: readonly PartnerOptions[]
  /** @default the `global` dialect */
  readonly dialect?: Dialect
  /** The same seed and the same requests give the same answers. @default one nobody chose */
  readonly seed?: string
  /** Where Alipay's RSA pair is kept. @default nowhere: it lives as long as the simulator */
  readonly stateDir?: string
  /**
   * What keeps trades, settings and what is due over restarts: a file (SQLite), or the address of a Redis that any number of
   * simulators share (`redis://…`). @default none: all is forgotten at the end
   */
  readonly state?: string
  /** Instead of `state`: a store that is open already. It is closed with the simulator. */
  readonly store?: Store
  /** A folder of behaviours of your own, numbered 0900 to 0999. */
  readonly behaviours?: string
  /** What calls get that no rule and no payment code decides. */
  readonly defaults?: DefaultsDraft
  /** How many times faster latency and faults pass: 10 makes every wait a tenth. @default 1 */
  readonly timeScale?: number
  /** Calls let through in a second, on average; more are answered SYSTEM_ERROR. @default as many as come */
  readonly rateLimit?: number
  /** Connections open at once; more are closed unanswered. @default as many as come */
  readonly connectionsMost?: number
  /** A YAML file of rules, read again whenever it changes. */
  readonly rules?: string
  /** Told of each edit of the rules file, taken or not. */
  readonly onRules?: (change: RuleFileChange) => void
  /** Refuse payment codes that are unknown, spent or older than a minute. @default false */
  readonly strict?: boolean
  /** How many exchanges the journal keeps of each partner. @default 10_000 */
  readonly journalSize?: number
  /** How long a journal that is kept in a file keeps an exchange, in milliseconds. @default for ever */
  readonly journalAgeMs?: number
  /** Listen with TLS as well, under the names of the real gateways. */
  readonly tls?: TlsOptions
  /** A real gateway answers in place of the simulator, which says where it would have answered otherwise. */
  readonly upstream?: UpstreamOptions
  /** OpenTelemetry: a span a request, and one a step. @default none, at no cost */
  readonly tracing?: Tracing
  /** Needed by every call of the control API; without one only this machine may call it. */
  readonly adminToken?: string
  /** @default the machine's */
  readonly clock?: Clock
  /** Post notifications to private, link-local and reserved addresses too. Loopback is always allowed. @default false */
  readonly notifyPrivate?: boolean
  /** Looks up the names in `notify_url`. @default the machine's */
  readonly resolve?: Resolve
  /** What the contract and the silent pages leave to choose about reconciliation files. */
  readonly settlement?: Partial<SettlementTerms>
  /** Where SMS to buyers go besides the inbox that the control API shows. @default nowhere */
  readonly sms?: SmsPort
  /** Told of each exchange once its answer is out. */
  readonly onExchange?: (exchange: Exchange) => void
  /** Told of each send of a notification. */
  readonly onDelivery?: (record: NotificationRecord) => void
  /** Told of what should not happen: a bug of ours, or a broken surrounding. */
  readonly onError?: (error: unknown) => void
}

export type Simulator = AsyncDisposable & {
  /** `http://127.0.0.1:4100/gateway.do` */
  readonly gateway: string
  /** `http://127.0.0.1:4100/_admin` */
  readonly admin: string
  readonly port: number
  /** With the option `tls`. */
  readonly tls?: TlsSide
  readonly seed: string
  readonly partner: Partner
  readonly partners: PartnerRegistry
  readonly store: Store
  readonly clock: Clock
  /** What partners verify RSA answers with: SPKI PEM. */
  alipayPublicKey(): Promise<string>
  /** Resolves when nothing that has fallen due is still being worked on. */
  settled(): Promise<void>
  /** Answers that are under way end; what is due later stays in the store. */
  stop(): Promise<void>
}
