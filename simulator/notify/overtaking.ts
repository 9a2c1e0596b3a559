/**
 * Notifications out of order: each is held back until a later one of its partner has gone out, or its time is over. The store
 * knows which ones (`heldBack`); here is only where to look, so that other deliveries look for nothing. Whoever starts
 * again with a kept store sends them when their time is over. Source: flows.md §5 (order).
 */
import type { Store, Task } from '../store/store.ts'
import type { NotificationRecord } from './notification-record.ts'

export type Overtaking = {
  /** False when it goes out now: nothing is to happen to its order, it has waited, or it is itself the later one. */
  holdBack(record: NotificationRecord, task: Task): Promise<boolean>
  /** One has gone out: the tasks of those that it has overtaken, due at once. */
  release(sent: NotificationRecord): Promise<readonly Task[]>
  /** Another simulator on the same store holds one back. */
  heldElsewhere(partner: string, notifyId: string): void
}

/** @param onHeld told of each that is held back here. @default nobody is */
export function overtaking(store: Store, onHeld?: (record: NotificationRecord) => void): Overtaking {
  /** Notify ids by partner. */
  const waiting = new Map<string, Set<string>>()

  const idsOf = (partner: string): Set<string> => {
    const ids = waiting.get(partner) ?? new Set()
    waiting.set(partner, ids)
    return ids
  }

  /** A reset or somebody's hand may have seen to some of them meanwhile. */
  const stillWaiting = async (partner: string, ids: Iterable<string>): Promise<readonly NotificationRecord[]> => {
    const records = await Promise.all([...ids].map((id) => store.notification(partner, id)))
    return records.flatMap((record) =>
      record?.heldBack === true && record.state === 'pending' && record.sentAt === undefined ? [record] : [],
    )
  }

  return {
    async holdBack(record, task) {
      const { id, partner, plan, createdAt, sentAt, heldBack = false } = record
      if (plan?.kind !== 'out of order') return false
      const ids = idsOf(partner)
      ids.delete(id)
      if (heldBack || sentAt !== undefined) return false
      if (ids.size > 0 && (await stillWaiting(partner, ids)).length > 0) return false
      ids.add(id)
      const dueAt = createdAt + plan.holdMs
      await store.commit({ partner, notifications: [{ ...record, heldBack: true }], tasks: [{ ...task, dueAt }] })
      onHeld?.(record)
      return true
    },
    heldElsewhere: (partner, notifyId) => void idsOf(partner).add(notifyId),
    async release({ partner, createdAt }) {
      const ids = waiting.get(partner)
      if (ids === undefined) return []
      // Taken out before anybody is asked: two that go out at once must not let one go twice.
      waiting.delete(partner)
      const records = await stillWaiting(partner, ids)
      for (const record of records) if (record.createdAt > createdAt) idsOf(partner).add(record.id)
      return records.filter((record) => record.createdAt <= createdAt).map(sending)
    },
  }
}

function sending({ id, partner, createdAt }: NotificationRecord): Task {
  return { id: `notify/${id}`, partner, dueAt: createdAt, kind: 'notify', ref: id }
}
