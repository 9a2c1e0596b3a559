/**
 * The second half of what every store must do: what falls due, what is counted, what is listed. The first: store-contract.ts.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Change, Store } from '../simulator/store/store.ts'
import { answer, blocked, exchange, other, own, task, trade } from './store-samples.ts'

/** @param open a store that holds nothing and whose journal keeps 100 exchanges */
export function storeReadingContract(name: string, open: () => Promise<Store>): void {
  describe(`${name} store`, () => {
    let store: Store
    beforeEach(async () => {
      store = await open()
    })
    afterEach(() => store.close())

    const commit = (change: Omit<Change, 'partner'>, partner = own) => store.commit({ partner, ...change })

    describe('hands out what has fallen due', () => {
      it('in the order in which it fell due, and no earlier', async () => {
        await commit({ tasks: [task('c', 30), task('a', 10), task('b', 20)] })
        expect(await store.nextDue(own)).toBe(10)
        expect(await store.claimDue(own, 9, 10)).toEqual([])
        expect(await store.claimDue(own, 20, 10)).toEqual([task('a', 10), task('b', 20)])
        expect(await store.nextDue(own)).toBe(30)
      })

      it('what was put first first, when two fall due together', async () => {
        await commit({ tasks: [task('z', 10), task('a', 10)] })
        await commit({ tasks: [task('m', 10)] })
        expect((await store.claimDue(own, 10, 10)).map(({ id }) => id)).toEqual(['z', 'a', 'm'])
      })

      it('to one caller only, until it is put again', async () => {
        await commit({ tasks: [task('a', 10)] })
        const claims = await Promise.all([store.claimDue(own, 10, 10), store.claimDue(own, 10, 10)])
        expect(claims.flat()).toEqual([task('a', 10)])
        expect(await store.nextDue(own)).toBeUndefined()
        await commit({ tasks: [task('a', 50)] })
        expect(await store.claimDue(own, 49, 10)).toEqual([])
        expect(await store.claimDue(own, 50, 10)).toEqual([task('a', 50)])
      })

      it('no more than was asked for', async () => {
        await commit({ tasks: ['a', 'b', 'c'].map((id, i) => task(id, i)) })
        expect((await store.claimDue(own, 10, 2)).map(({ id }) => id)).toEqual(['a', 'b'])
        expect((await store.claimDue(own, 10, 2)).map(({ id }) => id)).toEqual(['c'])
      })

      it('not what was replaced by an earlier or later one, and not what is done', async () => {
        await commit({ tasks: [task('a', 10), task('b', 20), task('c', 30)] })
        await commit({ tasks: [task('a', 40), task('c', 5)], done: ['b'] })
        expect(await store.nextDue(own)).toBe(5)
        expect(await store.claimDue(own, 100, 10)).toEqual([task('c', 5), task('a', 40)])
        await commit({ done: ['a', 'c', 'never there'] })
        expect(await store.claimDue(own, 100, 10)).toEqual([])
      })

      it('and says each time when the next falls due, whatever became of the one before', async () => {
        await commit({ tasks: [task('a', 10), task('b', 20)] })
        expect(await store.nextDue(own)).toBe(10)
        await commit({ tasks: [task('a', 30)] })
        expect(await store.nextDue(own)).toBe(20)
        await commit({ done: ['b'] })
        expect(await store.nextDue(own)).toBe(30)
        await commit({ tasks: [task('c', 15), task('d', 25)] })
        expect(await store.nextDue(own)).toBe(15)
        expect(await store.claimDue(own, 15, 10)).toEqual([task('c', 15)])
        expect(await store.nextDue(own)).toBe(25)
        await commit({ done: ['a', 'd'] })
        expect(await store.nextDue(own)).toBeUndefined()
      })

      it('of one partner only', async () => {
        await commit({ tasks: [task('a', 10)] })
        await commit({ tasks: [task('a', 5, { partner: other })] }, other)
        expect(await store.claimDue(own, 10, 10)).toEqual([task('a', 10)])
        expect(await store.nextDue(other)).toBe(5)
      })
    })

    it('counts each name of each partner by itself', async () => {
      expect(await store.count(own, 'query T1')).toBe(1)
      expect(await store.count(own, 'query T1')).toBe(2)
      expect(await store.count(own, 'query T2')).toBe(1)
      expect(await store.count(other, 'query T1')).toBe(1)
      const together = await Promise.all(Array.from({ length: 50 }, () => store.count(own, 'pay')))
      expect(together.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1))
    })

    describe('lists trades', () => {
      const paid = (i: number) => trade(`T${i}`, { alipayTransId: `A${i}` })
      const waiting = (i: number) => ({ ...paid(i), state: { name: 'WAIT_BUYER_PAY', expiresAt: 9 } }) as const

      it('page by page, each once, blocked IDs left out', async () => {
        for (let i = 0; i < 7; i++) await commit(i === 3 ? { block: blocked('T3') } : { trade: paid(i) })
        const listed: string[] = []
        let cursor: string | null = null
        let pages = 0
        do {
          const page: Awaited<ReturnType<Store['trades']>> = await store.trades(own, {
            limit: 2,
            ...(cursor === null ? {} : { cursor }),
          })
          expect(page.rows.length).toBeLessThanOrEqual(2)
          listed.push(...page.rows.map(({ partnerTransId }) => partnerTransId))
          cursor = page.next
        } while (cursor !== null && ++pages < 10)
        expect(listed).toEqual(['T0', 'T1', 'T2', 'T4', 'T5', 'T6'])
      })

      it('in one state', async () => {
        for (let i = 0; i < 6; i++) await commit({ trade: i % 2 === 0 ? paid(i) : waiting(i) })
        const { rows, next } = await store.trades(own, { state: 'WAIT_BUYER_PAY' })
        expect(rows).toEqual([waiting(1), waiting(3), waiting(5)])
        expect(next).toBeNull()
        const first = await store.trades(own, { state: 'WAIT_BUYER_PAY', limit: 2 })
        expect(first.rows).toEqual([waiting(1), waiting(3)])
        const second = await store.trades(own, { state: 'WAIT_BUYER_PAY', limit: 2, cursor: String(first.next) })
        expect(second.rows).toEqual([waiting(5)])
      })
    })

    describe('keeps a journal', () => {
      const journal = async (count: number, changes: (id: number) => Parameters<typeof exchange>[1] = () => ({})) => {
        for (let i = 0; i < count; i++) {
          const id = store.nextExchangeId()
          await commit({ exchange: exchange(id, changes(id)) })
        }
      }
      const ids = async (filter: Parameters<Store['exchanges']>[0]) =>
        (await store.exchanges(filter)).map(({ id }) => id)

      it('whose numbers grow from 1', () => {
        expect([store.nextExchangeId(), store.nextExchangeId()]).toEqual([1, 2])
      })

      it('of requests that name nobody, too', async () => {
        await commit({ exchange: exchange(1, { partner: '' }) }, '')
        await store.reset(own)
        expect(await ids({})).toEqual([1])
        expect(await ids({ partner: own })).toEqual([])
      })

      it('bounded: the oldest go first', async () => {
        await journal(150)
        expect(await store.exchange(50)).toBeUndefined()
        expect(await store.exchange(51)).toEqual(exchange(51))
        expect(await store.closeExchange(50, answer)).toBeUndefined()
        expect(await ids({ limit: 1_000 })).toEqual(Array.from({ length: 100 }, (_, i) => i + 51))
      })

      it('of each partner apart: a noisy one pushes out nobody else', async () => {
        await journal(150, (id) => ({ partner: id === 1 ? other : own }))
        expect(await ids({ partner: other })).toEqual([1])
        expect(await ids({ partner: own, limit: 1_000 })).toHaveLength(100)
      })

      it('in which a call that comes late pushes out no newer one', async () => {
        const late = store.nextExchangeId()
        await journal(100)
        await commit({ exchange: exchange(late) })
        expect(await ids({ limit: 1_000 })).toEqual(Array.from({ length: 100 }, (_, i) => i + 2))
      })

      it('that tells the newest that match, oldest first', async () => {
        await journal(12, (id) => ({
          partner: id % 2 === 0 ? own : other,
          service: id % 3 === 0 ? 'query' : 'pay',
          partnerTransId: `T${id % 4}`,
          outcome: id > 6 ? 'ILLEGAL_SIGN' : 'SUCCESS',
        }))
        expect(await ids({})).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
        expect(await ids({ limit: 3 })).toEqual([10, 11, 12])
        expect(await ids({ after: 9 })).toEqual([10, 11, 12])
        expect(await ids({ after: 99 })).toEqual([])
        expect(await ids({ partner: other })).toEqual([1, 3, 5, 7, 9, 11])
        expect(await ids({ service: 'query' })).toEqual([3, 6, 9, 12])
        expect(await ids({ partnerTransId: 'T1' })).toEqual([1, 5, 9])
        expect(await ids({ outcome: 'ILLEGAL_SIGN', limit: 2 })).toEqual([11, 12])
        expect(await ids({ partner: own, service: 'query', outcome: 'SUCCESS' })).toEqual([6])
      })
    })
  })
}
