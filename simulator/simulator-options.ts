/**
 * What a simulator is started with, and the handle to a running one. Types only.
 */
import type { RuleFileChange } from './behaviour/rule-file.ts'
import type { Clock } from './clock.ts'
import type { Dialect } from './dialect/switch.ts'
import type { Exchange } from './journal/exchange.ts'
import type { NotificationRecord } from './notify/notification-record.ts'
import type { Partner, PartnerOptions } from './partner.ts'
import type { PartnerRegistry } from './partner-registry.ts'
import type { DefaultsDraft } from './stage.ts'
import type { Store } from './store/store.ts'

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
  /** Needed by every call of the control API; without one only this machine may call it. */
  readonly adminToken?: string
  /** @default the machine's */
  readonly clock?: Clock
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
