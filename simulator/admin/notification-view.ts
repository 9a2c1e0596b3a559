/** A notification and its sends as the control API shows them. Pure. Source: flows.md §5. */
import { valueNamed } from '../../protocol/parameter.ts'
import type { NotificationRecord } from '../notify/notification-record.ts'
import { type Moment, momentOf } from './moment.ts'

export type NotificationState = NotificationRecord['state']

export type NotificationView = {
  readonly notify_id: string
  readonly partner: string
  readonly partner_trans_id: string
  readonly alipay_trans_id: string
  readonly notify_action_type: string
  readonly notify_url: string
  readonly state: NotificationState
  /** What goes wrong with it on purpose; null when nothing does. */
  readonly plan: string | null
  readonly created_at: Moment
  readonly attempts: readonly AttemptView[]
}

export type AttemptView = {
  readonly at: Moment
  /** Until the end of the answer, or until nobody waited any longer; real milliseconds. */
  readonly took_ms: number
  /** 0 when there was no answer. */
  readonly status: number
  /** The first characters of what the receiver said, or why nobody did. */
  readonly said: string
  readonly acknowledged: boolean
}

/** With what it says, but for `notify_time`, `sign_type` and `sign`, which each send makes anew. */
export type FullNotificationView = NotificationView & {
  readonly charset: string
  readonly sign_type: string
  readonly fields: Readonly<Record<string, string>>
}

export function viewNotification(record: NotificationRecord): NotificationView {
  const field = (name: string) => valueNamed(record.fields, name) ?? ''
  return {
    notify_id: record.id,
    partner: record.partner,
    partner_trans_id: field('out_trade_no'),
    alipay_trans_id: record.alipayTransId,
    notify_action_type: field('notify_action_type'),
    notify_url: record.to.url,
    state: record.state,
    plan: record.plan?.kind ?? null,
    created_at: momentOf(record.createdAt),
    attempts: record.attempts.map(({ at, tookMs, status, said, acknowledged }) => ({
      at: momentOf(at),
      took_ms: tookMs,
      status,
      said,
      acknowledged,
    })),
  }
}

export function viewFullNotification(record: NotificationRecord): FullNotificationView {
  const { charset, signType } = record.to
  return {
    ...viewNotification(record),
    charset,
    sign_type: signType,
    fields: Object.fromEntries(record.fields.map(({ name, value }) => [name, value])),
  }
}
