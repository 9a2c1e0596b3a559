/**
 * What the control API needs of the simulator: all that it shows and moves, handed in.
 */
import type { Agenda, TaskRunner } from '../agenda.ts'
import type { AlipayKeys } from '../alipay-keys.ts'
import type { Clock } from '../clock.ts'
import type { Dialect } from '../dialect/switch.ts'
import type { JournalBell } from '../journal/journal-bell.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { Partner, PartnerOptions } from '../partner.ts'
import type { PartnerRegistry } from '../partner-registry.ts'
import type { Beginnings } from '../partner-reset.ts'
import type { SettlementTerms } from '../settlement/settlement-terms.ts'
import type { SharedAccounts } from '../shared-accounts.ts'
import type { Store } from '../store/store.ts'
import type { Together } from '../together.ts'

export type AdminParts = {
  readonly store: Store
  readonly dialect: Dialect
  readonly partners: PartnerRegistry
  readonly agenda: Agenda
  readonly alipayKeys: AlipayKeys
  /** The simulator's, on which partners' clocks run. */
  readonly clock: Clock
  /** For timeouts: somebody really waits at the other end. */
  readonly wallClock: Clock
  /** Told of each new exchange and of each answer. */
  readonly journalBell: JournalBell
  readonly metrics: Metrics
  readonly seed: string
  readonly makePartner: (options: PartnerOptions, seed: string) => Partner
  /** How reconciliation files are made. */
  readonly terms: SettlementTerms
  /** What a reset goes back to. */
  readonly beginnings: Beginnings
  /** Does at once what a task would do when it falls due. */
  readonly runTask: TaskRunner
  /** Without one only this machine may ask; with one everybody who knows it. */
  readonly adminToken?: string
  /** Aborted when the simulator stops: whoever waits is told so. */
  readonly stopping: AbortSignal
  readonly onError: (error: unknown) => void
  /** Makes durable what one partner, or each, is set to by now. */
  readonly keep: (pid?: string) => Promise<void>
  readonly accounts?: SharedAccounts | undefined
  /** Where simulators share a store: what others did to the partner is known here, and no two change it at once. */
  readonly together?: Pick<Together, 'catchUp' | 'alone'> | undefined
}
