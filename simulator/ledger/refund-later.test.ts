import { describe, expect, it } from 'vitest'
import { nextMidnight } from '../../protocol/beijing-time.ts'
import { money } from '../../protocol/money.ts'
import { globalDialect } from '../dialect/dialect.ts'
import type { Dialect } from '../dialect/switch.ts'
import { openBook } from './testing/book.ts'
import { tellStory } from './testing/story.ts'

const turned = (switches: Partial<Dialect>): Dialect => ({ ...globalDialect, ...switches })
const sharp = { dialect: turned({ refundBatch: '23:00' }) }
const hourMs = 3_600_000
const dayMs = 24 * hourMs

describe('an asynchronous refund', () => {
  it.each<[string, string]>([
    [
      'is done at once on the day of payment, in Beijing',
      `
      pay    T1 100.00 SGD           | TRADE_SUCCESS
      at     2024-01-15 23:59:59
      refund T1  60.00 SGD R1 later  | SUCCESS
      at     2024-01-16 00:00:00
      look   T1                      | TRADE_SUCCESS, R1 60.00 (321.11 CNY) done
    `,
    ],
    [
      'waits for the night on any later day, and is claimed meanwhile',
      `
      pay    T1 100.00 SGD           | TRADE_SUCCESS
      at     2024-01-16 00:00:00
      refund T1  60.00 SGD R1 later  | SUCCESS
      refund T1  60.00 SGD R1 later  | SUCCESS
      refund T1  50.00 SGD R1 later  | DISCORDANT_REPEAT_REQUEST
      refund T1  40.01 SGD R2        | RETURN_AMOUNT_EXCEED
      query  T1                      | TRADE_SUCCESS
      at     2024-01-16 22:59:59
      look   T1                      | TRADE_SUCCESS, R1 60.00 (321.11 CNY) waiting for the night of 2024-01-16
      at     2024-01-17 05:00:00
      query  T1                      | TRADE_SUCCESS, 321.11 CNY given back
    `,
    ],
    [
      'asked for again at once, is done at once: SUCCESS of that means refunded',
      `
      pay    T1 100.00 SGD           | TRADE_SUCCESS
      at     2024-01-16 12:00:00
      refund T1 100.00 SGD R1 later  | SUCCESS
      refund T1 100.00 SGD R1        | SUCCESS
      query  T1                      | TRADE_CLOSED, 535.19 CNY given back
      at     2024-01-17 05:00:00
      query  T1                      | TRADE_CLOSED, 535.19 CNY given back
    `,
    ],
    [
      'asked for after 23:00 is done at once: the night has begun',
      `
      pay    T1 100.00 SGD           | TRADE_SUCCESS
      at     2024-01-16 23:30:00
      refund T1 100.00 SGD R1 later  | SUCCESS
      at     2024-01-16 23:30:01
      query  T1                      | TRADE_CLOSED, 535.19 CNY given back
    `,
    ],
    [
      'closes the trade when it is done, not when it is accepted',
      `
      pay    T1 100.00 SGD           | TRADE_SUCCESS
      at     2024-01-17 12:00:00
      refund T1 100.00 SGD R1 later  | SUCCESS
      query  T1                      | TRADE_SUCCESS
      refund T1   0.01 SGD R2        | RETURN_AMOUNT_EXCEED
      at     2024-01-18 05:00:00
      query  T1                      | TRADE_CLOSED, 535.19 CNY given back
    `,
    ],
    [
      'is done beside synchronous ones, whatever the order',
      `
      pay    T1 100.00 SGD           | TRADE_SUCCESS
      at     2024-01-17 12:00:00
      refund T1  33.33 SGD R1 later  | SUCCESS
      refund T1  66.67 SGD R2        | SUCCESS
      query  T1                      | TRADE_SUCCESS, 356.81 CNY given back
      at     2024-01-18 05:00:00
      query  T1                      | TRADE_CLOSED, 535.19 CNY given back
    `,
    ],
  ])('%s', async (_, story) => {
    const { told, written } = await tellStory(story)
    expect(told).toBe(written)
  })

  it('is done at 23:00 sharp when the dialect says so', async () => {
    const { told, written } = await tellStory(
      `
        pay    T1 100.00 SGD           | TRADE_SUCCESS
        at     2024-01-16 12:00:00
        refund T1  10.00 SGD R1 later  | SUCCESS
        at     2024-01-16 22:59:59
        query  T1                      | TRADE_SUCCESS
        at     2024-01-16 23:00:00
        query  T1                      | TRADE_SUCCESS, 53.52 CNY given back
        at     2024-01-16 23:30:00
        refund T1  10.00 SGD R2 later  | SUCCESS
        at     2024-01-17 22:59:59
        query  T1                      | TRADE_SUCCESS, 53.52 CNY given back
        at     2024-01-17 23:00:00
        query  T1                      | TRADE_SUCCESS, 107.04 CNY given back
      `,
      sharp,
    )
    expect(told).toBe(written)
  })
})

