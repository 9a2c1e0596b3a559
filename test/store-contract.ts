/**
 * What every store must do, as one suite for all of them: memory, a file, a remote server. Lives in test/ because only tests
 * may load the test runner. Source: simulator/store/store.ts; its other parts: store-reading-contract.ts,
 * store-running-contract.ts.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Change, Store } from '../simulator/store/store.ts'
import { storeReadingContract } from './store-reading-contract.ts'
import { storeRunningContract } from './store-running-contract.ts'
import { answer, blocked, exchange, notification, other, own, task, trade } from './store-samples.ts'

/** @param open a store that holds nothing and whose journal keeps 100 exchanges */
export function storeContract(name: string, open: () => Promise<Store>): void {
  storeReadingContract(name, open)
  storeRunningContract(name, open)
  describe(`${name} store`, () => {
    let store: Store
    beforeEach(async () => {
      store = await open()
    })
    afterEach(() => store.close())

    const commit = (change: Omit<Change, 'partner'>, partner = own) => store.commit({ partner, ...change })
    const byId = (partnerTransId: string, partner = own) => store.trade(partner, { partnerTransId })
    const everything = async (partner = own) => ({
      trade: await byId('T1', partner),
      byNumber: await store.trade(partner, { alipayTransId: 'A1' }),
      refundOwner: await store.refundOwner(partner, 'R1'),
      notifications: await store.notifications(partner),
      nextDue: await store.nextDue(partner),
      exchanges: await store.exchanges({ partner }),
      trades: await store.trades(partner, {}),
    })
    const whole = (version: number, exchangeId: number): Omit<Change, 'partner'> => ({
      trade: trade('T1', { version }),
      refundId: 'R1',
      notifications: [notification('N1')],
      tasks: [task('notify/N1', 1_000)],
      exchange: exchange(exchangeId),
    })

    describe('commits', () => {
      it('all of a change', async () => {
        expect(await commit(whole(1, store.nextExchangeId()))).toBe('committed')
        expect(await everything()).toEqual({
          trade: trade('T1'),
          byNumber: trade('T1'),
          refundOwner: 'T1',
          notifications: [notification('N1')],
          nextDue: 1_000,
          exchanges: [exchange(1)],
          trades: { rows: [trade('T1')], next: null },
        })
        expect(await store.notification(own, 'N1')).toEqual(notification('N1'))
        expect(await store.notification(own, 'N2')).toBeUndefined()
      })

      it('nothing of a change that conflicts', async () => {
        await commit(whole(1, store.nextExchangeId()))
        const before = await everything()
        const late = { ...whole(1, store.nextExchangeId()), trade: trade('T1', { version: 1, subject: 'late' }) }
        const changed = { notifications: [notification('N1', 'given up'), notification('N2')], done: ['notify/N1'] }
        const tasks = [task('notify/N1', 5), task('notify/N2', 10)]
        expect(await commit({ ...late, ...changed, tasks, refundId: 'R2' })).toBe('conflict')
        expect(await everything()).toEqual(before)
        expect(await store.refundOwner(own, 'R2')).toBeUndefined()
        expect(await store.notification(own, 'N2')).toBeUndefined()
        expect(await store.exchange(2)).toBeUndefined()
        expect(await store.claimDue(own, 1_000, 10)).toEqual([task('notify/N1', 1_000)])
      })

      it('one version after the other', async () => {
        expect(await commit({ trade: trade('T1', { version: 2 }) })).toBe('conflict')
        expect(await commit({ trade: trade('T1', { version: 1 }) })).toBe('committed')
        expect(await commit({ trade: trade('T1', { version: 3 }) })).toBe('conflict')
        expect(await commit({ trade: trade('T1', { version: 2, subject: 'second' }) })).toBe('committed')
        expect(await commit({ trade: trade('T1', { version: 2 }) })).toBe('conflict')
        expect(await byId('T1')).toEqual(trade('T1', { version: 2, subject: 'second' }))
        expect(await store.trade(own, { alipayTransId: 'A1' })).toHaveProperty('version', 2)
      })

      it('exactly one of 200 that arrive together', async () => {
        const results = await Promise.all(Array.from({ length: 200 }, () => commit(whole(1, store.nextExchangeId()))))
        expect(results.filter((result) => result === 'committed')).toHaveLength(1)
        expect(await store.exchanges({ partner: own, limit: 500 })).toHaveLength(1)
        expect(await store.claimDue(own, 1_000, 500)).toHaveLength(1)
      })

      it('one of two that both give back the rest', async () => {
        await commit({ trade: trade('T1') })
        const second = (refundId: string) => commit({ trade: trade('T1', { version: 2, subject: refundId }), refundId })
        expect((await Promise.all([second('R1'), second('R2')])).sort()).toEqual(['committed', 'conflict'])
        const owners = [await store.refundOwner(own, 'R1'), await store.refundOwner(own, 'R2')]
        expect(owners.filter((owner) => owner === 'T1')).toHaveLength(1)
      })
    })

    describe('keeps IDs apart', () => {
      it("a new trade's number belongs to nobody else", async () => {
        await commit({ trade: trade('T1', { alipayTransId: 'A1' }) })
        expect(await commit({ trade: trade('T2', { alipayTransId: 'A1' }) })).toBe('conflict')
        expect(await byId('T2')).toBeUndefined()
        expect(await commit({ trade: trade('T2', { alipayTransId: 'A2' }) })).toBe('committed')
        expect(await store.trade(own, { alipayTransId: 'A2' })).toHaveProperty('partnerTransId', 'T2')
      })

      it('a blocked ID takes no trade, a trade is not blocked', async () => {
        expect(await commit({ block: blocked('T1') })).toBe('committed')
        expect(await byId('T1')).toEqual(blocked('T1'))
        expect(await commit({ block: blocked('T1', 9) })).toBe('conflict')
        for (const version of [0, 1, 2]) expect(await commit({ trade: trade('T1', { version }) })).toBe('conflict')
        await commit({ trade: trade('T2', { alipayTransId: 'A2' }) })
        expect(await commit({ block: blocked('T2') })).toBe('conflict')
        expect(await byId('T1')).toEqual(blocked('T1'))
        expect(await byId('T2')).toEqual(trade('T2', { alipayTransId: 'A2' }))
      })

      it('a pay and a cancel of an unknown ID that race: one of them decides anew', async () => {
        const results = await Promise.all([commit({ trade: trade('T1') }), commit({ block: blocked('T1') })])
        expect(results.sort()).toEqual(['committed', 'conflict'])
      })

      it('what rests on an ID of which nothing is known, while nothing is', async () => {
        expect(await commit({ absent: 'T1', exchange: exchange(store.nextExchangeId()) })).toBe('committed')
        expect(await commit({ absent: 'T1', trade: trade('T1') })).toBe('committed')
        await commit({ block: blocked('T2') })
        const notifications = [notification('N1')]
        for (const absent of ['T1', 'T2']) {
          expect(await commit({ absent, exchange: exchange(store.nextExchangeId()) })).toBe('conflict')
          expect(await commit({ absent, trade: trade('T3', { alipayTransId: 'A3' }), notifications })).toBe('conflict')
        }
        expect(await commit({ absent: 'T1' }, other)).toBe('committed')
        expect(await store.exchanges({ partner: own })).toEqual([exchange(1)])
        expect(await byId('T3')).toBeUndefined()
        expect(await store.notification(own, 'N1')).toBeUndefined()
      })

      it('a refund ID belongs to one trade, which may claim it again', async () => {
        await commit({ trade: trade('T1') })
        await commit({ trade: trade('T2', { alipayTransId: 'A2' }) })
        expect(await commit({ trade: trade('T1', { version: 2 }), refundId: 'R1' })).toBe('committed')
        const stolen = trade('T2', { version: 2, alipayTransId: 'A2' })
        expect(await commit({ trade: stolen, refundId: 'R1' })).toBe('conflict')
        expect(await commit({ trade: trade('T1', { version: 3 }), refundId: 'R1' })).toBe('committed')
        expect(await store.refundOwner(own, 'R1')).toBe('T1')
        expect(await byId('T2')).toHaveProperty('version', 1)
      })

      it('a payment code is used up by one trade', async () => {
        expect(await store.codeSpender(own, '28')).toBeUndefined()
        expect(await commit({ trade: trade('T1'), spends: '28' })).toBe('committed')
        expect(await commit({ trade: trade('T2', { alipayTransId: 'A2' }), spends: '28' })).toBe('conflict')
        expect(await commit({ trade: trade('T1', { version: 2 }), spends: '28' })).toBe('committed')
        expect(await store.codeSpender(own, '28')).toBe('T1')
        expect(await store.codeSpender(other, '28')).toBeUndefined()
        expect(await byId('T2')).toBeUndefined()
        const both = ['T3', 'T4'].map((id) => commit({ trade: trade(id, { alipayTransId: id }), spends: '30' }))
        expect((await Promise.all(both)).sort()).toEqual(['committed', 'conflict'])
      })

      it('of one partner from those of another', async () => {
        await commit(whole(1, store.nextExchangeId()))
        expect(await everything(other)).toEqual({
          trade: undefined,
          byNumber: undefined,
          refundOwner: undefined,
          notifications: [],
          nextDue: undefined,
          exchanges: [],
          trades: { rows: [], next: null },
        })
        const theirs = trade('T1', { partner: other })
        expect(await commit({ trade: theirs, refundId: 'R1' }, other)).toBe('committed')
        expect(await byId('T1')).toEqual(trade('T1'))
      })
    })

    describe('resets one partner', () => {
      it('wholly, and leaves the other as it was', async () => {
        await commit(whole(1, store.nextExchangeId()))
        await commit({ block: blocked('T9') })
        await store.count(own, 'query T1')
        await commit({ trade: trade('T2', { alipayTransId: 'A2' }), spends: '28' })
        const theirs = { ...whole(1, store.nextExchangeId()), trade: trade('T1', { partner: other }) }
        await commit({ ...theirs, exchange: exchange(2, { partner: other }) }, other)
        const before = await everything(other)
        await store.reset(own)
        expect(await everything()).toMatchObject({ trade: undefined, byNumber: undefined, refundOwner: undefined })
        expect(await everything()).toMatchObject({ notifications: [], nextDue: undefined, exchanges: [] })
        expect(await byId('T9')).toBeUndefined()
        expect(await store.codeSpender(own, '28')).toBeUndefined()
        expect(await store.exchange(1)).toBeUndefined()
        expect(await store.count(own, 'query T1')).toBe(1)
        expect(await everything(other)).toEqual(before)
        expect(store.nextExchangeId()).toBe(3)
      })
    })

    describe('answers what went out', () => {
      it('once it went out', async () => {
        await commit({ exchange: exchange(1) })
        expect(await store.closeExchange(1, answer)).toEqual({ ...exchange(1), answer })
        expect(await store.exchange(1)).toEqual({ ...exchange(1), answer })
        expect(await store.closeExchange(7, answer)).toBeUndefined()
      })
    })
  })
}
