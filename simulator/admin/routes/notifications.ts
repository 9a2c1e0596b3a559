/** A partner's notifications: looked at, sent again, held back and let go. */
import { z } from '@hono/zod-openapi'
import { closed } from '../../behaviour/problem.ts'
import type { NotificationRecord } from '../../notify/notification-record.ts'
import type { Partner } from '../../partner.ts'
import type { Task } from '../../store/store.ts'
import type { AdminParts } from '../admin-parts.ts'
import {
  type FullNotificationView,
  type NotificationView,
  viewFullNotification,
  viewNotification,
} from '../notification-view.ts'
import { notFound, type Refused, refuse } from '../problem-details.ts'
import { type Answer, json, partnerRoute, type Route } from '../route.ts'
import { limitSchema, momentSchema } from '../schemas.ts'

const stateSchema = z.enum(['pending', 'held', 'acknowledged', 'given up'])

const shape = {
  notify_id: z.string(),
  partner: z.string(),
  partner_trans_id: z.string(),
  alipay_trans_id: z.string(),
  notify_action_type: z.string(),
  notify_url: z.string(),
  state: stateSchema,
  plan: z.string().nullable(),
  created_at: momentSchema,
  attempts: z.array(
    z
      .object({ at: momentSchema, took_ms: z.int(), status: z.int(), said: z.string(), acknowledged: z.boolean() })
      .openapi('Attempt'),
  ),
}

const notificationSchema: z.ZodType<NotificationView> = z.object(shape).openapi('Notification')
const fullSchema: z.ZodType<FullNotificationView> = z
  .object({ ...shape, charset: z.string(), sign_type: z.string(), fields: z.record(z.string(), z.string()) })
  .openapi('FullNotification')

const querySchema = closed({
  state: stateSchema.optional(),
  partner_trans_id: z.string().optional(),
  limit: limitSchema(1_000),
})

const path = closed({ notify_id: z.string() })

export const notificationRoutes: readonly Route[] = [
  partnerRoute(
    'notifications.list',
    { query: querySchema, answer: z.object({ notifications: z.array(notificationSchema) }) },
    async ({ pid }, { query: { state, partner_trans_id: id, limit = 100 } }, { parts: { store } }) => {
      const all = (await store.notifications(pid)).map(viewNotification)
      const matching = all.filter(
        (one) => (state ?? one.state) === one.state && (id ?? one.partner_trans_id) === one.partner_trans_id,
      )
      return json({ notifications: matching.slice(-limit) })
    },
  ),
  partnerRoute('notifications.get', { path, answer: fullSchema }, async (partner, input, { parts }) =>
    shown(parts, partner, input.path.notify_id),
  ),
  partnerRoute(
    'notifications.resend',
    { path, answer: fullSchema, problems: ['ILLEGAL_TRANSITION'] },
    async (partner, { path: { notify_id: id } }, { parts }) => {
      const record = await recordOf(parts, partner, id)
      if ('kind' in record) return record
      if (record.state === 'held')
        return refuse('ILLEGAL_TRANSITION', `Notification ${id} is held; release it instead.`)
      await parts.store.commit({ partner: partner.pid, notifications: [{ ...record, state: 'pending' }] })
      await parts.runTask(partner, sending(partner, id))
      parts.agenda.watch(partner)
      return shown(parts, partner, id)
    },
  ),
  partnerRoute(
    'notifications.hold',
    { path, answer: fullSchema, problems: ['ILLEGAL_TRANSITION'] },
    async (partner, { path: { notify_id: id } }, { parts }) => {
      const record = await recordOf(parts, partner, id)
      if ('kind' in record) return record
      if (record.state !== 'pending')
        return refuse('ILLEGAL_TRANSITION', `Notification ${id} is ${record.state}; only a pending one can be held.`)
      const notifications: NotificationRecord[] = [{ ...record, state: 'held' }]
      await parts.store.commit({ partner: partner.pid, notifications })
      return shown(parts, partner, id)
    },
  ),
  partnerRoute(
    'notifications.release',
    { path, answer: fullSchema, problems: ['ILLEGAL_TRANSITION'] },
    async (partner, { path: { notify_id: id } }, { parts }) => {
      const record = await recordOf(parts, partner, id)
      if ('kind' in record) return record
      if (record.state !== 'held')
        return refuse('ILLEGAL_TRANSITION', `Notification ${id} is ${record.state}; only a held one can be released.`)
      const notifications: NotificationRecord[] = [{ ...record, state: 'pending' }]
      await parts.store.commit({ partner: partner.pid, notifications, tasks: [sending(partner, id)] })
      parts.agenda.watch(partner)
      return shown(parts, partner, id)
    },
  ),
]

async function shown(parts: AdminParts, partner: Partner, id: string): Promise<Answer<FullNotificationView>> {
  const record = await recordOf(parts, partner, id)
  return 'kind' in record ? record : json(viewFullNotification(record))
}

async function recordOf({ store }: AdminParts, { pid }: Partner, id: string): Promise<NotificationRecord | Refused> {
  return (await store.notification(pid, id)) ?? notFound(`notification ${id}`)
}

/** The task that sends it, due now: the one that its first send had, so that there is never a second. */
function sending({ pid, clock }: Partner, notifyId: string): Task {
  return { id: `notify/${notifyId}`, partner: pid, dueAt: clock.now(), kind: 'notify', ref: notifyId }
}
