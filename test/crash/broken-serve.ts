/**
 * A simulator whose store has one defect: what the checker of the crash tests must find. Started as a process by them, with the
 * defect's name and where the state is.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { startSimulator } from '../../simulator/index.ts'
import { openStore } from '../../simulator/store/open-store.ts'
import type { Store } from '../../simulator/store/store.ts'
import { md5Key, pid } from '../signed-call.ts'

const lateMs = 400

const defects: Readonly<Record<string, (store: Store) => Store>> = {
  'answers before it commits': (store) => ({
    ...store,
    async commit(change) {
      pause(lateMs)
        .then(() => store.commit(change))
        .catch(() => {})
      return 'committed'
    },
  }),
  'loses the outbox': (store) => ({
    ...store,
    commit: ({ tasks: _, ...change }) => store.commit(change),
  }),
  'commits the outbox by itself': (store) => ({
    ...store,
    async commit({ tasks = [], notifications = [], ...change }) {
      const result = await store.commit(change)
      if (result === 'committed' && tasks.length + notifications.length > 0)
        pause(lateMs)
          .then(() => store.commit({ partner: change.partner, tasks, notifications }))
          .catch(() => {})
      return result
    },
  }),
}

const [, , defect = '', state = ''] = process.argv
const store = await openStore({ state })
const { gateway } = await startSimulator({
  seed: 'crash',
  partners: [{ pid, md5Key }],
  store: defects[defect]?.(store) ?? store,
})
process.stdout.write(`gateway  ${gateway}\n`)
