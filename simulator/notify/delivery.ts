/**
 * Sends a notification that has fallen due, and decides from the receiver's answer what comes next: done, again, or given up.
 * Source: flows.md §5, signature.md §5 (acknowledgement).
 */
import type { AlipayKeys } from '../alipay-keys.ts'
import type { Dialect } from '../dialect/switch.ts'
import type { Partner } from '../partner.ts'
import type { Store, Task } from '../store/store.ts'
import { formsOf } from './notification-form.ts'
import type { NotificationRecord } from './notification-record.ts'
import { acknowledgeTimeoutMs, type Post, type PostResult } from './post.ts'
import { nextPauseMs } from './schedule.ts'

export type DeliveryParts = {
  readonly store: Store
  readonly dialect: Dialect
  readonly alipayKeys: AlipayKeys
  readonly post: Post
  readonly onDelivery: (record: NotificationRecord) => void
}

export async function deliver(parts: DeliveryParts, partner: Partner, task: Task): Promise<void> {
  const { store, dialect, onDelivery } = parts
  const due = await store.notification(partner.pid, task.ref)
  if (due?.state !== 'pending') return drop(store, task)
  const sentAt = partner.clock.now()
  const record: NotificationRecord = { ...due, sentAt }
  // Before the first byte: a receiver that asks notify_verify asks before it answers.
  await store.commit({ partner: partner.pid, notifications: [record] })
  const result = await sendForms(parts, partner, record)

  // Held or forgotten while the receiver took its time: what was decided meanwhile stays.
  const now = await store.notification(partner.pid, task.ref)
  if (now === undefined) return drop(store, task)
  const acknowledged = isAcknowledged(result, dialect)
  const attempts = [...now.attempts, { at: sentAt, ...bounded(result), acknowledged }]
  const pauseMs = pauseAfter(now, attempts.length, acknowledged, dialect)
  const state = pauseMs !== undefined ? now.state : acknowledged ? 'acknowledged' : 'given up'
  const next: NotificationRecord = { ...now, attempts, state }
  await store.commit({
    partner: partner.pid,
    notifications: [next],
    ...(pauseMs === undefined || state === 'held'
      ? { done: [task.id] }
      : { tasks: [{ ...task, dueAt: sentAt + pauseMs }] }),
  })
  onDelivery(next)
}

async function drop(store: Store, { id, partner }: Task): Promise<void> {
  await store.commit({ partner, done: [id] })
}

async function sendForms(
  { alipayKeys, post }: DeliveryParts,
  partner: Partner,
  record: NotificationRecord,
): Promise<PostResult> {
  const { url, charset, signType } = record.to
  const genuine = signType === 'MD5' ? partner.md5Signer : await alipayKeys.signer(signType)
  const stranger = record.plan === undefined ? genuine : await alipayKeys.strangerSigner(signType)
  const timeoutMs = record.plan?.kind === 'slow receiver' ? record.plan.acknowledgeWithinMs : acknowledgeTimeoutMs
  let result: PostResult = { status: 0, said: '' }
  for (const form of formsOf(record, partner.clock.now(), { genuine, stranger }))
    result = await post(url, form, { charset, timeoutMs })
  return result
}

/** Milliseconds until it is sent again; undefined when it is not. */
function pauseAfter(
  { plan }: NotificationRecord,
  sends: number,
  acknowledged: boolean,
  dialect: Dialect,
): number | undefined {
  if (plan?.kind === 'repeated' && sends < plan.sends) return plan.everyMs
  return acknowledged ? undefined : nextPauseMs(sends, dialect)
}

function isAcknowledged({ status, said }: PostResult, { notifyAcknowledgement }: Dialect): boolean {
  if (status !== 200) return false
  return notifyAcknowledgement === 'exactly success' ? said === 'success' : said.trim().toLowerCase() === 'success'
}

function bounded({ status, said }: PostResult): PostResult {
  return { status, said: said.slice(0, 200) }
}
