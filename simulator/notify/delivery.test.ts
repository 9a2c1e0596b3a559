import { describe, expect, it } from 'vitest'
import { notification, own, task } from '../../test/store-samples.ts'
import { alipayKeys } from '../alipay-keys.ts'
import { virtualClock } from '../clock.ts'
import { globalDialect } from '../dialect/dialect.ts'
import { makePartner } from '../partner.ts'
import { memoryStore } from '../store/memory-store.ts'
import type { Store } from '../store/store.ts'
import { deliver } from './delivery.ts'
import { openLanes } from './lanes.ts'
import type { NotificationRecord } from './notification-record.ts'
import { overtaking } from './overtaking.ts'

const due = task('notify/N1', 0, { ref: 'N1' })
const pending: NotificationRecord = { ...notification('N1'), attempts: [] }
const plainly = ({ plan: _, ...record }: NotificationRecord): NotificationRecord => record

/** Delivers once to a receiver that lets something happen before it answers. */
async function deliverOnce(
  record: NotificationRecord | undefined,
  during: (store: Store) => Promise<unknown> = async () => {},
) {
  const clock = virtualClock(1_000)
  const partner = makePartner({ pid: own, md5Key: 'k'.repeat(32) }, { clock, seed: '7' })
  const store = memoryStore()
  let posts = 0
  await store.commit({ partner: own, notifications: record === undefined ? [] : [record], tasks: [due] })
  await store.claimDue(own, 0, 1)
  const parts = {
    store,
    dialect: globalDialect,
    alipayKeys: alipayKeys({}),
    post: async () => {
      posts++
      await clock.advanceTo(6_000, async () => {})
      await during(store)
      return { status: 200, said: 'no' }
    },
    lanes: openLanes(),
    overtaking: overtaking(store),
    stopwatch: () => 0,
    onDelivery: () => {},
  }
  await deliver(parts, partner, due)
  return { posts, record: await store.notification(own, 'N1'), nextDue: await store.nextDue(own) }
}

describe('a notification that is due', () => {
  it('is sent, and again four minutes after it was sent, however long the answer took', async () => {
    const { posts, record, nextDue } = await deliverOnce(plainly(pending))
    expect(posts).toBe(1)
    expect(record).toMatchObject({
      state: 'pending',
      sentAt: 1_000,
      attempts: [{ at: 1_000, status: 200, said: 'no' }],
    })
    expect(nextDue).toBe(241_000)
  })

  it.each(['held', 'acknowledged', 'given up'] as const)('is not sent when it is %s by then', async (state) => {
    const { posts, record, nextDue } = await deliverOnce({ ...plainly(pending), state })
    expect([posts, record?.state, nextDue]).toEqual([0, state, undefined])
  })

  it('is not sent when nobody knows it any more', async () => {
    expect(await deliverOnce(undefined)).toEqual({ posts: 0, record: undefined, nextDue: undefined })
  })

  it('stays held when it was held while the receiver took its time', async () => {
    const { record, nextDue } = await deliverOnce(plainly(pending), (store) =>
      store.commit({ partner: own, notifications: [{ ...plainly(pending), state: 'held' }] }),
    )
    expect(record).toMatchObject({ state: 'held', attempts: [{ said: 'no' }] })
    expect(nextDue).toBeUndefined()
  })

  it('stays forgotten when the partner was reset meanwhile', async () => {
    const { posts, record, nextDue } = await deliverOnce(plainly(pending), (store) => store.reset(own))
    expect([posts, record, nextDue]).toEqual([1, undefined, undefined])
  })
})
