import { describe, expect, it } from 'vitest'
import { money } from '../protocol/money.ts'
import type { BuyerPlan, Plan } from './behaviour/behaviour.ts'
import { type Book, openBook, testPid } from './ledger/testing/book.ts'

const secondMs = 1_000
const waiting: Plan = { kind: 'waiting' }

async function stateAfter(book: Book, ms: number): Promise<string | undefined> {
  await book.advanceTo(book.now() + ms)
  const trade = await book.trade('T1')
  return trade?.state.name === 'TRADE_CLOSED' ? `TRADE_CLOSED by ${trade.state.by}` : trade?.state.name
}

async function wait(buyer: BuyerPlan, plan: Plan = waiting): Promise<Book> {
  const book = openBook()
  await book.pay('T1', { price: money(100, 'SGD'), plan, buyer })
  return book
}

describe('a buyer who is asked for the password', () => {
  it('pays when he has entered it, and that is notified', async () => {
    const book = await wait({ does: 'pays', afterMs: 5 * secondMs })
    expect(await stateAfter(book, 5 * secondMs - 1)).toBe('WAIT_BUYER_PAY')
    expect(await book.store.notifications(testPid)).toEqual([])
    expect(await stateAfter(book, 1)).toBe('TRADE_SUCCESS')
    expect((await book.trade('T1'))?.state).toEqual({ name: 'TRADE_SUCCESS', paidAt: book.now() })
    expect(await book.store.notifications(testPid)).toMatchObject([{ state: 'acknowledged' }])
  })

  it.each(['declines', 'wrong password', 'balance too low'] as const)(
    '%s: the trade is closed, and nobody is told',
    async (does) => {
      const book = await wait({ does, afterMs: 5 * secondMs })
      expect(await stateAfter(book, 5 * secondMs)).toBe('TRADE_CLOSED by refused')
      expect(await book.store.notifications(testPid)).toEqual([])
    },
  )

  it('does nothing: the trade closes by itself', async () => {
    const book = await wait({ does: 'nothing' })
    expect(await book.store.nextDue(testPid)).toBeUndefined()
    expect(await stateAfter(book, 180 * secondMs - 1)).toBe('WAIT_BUYER_PAY')
    expect(await stateAfter(book, 1)).toBe('TRADE_CLOSED by expiry')
  })

  it('is too late when the trade has closed by itself', async () => {
    const book = await wait({ does: 'pays', afterMs: 180 * secondMs })
    expect(await stateAfter(book, 181 * secondMs)).toBe('TRADE_CLOSED by expiry')
    expect(await book.store.notifications(testPid)).toEqual([])
  })

  it('pays just before the trade closes, though a timer of the machine may come late', async () => {
    const book = await wait({ does: 'pays', at: 'before expiry' })
    const due = (await book.store.nextDue(testPid)) ?? 0
    const { createdAt = 0 } = (await book.trade('T1')) ?? {}
    expect(due - createdAt).toBeGreaterThanOrEqual(178 * secondMs)
    expect(due - createdAt).toBeLessThanOrEqual(179.8 * secondMs)
    expect(await stateAfter(book, 180 * secondMs)).toBe('TRADE_SUCCESS')
  })

  it('can do so even when the trade lives for less than a second', async () => {
    const book = await wait({ does: 'pays', at: 'before expiry' }, { kind: 'waiting', closesAfterMs: 500 })
    expect(await stateAfter(book, 500)).toBe('TRADE_SUCCESS')
  })

  it('pays what a cancel has closed meanwhile? never', async () => {
    const book = await wait({ does: 'pays', afterMs: 5 * secondMs })
    await book.advanceTo(book.now() + secondMs)
    await book.cancel({ partnerTransId: 'T1' })
    expect(await book.store.nextDue(testPid)).toBeUndefined()
    expect(await stateAfter(book, 10 * secondMs)).toBe('TRADE_CLOSED by cancel')
    expect((await book.trade('T1'))?.state).not.toHaveProperty('paidAt')
  })
})

describe('a refund in progress', () => {
  it('that a behaviour delays is done then, whatever is_sync says, and notified', async () => {
    const book = openBook()
    await book.pay('T1', { price: money(100, 'SGD') })
    const plan: Plan = { kind: 'asynchronous', doneAfterMs: 60 * secondMs }
    const told = await book.refund('T1', { partnerRefundId: 'R1', amount: money(40, 'SGD'), isSync: true, plan })
    expect(told).toMatchObject({ resultCode: 'SUCCESS' })
    await book.advanceTo(book.now() + 60 * secondMs - 1)
    expect((await book.trade('T1'))?.refunds).toMatchObject([{ state: { name: 'waiting' } }])
    await book.advanceTo(book.now() + 1)
    expect((await book.trade('T1'))?.refunds).toMatchObject([{ state: { name: 'done' } }])
    const actions = (await book.store.notifications(testPid)).map(
      ({ fields }) => fields.find(({ name }) => name === 'notify_action_type')?.value,
    )
    expect(actions).toEqual(['payByAccountAction', 'refundFPAction'])
  })

  it('that never ends stays in progress', async () => {
    const book = openBook()
    await book.pay('T1', { price: money(100, 'SGD') })
    const plan: Plan = { kind: 'asynchronous', doneAfterMs: 'never' }
    await book.refund('T1', { partnerRefundId: 'R1', amount: money(40, 'SGD'), plan })
    await book.advanceTo(book.now() + 400 * 86_400 * secondMs)
    expect((await book.trade('T1'))?.refunds).toMatchObject([{ state: { name: 'waiting' } }])
  })
})
