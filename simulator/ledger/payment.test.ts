import { describe, expect, it } from 'vitest'
import { money } from '../../protocol/money.ts'
import { globalDialect } from '../dialect/dialect.ts'
import { openBook } from './testing/book.ts'
import { tellStory } from './testing/story.ts'

describe('a payment', () => {
  it.each<[string, string]>([
    [
      'is made once, and told again as often as asked',
      `
      pay   T1 100.00 SGD | TRADE_SUCCESS
      pay   T1 100.00 SGD | TRADE_SUCCESS
      query T1            | TRADE_SUCCESS
      query #T1           | TRADE_SUCCESS
      query T2            | TRADE_NOT_EXIST
      query #T2           | TRADE_NOT_EXIST
    `,
    ],
    [
      'that waits is unknown until the buyer confirms',
      `
      pay     T1 100.00 SGD waiting | UNKNOW
      pay     T1 100.00 SGD         | UNKNOW
      query   T1                    | WAIT_BUYER_PAY
      confirm T1                    | TRADE_SUCCESS
      pay     T1 100.00 SGD         | TRADE_SUCCESS
      query   T1                    | TRADE_SUCCESS
    `,
    ],
    [
      'that the buyer declines is closed for good',
      `
      pay     T1 100.00 SGD waiting | UNKNOW
      decline T1                    | TRADE_CLOSED
      confirm T1                    | TRADE_CLOSED
      pay     T1 100.00 SGD         | TRADE_HAS_CLOSE
      query   T1                    | TRADE_CLOSED
    `,
    ],
    [
      'that nobody confirms closes after three minutes',
      `
      at      2024-01-15 12:00:00
      pay     T1 100.00 SGD waiting | UNKNOW
      at      2024-01-15 12:02:59
      query   T1                    | WAIT_BUYER_PAY
      at      2024-01-15 12:03:00
      query   T1                    | TRADE_CLOSED
      confirm T1                    | TRADE_CLOSED
      pay     T1 100.00 SGD         | TRADE_HAS_CLOSE
    `,
    ],
    [
      'can be confirmed in the last second',
      `
      at      2024-01-15 12:00:00
      pay     T1 100.00 SGD waiting | UNKNOW
      at      2024-01-15 12:02:59
      confirm T1                    | TRADE_SUCCESS
      at      2024-01-15 12:04:00
      query   T1                    | TRADE_SUCCESS
    `,
    ],
    [
      'under a known ID is compared first: buyer, then amount and currencies',
      `
      pay T1 100.00 SGD               | TRADE_SUCCESS
      pay T1 100.00 SGD by B2         | TRADE_BUYER_NOT_MATCH
      pay T1 100.01 SGD               | CONTEXT_INCONSISTENT
      pay T1 100.01 SGD by B2         | TRADE_BUYER_NOT_MATCH
      pay T1 100.00 USD               | CONTEXT_INCONSISTENT
      pay T1 100.00 SGD as HKD        | CONTEXT_INCONSISTENT
      pay T1 100.00 SGD               | TRADE_SUCCESS
    `,
    ],
    [
      'is compared before it is told closed, too',
      `
      pay    T1 100.00 SGD waiting    | UNKNOW
      cancel T1                       | SUCCESS close N
      pay    T1 100.00 SGD by B2      | TRADE_BUYER_NOT_MATCH
      pay    T1 1.00 SGD              | CONTEXT_INCONSISTENT
      pay    T1 100.00 SGD            | TRADE_HAS_CLOSE
    `,
    ],
    [
      'cannot be made again after it was given back',
      `
      pay    T1 100.00 SGD            | TRADE_SUCCESS
      refund T1 100.00 SGD R1         | SUCCESS
      pay    T1 100.00 SGD            | TRADE_HAS_CLOSE
      query  T1                       | TRADE_CLOSED, 535.19 CNY given back
    `,
    ],
    [
      'of one ID says nothing of another',
      `
      pay    T1 100.00 SGD            | TRADE_SUCCESS
      pay    T2 100.00 SGD by B2      | TRADE_SUCCESS
      cancel T1                       | SUCCESS refund N
      query  T2                       | TRADE_SUCCESS
    `,
    ],
  ])('%s', async (_, story) => {
    const { told, written } = await tellStory(story)
    expect(told).toBe(written)
  })

  it('becomes TRADE_FINISHED when the dialect says so and the refund period is over', async () => {
    const { told, written } = await tellStory(
      `
        pay    T1 100.00 SGD       | TRADE_SUCCESS
        at     2025-01-14 10:29:59
        query  T1                  | TRADE_SUCCESS
        at     2025-01-14 10:30:00
        query  T1                  | TRADE_FINISHED
        pay    T1 100.00 SGD       | TRADE_FINISHED
        cancel T1                  | TRADE_HAS_FINISHED N
        refund T1 1.00 SGD R1      | REFUNDMENT_VALID_DATE_EXCEED
      `,
      { dialect: { ...globalDialect, tradeFinished: true } },
    )
    expect(told).toBe(written)
  })
})

describe('what a payment is worth', () => {
  it('is fixed in three currencies when it is made', async () => {
    const book = openBook()
    await book.pay('T1', { price: money(100_000, 'TWD'), settlementCurrency: 'HKD' })
    const trade = await book.trade('T1')
    // 1000.00 TWD × 0.25030045 = 250.30 HKD; × 0.9153 = 229.10 CNY: the rates of rate-table.ts, half-up.
    expect(trade).toMatchObject({
      price: { amount: 100_000, currency: 'TWD' },
      settlement: { amount: 25_030, currency: 'HKD' },
      transForexRate: 25_030_045,
      exchangeRate: 91_530_000,
      totalCny: { amount: 22_910, currency: 'CNY' },
    })
  })

  it('has the forex rate 1 when price and settlement are one currency', async () => {
    const book = openBook()
    await book.pay('T1', { price: money(3_925, 'USD') })
    expect(await book.trade('T1')).toMatchObject({
      settlement: { amount: 3_925, currency: 'USD' },
      transForexRate: 100_000_000,
      totalCny: { amount: 28_088, currency: 'CNY' },
    })
  })
})
