/** The contract that every store keeps, on Redis: on a plain one, and on one that allows no script to touch two slots. */
import { afterAll, beforeAll } from 'vitest'
import { redisStore } from '../simulator/store/redis/redis-store.ts'
import { type OwnRedis, ownRedis, withRedis } from './redis.ts'
import { storeContract } from './store-contract.ts'

const everySlot = ['CLUSTER', 'ADDSLOTSRANGE', '0', '16383']

const kinds = [
  ['Redis', [], []],
  ['Redis cluster', ['--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1'], everySlot],
] as const

for (const [name, words, first] of kinds) {
  withRedis(`a store on ${name}`, () => {
    let redis: OwnRedis
    let made = 0
    beforeAll(async () => {
      redis = await ownRedis(words)
      if (first.length === 0) return
      await redis.ask(...first)
      while (!(await redis.ask('CLUSTER', 'INFO')).includes('cluster_state:ok')) await new Promise(setImmediate)
    })
    afterAll(() => redis.stop())

    storeContract(name, () => {
      const url = `${redis.url}?prefix=test-${++made}`
      return redisStore({ url, simulator: `S${made}`, now: () => 1_000, journalSize: 100 })
    })
  })
}
