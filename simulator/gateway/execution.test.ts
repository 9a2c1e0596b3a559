import { describe, expect, it } from 'vitest'
import { money } from '../../protocol/money.ts'
import { openBook } from '../ledger/testing/book.ts'
import { memoryStore } from '../store/memory-store.ts'
import type { Store } from '../store/store.ts'
import type { Outcome } from './outcome.ts'

/** Answers after a turn of the event loop, as a store behind a file or a socket does: calls overtake each other. */
function slowStore(): Store {
  const store = memoryStore()
  const turn = () => new Promise((resolve) => setImmediate(resolve))
  return {
    ...store,
    async trade(partner, key) {
      await turn()
      const held = await store.trade(partner, key)
      await turn()
      return held
    },
    async refundOwner(partner, refundId) {
      await turn()
      return store.refundOwner(partner, refundId)
    },
  }
}

const sale = { price: money(3_925, 'USD') }

async function together(count: number, call: (i: number) => Promise<Outcome>): Promise<Record<string, number>> {
  const tally: Record<string, number> = {}
  for (const outcome of await Promise.all(Array.from({ length: count }, (_, i) => call(i)))) {
    const label = outcome.kind === 'answered' ? (outcome.error ?? outcome.resultCode) : outcome.kind
    tally[label] = (tally[label] ?? 0) + 1
  }
  return tally
}

describe('calls that overtake each other in the store', () => {
  it('pay once', async () => {
    const book = openBook({ store: slowStore() })
    expect(await together(50, () => book.pay('T1', sale))).toEqual({ SUCCESS: 50 })
    expect(await book.trade('T1')).toHaveProperty('version', 1)
    expect(await book.store.notifications('2088101122334455')).toHaveLength(1)
  })

  it('of different buyers under one ID: one of them pays', async () => {
    const book = openBook({ store: slowStore() })
    const told = await together(10, (i) => book.pay('T1', { ...sale, identityCode: `28123456789012345${i}` }))
    expect(told).toEqual({ SUCCESS: 1, TRADE_BUYER_NOT_MATCH: 9 })
  })

  it('give back no more than was paid', async () => {
    const book = openBook({ store: slowStore() })
    await book.pay('T1', sale)
    const amount = money(1_000, 'USD')
    const told = await together(40, (i) => book.refund('T1', { partnerRefundId: `R${i}`, amount }))
    expect(told).toEqual({ SUCCESS: 3, RETURN_AMOUNT_EXCEED: 37 })
    expect((await book.trade('T1'))?.refunds).toHaveLength(3)
  })

  it('give back once under one refund ID, for one of two payments', async () => {
    const book = openBook({ store: slowStore() })
    for (const id of ['T0', 'T1']) await book.pay(id, sale)
    const giving = { partnerRefundId: 'R1', amount: money(1_000, 'USD') }
    expect(await together(20, (i) => book.refund(`T${i % 2}`, giving))).toEqual({
      SUCCESS: 10,
      DISCORDANT_REPEAT_REQUEST: 10,
    })
    const refunds = [await book.trade('T0'), await book.trade('T1')].flatMap((trade) => trade?.refunds ?? [])
    expect(refunds).toHaveLength(1)
  })

  it('pay or block, cancel or refund, but never both', async () => {
    const book = openBook({ store: slowStore() })
    for (let i = 0; i < 10; i++) {
      const id = `T${i}`
      await Promise.all([book.pay(id, sale), book.cancel({ partnerTransId: id })])
      expect((await book.trade(id))?.state.name ?? 'blocked').toMatch(/^(?:blocked|TRADE_CLOSED)$/)
      const paid = `P${i}`
      await book.pay(paid, sale)
      const refund = () => book.refund(paid, { partnerRefundId: `R${i}`, amount: sale.price })
      await Promise.all([refund(), book.cancel({ partnerTransId: paid })])
      const trade = await book.trade(paid)
      expect(trade?.state).toMatchObject({ by: trade?.refunds.length === 1 ? 'refund' : 'cancel' })
    }
  })
})

describe('numbers of trades and notifications', () => {
  it('come in the order of their making, so that an index on a disk grows at its end', async () => {
    const book = openBook()
    const ids = Array.from({ length: 20 }, (_, i) => `T${i}`)
    for (const id of ids) {
      await book.pay(id, sale)
      await book.advanceTo(book.now() + 1)
    }
    const numbers = await Promise.all(ids.map(async (id) => (await book.trade(id))?.alipayTransId))
    expect(numbers).toEqual(numbers.toSorted())
    const records = await book.store.notifications('2088101122334455')
    expect(records.map(({ id }) => id)).toEqual(records.map(({ id }) => id).toSorted())
    expect(new Set([...numbers, ...records.map(({ id }) => id)]).size).toBe(40)
  })

  it('are drawn anew when another trade of the same millisecond has the one that was drawn', async () => {
    const store = memoryStore()
    const drawn: (string | undefined)[] = []
    const book = openBook({
      store: {
        ...store,
        async commit(change) {
          drawn.push(change.trade?.alipayTransId)
          return drawn.length === 1 ? 'conflict' : store.commit(change)
        },
      },
    })
    expect(await book.pay('T1', sale)).toMatchObject({ resultCode: 'SUCCESS' })
    expect(new Set(drawn).size).toBe(2)
  })
})
