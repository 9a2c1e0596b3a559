/**
 * A notification and its deliveries so far: plain data, as every store keeps it. Source: flows.md §5.
 */
import type { Instant } from '../../protocol/beijing-time.ts'
import type { Parameter } from '../../protocol/parameter.ts'
import type { NotificationPlan } from '../behaviour/behaviour.ts'
import type { NotifyAddress } from '../ledger/trade.ts'

export type DeliveryAttempt = {
  /** When it was sent, not when it was answered. */
  readonly at: Instant
  /** How long it took to the end of the answer, or until nobody waited any longer. Real milliseconds. */
  readonly tookMs: number
  /** HTTP status, or 0 when there was no answer. */
  readonly status: number
  /** The first characters of what the receiver said, or why nobody did. */
  readonly said: string
  readonly acknowledged: boolean
}

export type NotificationRecord = {
  /** `notify_id`: the same in every repeat. */
  readonly id: string
  readonly partner: string
  readonly alipayTransId: string
  readonly to: NotifyAddress
  /** All fields but `notify_time`, `sign_type` and `sign`, which each send makes anew. */
  readonly fields: readonly Parameter[]
  readonly createdAt: Instant
  /** When the last send began, be it answered or not. Absent until then. */
  readonly sentAt?: Instant
  /** What goes wrong with it on purpose. */
  readonly plan?: NotificationPlan
  /** It was due, and waits to be overtaken: out of order on purpose. */
  readonly heldBack?: true
  readonly attempts: readonly DeliveryAttempt[]
  readonly state: 'pending' | 'held' | 'acknowledged' | 'given up'
}
