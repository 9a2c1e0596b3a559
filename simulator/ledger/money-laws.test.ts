import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Money, money } from '../../protocol/money.ts'
import { memoryStore } from '../store/memory-store.ts'
import type { Store } from '../store/store.ts'
import { refundedCny } from './refund.ts'
import { type Book, openBook } from './testing/book.ts'
import type { Refund, Trade } from './trade.ts'

const ids = ['T1', 'T2'] as const
const id = fc.constantFrom(...ids)
const minuteMs = 60_000

const event = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('pay' as const),
      id,
      amount: fc.integer({ min: 1, max: 400 }),
      waits: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constantFrom('confirm' as const, 'decline' as const, 'cancel' as const), id }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant('refund' as const),
      id,
      refundId: fc.constantFrom<string>('R1', 'R2', 'R3', 'R4'),
      amount: fc.integer({ min: 1, max: 250 }),
      isSync: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('funds' as const), enough: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('wait' as const),
      minutes: fc.constantFrom(1, 4, 200, 720, 1440, 28_800, 270_000),
    }),
  },
)
type Event = typeof event extends fc.Arbitrary<infer E> ? E : never
type Currencies = { price: Money['currency']; settled: Money['currency'] }

const currencies = fc.constantFrom<Currencies>(
  { price: 'SGD', settled: 'SGD' },
  { price: 'IDR', settled: 'IDR' },
  { price: 'JPY', settled: 'JPY' },
  { price: 'TWD', settled: 'HKD' },
)

/** Fails as soon as a commit skips or repeats a version of its trade. */
function watchedStore(): Store {
  const store = memoryStore()
  const versions = new Map<string, number>()
  return {
    ...store,
    async commit(change) {
      const result = await store.commit(change)
      const { trade } = change
      if (trade !== undefined && result === 'committed') {
        expect(trade.version).toBe((versions.get(trade.partnerTransId) ?? 0) + 1)
        versions.set(trade.partnerTransId, trade.version)
      }
      return result
    },
  }
}

const sum = (refunds: readonly Refund[], part: 'amount' | 'amountCny') =>
  refunds.reduce((total, refund) => total + refund[part].amount, 0)

function expectLawful(before: Trade | undefined, trade: Trade): void {
  const held = trade.refunds.filter(({ state }) => state.name !== 'failed')
  const done = held.filter(({ state }) => state.name === 'done')
  expect(sum(held, 'amount')).toBeLessThanOrEqual(trade.settlement.amount)
  expect(sum(held, 'amountCny')).toBeLessThanOrEqual(trade.totalCny.amount)
  // A hundredth of a weak currency may be worth nothing: such a trade has nothing to give back.
  const whole = done.length > 0 && sum(done, 'amount') === trade.settlement.amount
  if (whole) expect(sum(done, 'amountCny')).toBe(trade.totalCny.amount)
  const cancelled = trade.state.name === 'TRADE_CLOSED' && trade.state.by === 'cancel' && 'paidAt' in trade.state
  expect(refundedCny(trade).amount).toBe(cancelled ? trade.totalCny.amount : sum(done, 'amountCny'))
  expect(trade.state.name === 'TRADE_CLOSED' && trade.state.by === 'refund').toBe(whole)
  if (trade.refunds.length > 0) expect(trade.state).toHaveProperty('paidAt')
  if (cancelled) expect(held).toEqual([])
  if (before?.state.name === 'TRADE_CLOSED') expect(trade.state).toEqual(before.state)
  if (before !== undefined && 'paidAt' in before.state)
    expect(trade.state).toHaveProperty('paidAt', before.state.paidAt)
}

/** Whether a refund under a new ID must be accepted. */
function refundable(
  trade: Trade | undefined,
  amount: number,
  { at, isFunded }: { at: number; isFunded: boolean },
): boolean {
  if (trade?.state.name !== 'TRADE_SUCCESS' || at >= trade.state.paidAt + 365 * 1440 * minuteMs) return false
  const held = trade.refunds.filter(({ state }) => state.name !== 'failed')
  return isFunded && sum(held, 'amount') + amount <= trade.settlement.amount
}

function act(book: Book, event: Event, { price, settled }: Currencies): Promise<unknown> | unknown {
  switch (event.does) {
    case 'pay': {
      const plan = event.waits ? { plan: { kind: 'waiting' } as const } : {}
      return book.pay(event.id, { price: money(event.amount, price), settlementCurrency: settled, ...plan })
    }
    case 'refund': {
      const { id, refundId: partnerRefundId, amount, isSync } = event
      return book.refund(id, { partnerRefundId, amount: money(amount, settled), isSync })
    }
    case 'cancel':
      return book.cancel({ partnerTransId: event.id })
    case 'confirm':
      return book.confirm(event.id)
    case 'decline':
      return book.decline(event.id)
    case 'funds':
      return book.setFunded(event.enough)
    case 'wait':
      return book.advanceTo(book.now() + event.minutes * minuteMs)
  }
}

const tradesOf = async (book: Book) => Promise.all(ids.map((name) => book.trade(name)))

describe('whatever is asked, in whatever order', () => {
  it('no trade gives back more than was paid, and none that is closed is ever paid', async () => {
    const law = fc.asyncProperty(fc.array(event, { maxLength: 40 }), currencies, async (events, pair) => {
      const book = openBook({ store: watchedStore() })
      let before = await tradesOf(book)
      for (const happening of events) {
        await act(book, happening, pair)
        const now = await tradesOf(book)
        now.forEach((trade, i) => void (trade !== undefined && expectLawful(before[i], trade)))
        before = now
      }
      await book.stop()
    })
    await fc.assert(law, { numRuns: 400 })
  })

  it('a repeat of the same call moves nothing, and a pay or refund is told the same', async () => {
    const law = fc.asyncProperty(fc.array(event, { maxLength: 25 }), currencies, async (events, pair) => {
      const book = openBook({ store: watchedStore() })
      for (const happening of events) {
        const told = await act(book, happening, pair)
        if (happening.does === 'wait' || happening.does === 'funds') continue
        const before = await tradesOf(book)
        const toldAgain = await act(book, happening, pair)
        expect(await tradesOf(book)).toEqual(before)
        if (happening.does === 'pay' || happening.does === 'refund') expect(toldAgain).toEqual(told)
      }
      await book.stop()
    })
    await fc.assert(law, { numRuns: 300 })
  })

  it('a refund under a new ID is accepted exactly when the money is there and in time', async () => {
    const law = fc.asyncProperty(fc.array(event, { maxLength: 40 }), currencies, async (events, pair) => {
      const book = openBook()
      let isFunded = true
      for (const [i, happening] of events.entries()) {
        const fresh: Event = happening.does === 'refund' ? { ...happening, refundId: `fresh-${i}` } : happening
        const trade = fresh.does === 'refund' ? await book.trade(fresh.id) : undefined
        const told = await act(book, fresh, pair)
        if (fresh.does === 'funds') isFunded = fresh.enough
        if (fresh.does !== 'refund') continue
        const expected = refundable(trade, fresh.amount, { at: book.now(), isFunded: isFunded || !fresh.isSync })
        expect(told).toHaveProperty('resultCode', expected ? 'SUCCESS' : 'FAILED')
      }
      await book.stop()
    })
    await fc.assert(law, { numRuns: 300 })
  })
})
