import { describe, expect, it } from 'vitest'
import { money } from '../../protocol/money.ts'
import { globalDialect } from '../dialect/dialect.ts'
import type { Dialect } from '../dialect/switch.ts'
import { openBook } from './testing/book.ts'
import { tellStory } from './testing/story.ts'

const turned = (switches: Partial<Dialect>): Dialect => ({ ...globalDialect, ...switches })

describe('a cancel', () => {
  it.each<[string, string]>([
    [
      'of an ID that nobody has paid with blocks it',
      `
      cancel T1               | SUCCESS N
      cancel T1               | SUCCESS N
      pay    T1 100.00 SGD    | TRADE_HAS_CLOSE
      query  T1               | TRADE_NOT_EXIST
      refund T1 1.00 SGD R1   | PURCHASE_TRADE_NOT_EXIST
      look   T1               | no trade
    `,
    ],
    [
      'of a trade number that nobody has fails',
      `
      cancel #T1              | TRADE_NOT_EXIST N
      pay    T1 100.00 SGD    | TRADE_SUCCESS
    `,
    ],
    [
      'of an unpaid trade closes it, once',
      `
      pay     T1 100.00 SGD waiting | UNKNOW
      cancel  T1                    | SUCCESS close N
      confirm T1                    | TRADE_CLOSED
      cancel  T1                    | SUCCESS N
      cancel  #T1                   | SUCCESS N
      query   T1                    | TRADE_CLOSED
    `,
    ],
    [
      'of a trade that closed by itself has nothing to do',
      `
      pay    T1 100.00 SGD waiting  | UNKNOW
      at     2024-01-15 10:33:00
      cancel T1                     | SUCCESS N
    `,
    ],
    [
      'of a trade that the buyer declined has nothing to do',
      `
      pay     T1 100.00 SGD waiting | UNKNOW
      decline T1                    | TRADE_CLOSED
      cancel  T1                    | SUCCESS N
    `,
    ],
    [
      'of a paid trade gives all back, once',
      `
      pay    T1 100.00 SGD          | TRADE_SUCCESS
      cancel #T1                    | SUCCESS refund N
      cancel T1                     | SUCCESS N
      query  T1                     | TRADE_CLOSED, 535.19 CNY given back
      refund T1 1.00 SGD R1         | TRADE_HAS_CLOSE
    `,
    ],
    [
      'is possible until the day of payment ends in Beijing',
      `
      pay    T1 100.00 SGD          | TRADE_SUCCESS
      pay    T2 100.00 SGD          | TRADE_SUCCESS
      at     2024-01-15 23:59:59
      cancel T1                     | SUCCESS refund N
      at     2024-01-16 00:00:00
      cancel T2                     | TRADE_CANCEL_TIME_OUT N
      query  T2                     | TRADE_SUCCESS
      cancel T1                     | SUCCESS N
      cancel T9                     | SUCCESS N
    `,
    ],
    [
      'counts from the payment, not from the order',
      `
      at      2024-01-15 23:59:00
      pay     T1 100.00 SGD waiting | UNKNOW
      pay     T2 100.00 SGD waiting | UNKNOW
      pay     T3 100.00 SGD waiting | UNKNOW
      confirm T3                    | TRADE_SUCCESS
      at      2024-01-16 00:01:00
      confirm T1                    | TRADE_SUCCESS
      cancel  T1                    | SUCCESS refund N
      cancel  T2                    | SUCCESS close N
      cancel  T3                    | TRADE_CANCEL_TIME_OUT N
    `,
    ],
    [
      'fails once anything was refunded, or is going to be',
      `
      pay    T1 100.00 SGD          | TRADE_SUCCESS
      refund T1 1.00 SGD R1         | SUCCESS
      cancel T1                     | REASON_TRADE_REFUND_FEE_ERR N
      pay    T2 100.00 SGD          | TRADE_SUCCESS
      refund T2 100.00 SGD R2       | SUCCESS
      cancel T2                     | REASON_TRADE_REFUND_FEE_ERR N
      pay    T3 100.00 SGD          | TRADE_SUCCESS
      funds  low
      refund T3 1.00 SGD R3 later   | SUCCESS
      cancel T3                     | REASON_TRADE_REFUND_FEE_ERR N
    `,
    ],
    [
      'after a refund that was refused is possible',
      `
      pay    T1 100.00 SGD          | TRADE_SUCCESS
      refund T1 100.01 SGD R1       | RETURN_AMOUNT_EXCEED
      cancel T1                     | SUCCESS refund N
    `,
    ],
  ])('%s', async (_, story) => {
    const { told, written } = await tellStory(story)
    expect(told).toBe(written)
  })

  it.each<[string, Dialect, string]>([
    [
      'a quarter past midnight',
      turned({ cancelWindow: 'day end and 15 minutes' }),
      `
      pay    T1 100.00 SGD          | TRADE_SUCCESS
      pay    T2 100.00 SGD          | TRADE_SUCCESS
      at     2024-01-16 00:14:59
      cancel T1                     | SUCCESS refund N
      at     2024-01-16 00:15:00
      cancel T2                     | TRADE_CANCEL_TIME_OUT N
    `,
    ],
    [
      '24 hours after the payment',
      turned({ cancelWindow: '24 hours' }),
      `
      pay    T1 100.00 SGD          | TRADE_SUCCESS
      pay    T2 100.00 SGD          | TRADE_SUCCESS
      at     2024-01-16 10:29:59
      cancel T1                     | SUCCESS refund N
      at     2024-01-16 10:30:00
      cancel T2                     | TRADE_CANCEL_TIME_OUT N
    `,
    ],
  ])('is possible until %s when the dialect says so', async (_, dialect, story) => {
    const { told, written } = await tellStory(story, { dialect })
    expect(told).toBe(written)
  })

  it.each([
    ['10:30', Date.UTC(2024, 0, 15, 2, 30), Date.UTC(2024, 0, 15, 16, 0)],
    ['23:50', Date.UTC(2024, 0, 15, 15, 50), Date.UTC(2024, 0, 15, 16, 5)],
  ])(
    'of an unpaid trade of %s is possible to the later of midnight and a quarter of an hour',
    async (_, start, ends) => {
      const book = openBook({ start })
      const plan = { kind: 'waiting', closesAfterMs: 86_400_000 } as const
      await book.pay('T1', { price: money(100, 'SGD'), plan })
      await book.pay('T2', { price: money(100, 'SGD'), plan })
      await book.advanceTo(ends - 1)
      expect(await book.cancel({ partnerTransId: 'T1' })).toMatchObject({ fields: { action: 'close' } })
      await book.advanceTo(ends)
      expect(await book.cancel({ partnerTransId: 'T2' })).toMatchObject({ error: 'TRADE_CANCEL_TIME_OUT' })
    },
  )

  it('lets a late payment through when the dialect does not block unknown IDs', async () => {
    const dialect = turned({ cancelBlocksUnknownTrade: false })
    const { told, written } = await tellStory('cancel T1 | SUCCESS N\npay T1 1.00 SGD | TRADE_SUCCESS', { dialect })
    expect(told).toBe(written)
  })
})

