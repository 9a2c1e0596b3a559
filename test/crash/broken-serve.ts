/**
 * A simulator whose store has one defect: what the checker of the crash tests must find. Started as a process by them, with the
 * defect's name and a folder for the state.
 */
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { startSimulator } from '../../simulator/index.ts'
import { sqliteStore } from '../../simulator/store/sqlite/sqlite-store.ts'
import type { Store } from '../../simulator/store/store.ts'
import { md5Key, pid } from '../signed-call.ts'

const lateMs = 400

const defects: Readonly<Record<string, (store: Store) => Store>> = {
  'answers before it commits': (store) => ({
    ...store,
    async commit(change) {
      pause(lateMs).then(() => store.commit(change))
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
        pause(lateMs).then(() => store.commit({ partner: change.partner, tasks, notifications }))
      return result
    },
  }),
}

const [, , defect = '', folder = '.'] = process.argv
const store = sqliteStore({ path: join(folder, 'state.db'), now: Date.now })
const { gateway } = await startSimulator({
  seed: 'crash',
  partners: [{ pid, md5Key }],
  store: defects[defect]?.(store) ?? store,
})
process.stdout.write(`gateway  ${gateway}\n`)
