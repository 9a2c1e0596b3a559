/**
 * The third part of what every store must do: under a running simulator, over real HTTP. The first: store-contract.ts.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startSimulator } from '../simulator/simulator.ts'
import type { Simulator } from '../simulator/simulator-options.ts'
import type { Store } from '../simulator/store/store.ts'
import { openReceiver, type Receiver } from './receiver.ts'
import { call, cancelFields, md5Key, payFields, queryFields, refundFields } from './signed-call.ts'
import { other, own } from './store-samples.ts'

const hourMs = 3_600_000

/** @param open a store that holds nothing and whose journal keeps 100 exchanges */
export function storeRunningContract(name: string, open: () => Promise<Store>): void {
  describe(`a simulator on a ${name} store`, () => {
    let simulator: Simulator
    let receiver: Receiver
    const errors: unknown[] = []
    beforeEach(async () => {
      receiver = await openReceiver((outgoing, nth) => outgoing.end(nth === 0 ? 'not yet' : 'success'))
      simulator = await startSimulator({
        store: await open(),
        seed: '7',
        partners: [own, other].map((pid) => ({ pid, md5Key })),
        onError: (error) => void errors.push(error),
      })
    })
    afterEach(async () => {
      await simulator.stop()
      await receiver[Symbol.asyncDispose]()
      expect(errors.splice(0)).toEqual([])
    })

    const partnerOf = (pid: string) => simulator.partners.get(pid) ?? expect.fail(`there is no ${pid}`)
    const as = (pid: string) => ({ partner: pid, alipay_seller_id: pid })
    const pay = (id: string, pid = own) =>
      call(simulator.gateway, payFields(id, { ...as(pid), notify_url: receiver.url }))
    const query = (id: string, pid = own) => call(simulator.gateway, queryFields(id, { partner: pid }))

    it('pays once for 200 requests that are the same and come together', async () => {
      partnerOf(own).clock.freeze()
      const told = await Promise.all(Array.from({ length: 200 }, () => pay('T1')))
      expect(new Set(told.map(({ fields }) => fields.result_code))).toEqual(new Set(['SUCCESS']))
      expect(new Set(told.map(({ fields }) => fields.alipay_trans_id)).size).toBe(1)
      expect((await simulator.store.trades(own, {})).rows).toHaveLength(1)
      expect(await simulator.store.notifications(own)).toHaveLength(1)
      expect(await simulator.store.claimDue(own, Infinity, 9)).toHaveLength(1)
    })

    it('gives back once, when 50 refunds of all of it and a cancel come together', async () => {
      await pay('T1')
      const refund = (i: number) =>
        call(simulator.gateway, refundFields('T1', `R${i}`, { partner: own, refund_amount: '39.25' }))
      const cancel = call(simulator.gateway, cancelFields('T1', { partner: own }))
      const told = await Promise.all([cancel, ...Array.from({ length: 50 }, (_, i) => refund(i))])
      const trade = await simulator.store.trade(own, { partnerTransId: 'T1' })
      expect(trade).toMatchObject({ version: 2, state: { name: 'TRADE_CLOSED' } })
      expect(trade).toHaveProperty(
        'refunds.length',
        told.slice(1).some(({ fields }) => fields.result_code === 'SUCCESS') ? 1 : 0,
      )
    })

    it('knows what it just told', async () => {
      const ids = Array.from({ length: 40 }, (_, i) => `T${i}`)
      const states = await Promise.all(
        ids.map(async (id) => {
          await pay(id)
          return (await query(id)).fields.alipay_trans_status
        }),
      )
      expect(new Set(states)).toEqual(new Set(['TRADE_SUCCESS']))
      const { rows } = await simulator.store.trades(own, {})
      expect(rows.map(({ partnerTransId }) => partnerTransId).sort()).toEqual(ids.sort())
    })

    it('tells what happened in the order in which it happened, repeats on the virtual clock', async () => {
      const { clock } = partnerOf(own)
      clock.freeze()
      const settle = () => simulator.settled()
      for (const id of ['T1', 'T2', 'T3']) {
        await pay(id)
        await clock.advanceTo(clock.now() + 1_000, settle)
      }
      expect(receiver.posted.map(({ fields }) => fields.out_trade_no)).toEqual(['T1', 'T2', 'T3'])
      await clock.advanceTo(clock.now() + hourMs, settle)
      expect(receiver.posted.map(({ fields }) => fields.out_trade_no)).toEqual(['T1', 'T2', 'T3', 'T1'])
      const records = await simulator.store.notifications(own)
      expect(records.map(({ state, attempts }) => [state, attempts.length])).toEqual([
        ['acknowledged', 2],
        ['acknowledged', 1],
        ['acknowledged', 1],
      ])
      expect(await simulator.store.nextDue(own)).toBeUndefined()
    })

    it('resets one partner while another pays on', async () => {
      await pay('T0')
      const paying = Promise.all(
        Array.from({ length: 60 }, async (_, i) => {
          if (i % 20 === 10) await simulator.store.reset(own)
          return (await pay(`T${i}`, other)).fields.result_code
        }),
      )
      expect(new Set(await paying)).toEqual(new Set(['SUCCESS']))
      expect((await simulator.store.trades(own, {})).rows).toEqual([])
      expect((await simulator.store.trades(other, {})).rows).toHaveLength(60)
      expect((await query('T0')).fields.error).toBe('TRADE_NOT_EXIST')
      expect((await query('T7', other)).fields.alipay_trans_status).toBe('TRADE_SUCCESS')
    })
  })
}