describe('a buyer who pays in the very moment of the cancel', () => {
  it('gets all back, in one commit that announces the payment', async () => {
    const book = openBook()
    await book.pay('T1', {
      price: money(100, 'SGD'),
      plan: { kind: 'waiting' },
      buyer: { does: 'pays', at: 'cancel' },
    })
    expect(await book.cancel({ partnerTransId: 'T1' })).toMatchObject({
      resultCode: 'SUCCESS',
      fields: { action: 'refund', retry_flag: 'N' },
    })
    expect(await book.trade('T1')).toMatchObject({
      version: 2,
      state: { name: 'TRADE_CLOSED', by: 'cancel', paidAt: book.now() },
    })
    const [announced] = await book.store.notifications('2088101122334455')
    expect(announced?.fields).toContainEqual({ name: 'trade_status', value: 'TRADE_SUCCESS' })
  })

  it('is too late when the trade has closed by itself', async () => {
    const book = openBook()
    const sale = { price: money(100, 'SGD'), plan: { kind: 'waiting' } as const }
    await book.pay('T1', { ...sale, buyer: { does: 'pays', at: 'cancel' } })
    await book.advanceTo(book.now() + 180_000)
    const told = await book.cancel({ partnerTransId: 'T1' })
    expect(told).toMatchObject({ resultCode: 'SUCCESS' })
    expect(told).not.toHaveProperty('fields.action', 'refund')
    expect((await book.trade('T1'))?.state).not.toHaveProperty('paidAt')
  })
})