describe('an asynchronous refund without funds', () => {
  it('is accepted, tried again every night, and done when there are funds', async () => {
    const { told, written } = await tellStory(`
      pay    T1 100.00 SGD           | TRADE_SUCCESS
      funds  low
      refund T1  60.00 SGD R1 later  | SUCCESS
      at     2024-01-15 10:30:01
      look   T1                      | TRADE_SUCCESS, R1 60.00 (321.11 CNY) waiting for the night of 2024-01-15
      at     2024-01-16 05:00:00
      look   T1                      | TRADE_SUCCESS, R1 60.00 (321.11 CNY) waiting for the night of 2024-01-16
      at     2024-01-17 05:00:00
      look   T1                      | TRADE_SUCCESS, R1 60.00 (321.11 CNY) waiting for the night of 2024-01-17
      refund T1  60.00 SGD R1 later  | SUCCESS
      query  T1                      | TRADE_SUCCESS
      funds  enough
      at     2024-01-18 05:00:00
      query  T1                      | TRADE_SUCCESS, 321.11 CNY given back
    `)
    expect(told).toBe(written)
  })

  it.each([['23:00 to 05:00'], ['23:00']] as const)(
    'is tried once a night for 180 days (%s), then fails',
    async (refundBatch) => {
      const book = openBook({ dialect: turned({ refundBatch }) })
      await book.pay('T1', { price: money(100, 'SGD') })
      book.setFunded(false)
      const asked = book.now()
      await book.refund('T1', { partnerRefundId: 'R1', amount: money(100, 'SGD'), isSync: false })
      const midnight = nextMidnight(asked)
      for (let night = 0; night < 180; night++) {
        // In the afternoon after the night-th night, one try more has been made than nights have passed: the first was at once.
        await book.advanceTo(midnight + (night - 1) * dayMs + 15 * hourMs)
        expect((await book.trade('T1'))?.refunds[0]?.state).toMatchObject({ name: 'waiting', attempts: night + 1 })
      }
      await book.advanceTo(midnight + 182 * dayMs)
      const trade = await book.trade('T1')
      expect(trade?.refunds[0]?.state).toMatchObject({ name: 'failed', error: 'SELLER_BALANCE_NOT_ENOUGH' })
      expect(trade?.state.name).toBe('TRADE_SUCCESS')
      expect(await book.store.nextDue('2088101122334455')).toBeUndefined()
      expect(await book.store.notifications('2088101122334455')).toHaveLength(1)
    },
  )

  it('may be made again under its ID after it has failed, with the same data', async () => {
    const { told, written } = await tellStory(`
      pay    T1 100.00 SGD           | TRADE_SUCCESS
      funds  low
      refund T1  60.00 SGD R1 later  | SUCCESS
      at     2024-07-15 12:00:00
      look   T1                      | TRADE_SUCCESS, R1 60.00 (321.11 CNY) failed
      refund T1 100.00 SGD R2        | SELLER_BALANCE_NOT_ENOUGH
      funds  enough
      refund T1  50.00 SGD R1        | DISCORDANT_REPEAT_REQUEST
      refund T1  60.00 SGD R1        | SUCCESS
      refund T1  40.00 SGD R2        | SUCCESS
      query  T1                      | TRADE_CLOSED, 535.19 CNY given back
    `)
    expect(told).toBe(written)
  })

  it('closes a trade that has meanwhile become TRADE_FINISHED', async () => {
    const { told, written } = await tellStory(
      `
        pay    T1 100.00 SGD           | TRADE_SUCCESS
        at     2025-01-14 10:00:00
        refund T1 100.00 SGD R1 later  | SUCCESS
        at     2025-01-14 12:00:00
        query  T1                      | TRADE_FINISHED
        at     2025-01-15 05:00:00
        query  T1                      | TRADE_CLOSED, 535.19 CNY given back
      `,
      { dialect: turned({ tradeFinished: true }) },
    )
    expect(told).toBe(written)
  })
})
