import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { storeContract } from '../../test/store-contract.ts'
import { own, trade } from '../../test/store-samples.ts'
import { memoryStore } from './memory-store.ts'

storeContract('memory', async () => memoryStore({ journalSize: 100 }))

it('leaves no trades to the garbage collector', async () => {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  const heapMiB = () => {
    collect()
    return process.memoryUsage().heapUsed / 2 ** 20
  }
  const store = memoryStore()
  const pay = (i: number) => store.commit({ partner: own, trade: trade(`T${i}`, { alipayTransId: `A${i}` }) })
  for (let i = 0; i < 1_000; i++) await pay(i)
  const before = heapMiB()
  for (let i = 1_000; i < 31_000; i++) await pay(i)
  // As objects of their own they take 25 MiB and more.
  expect(heapMiB() - before).toBeLessThan(3)
  expect(await store.trade(own, { alipayTransId: 'A30999' })).toEqual(trade('T30999', { alipayTransId: 'A30999' }))
})
