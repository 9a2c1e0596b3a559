/**
 * The simulator on one store or another, on a free port. Notifications are written down as due, and nobody ever sends them: what
 * is measured is the payment.
 */
import { realClock } from '../simulator/clock.ts'
import { demoPartner, startSimulator } from '../simulator/index.ts'
import { afterAnswerMs } from '../simulator/notify/schedule.ts'
import { memoryStore } from '../simulator/store/memory-store.ts'
import { redisStore } from '../simulator/store/redis/redis-store.ts'
import { sqliteStore } from '../simulator/store/sqlite/sqlite-store.ts'
import type { Store } from '../simulator/store/store.ts'
import { answerParent } from './child-door.ts'

answerParent({
  start: async ({ kind = '', path = '' }) => {
    const store =
      kind === 'memory'
        ? memoryStore()
        : kind === 'redis'
          ? await redisStore({ url: path, simulator: `S${process.pid}`, now: realClock.now })
          : sqliteStore({ path, now: realClock.now })
    const simulator = await startSimulator({
      seed: 'bench',
      partners: [demoPartner],
      store: neverDue(kind === 'one by one' ? oneByOne(store) : store),
    })
    return simulator.port
  },
  work: () => process.memoryUsage.rss(),
})

/** Each commit waits for the one before: a wait for the disk for each payment. */
function oneByOne(store: Store): Store {
  let last: Promise<unknown> = Promise.resolve()
  return {
    ...store,
    commit(change) {
      const committing = last.then(() => store.commit(change))
      last = committing.catch(() => undefined)
      return committing
    },
  }
}

/** When the next task falls due is looked up as ever, and nothing ever is: the timer goes off as often as if it were. */
function neverDue(store: Store): Store {
  return {
    ...store,
    async nextDue(partner) {
      await store.nextDue(partner)
      return realClock.now() + afterAnswerMs
    },
    claimDue: async () => [],
  }
}
