/**
 * Sends a notification that has fallen due, and decides from the receiver's answer what comes next: done, again, or given up.
 * Source: flows.md §5, signature.md §5 (acknowledgement).
 */
import type { AlipayKeys } from '../alipay-keys.ts'
import type { Stopwatch } from '../clock.ts'
import type { Dialect } from '../dialect/switch.ts'
import type { Partner } from '../partner.ts'
import type { Store, Task } from '../store/store.ts'
import { type Lanes, laneOf } from './lanes.ts'
import { formsOf } from './notification-form.ts'
import type { NotificationRecord } from './notification-record.ts'
import type { Overtaking } from './overtaking.ts'
import { acknowledgeTimeoutMs, type Post, type PostResult } from './post.ts'
import { nextPauseMs } from './schedule.ts'

export type DeliveryParts = {
  readonly store: Store
  readonly dialect: Dialect
  readonly alipayKeys: AlipayKeys
  readonly post: Post
  /** How many are under way at once. */
  readonly lanes: Lanes
  readonly overtaking: Overtaking
  /** How long a receiver took. */
  readonly stopwatch: Stopwatch
  readonly onDelivery: (record: NotificationRecord) => void
}

export async function deliver(parts: DeliveryParts, partner: Partner, task: Task): Promise<void> {
  const { store, overtaking, lanes } = parts
  const due = await store.notification(partner.pid, task.ref)
  if (due?.state !== 'pending') return drop(store, task)
  if (await overtaking.holdBack(due, task)) return
  // Closed before its turn: the task is still the store's.
  await lanes.run(laneOf(due.to.url), () => deliverNow(parts, partner, task))
}

async function deliverNow(parts: DeliveryParts, partner: Partner, task: Task): Promise<void> {
  const { store, dialect, overtaking, stopwatch, onDelivery } = parts
  // It may have waited for its turn: somebody's hand may have sent or held it meanwhile.
  const due = await store.notification(partner.pid, task.ref)
  if (due?.state !== 'pending') return drop(store, task)
  const sentAt = partner.clock.now()
  const record: NotificationRecord = { ...due, sentAt }
  // Before the first byte: a receiver that asks notify_verify asks before it answers.
  await store.commit({ partner: partner.pid, notifications: [record] })
  const startedMs = stopwatch()
  const result = await sendForms(parts, partner, record)
  const tookMs = Math.round(stopwatch() - startedMs)
  const overtaken = await overtaking.release(record)

  // Held or forgotten while the receiver took its time: what was decided meanwhile stays.
  const now = await store.notification(partner.pid, task.ref)
  if (now === undefined) return drop(store, task, overtaken)
  const acknowledged = isAcknowledged(result, dialect)
  const attempts = [...now.attempts, { at: sentAt, tookMs, ...bounded(result), acknowledged }]
  const pauseMs = pauseAfter(now, attempts.length, acknowledged, dialect)
  const state = pauseMs !== undefined ? now.state : acknowledged ? 'acknowledged' : 'given up'
  const next: NotificationRecord = { ...now, attempts, state }
  await store.commit({
    partner: partner.pid,
    notifications: [next],
    ...(pauseMs === undefined || state === 'held'
      ? { done: [task.id], tasks: overtaken }
      : { tasks: [{ ...task, dueAt: sentAt + pauseMs }, ...overtaken] }),
  })
  onDelivery(next)
}

async function drop(store: Store, { id, partner }: Task, tasks: readonly Task[] = []): Promise<void> {
  await store.commit({ partner, done: [id], tasks })
}

async function sendForms(
  { alipayKeys, post, stopwatch }: DeliveryParts,
  partner: Partner,
  record: NotificationRecord,
): Promise<PostResult> {
  const { url, charset, signType } = record.to
  const genuine = signType === 'MD5' ? partner.md5Signer : await alipayKeys.signer(signType)
  const stranger = record.plan === undefined ? genuine : await alipayKeys.strangerSigner(signType)
  let result: PostResult = { status: 0, said: '' }
  let startedMs = 0
  for (const form of formsOf(record, partner.clock.now(), { genuine, stranger })) {
    startedMs = stopwatch()
    result = await post(url, form, { charset, timeoutMs: acknowledgeTimeoutMs })
  }
  return inTime(record, result, stopwatch() - startedMs)
}

/** Who is too slow on purpose gets every send whole; only the answer does not count. */
function inTime({ plan }: NotificationRecord, result: PostResult, tookMs: number): PostResult {
  if (plan?.kind !== 'slow receiver' || result.status === 0 || tookMs <= plan.acknowledgeWithinMs) return result
  return { status: 0, said: `too slow: no answer within ${plan.acknowledgeWithinMs} ms` }
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
