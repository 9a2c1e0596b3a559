import { describe, expect, it } from 'vitest'
import { globalDialect } from '../dialect/dialect.ts'
import type { Dialect } from '../dialect/switch.ts'
import { tellStory } from './testing/story.ts'

const turned = (switches: Partial<Dialect>): Dialect => ({ ...globalDialect, ...switches })

describe('a refund', () => {
  it.each<[string, string]>([
    [
      'may be made in parts, up to what was paid, and closes the trade with the last',
      `
      pay    T1 100.00 SGD    | TRADE_SUCCESS
      refund T1  60.00 SGD R1 | SUCCESS
      refund T1  60.00 SGD R2 | RETURN_AMOUNT_EXCEED
      refund T1  60.00 SGD R1 | SUCCESS              // a repeat moves nothing
      query  T1               | TRADE_SUCCESS, 321.11 CNY given back
      refund T1  40.01 SGD R2 | RETURN_AMOUNT_EXCEED
      refund T1  40.00 SGD R2 | SUCCESS
      query  T1               | TRADE_CLOSED, 535.19 CNY given back
      refund T1  40.00 SGD R2 | SUCCESS              // the real status of that refund, though the trade is closed
      refund T1   0.01 SGD R3 | TRADE_HAS_CLOSE
      look   T1               | TRADE_CLOSED, R1 60.00 (321.11 CNY) done, R2 40.00 (214.08 CNY) done
    `,
    ],
    [
      'gives back the CNY that was paid, to the last fen',
      `
      pay    T1 0.03 USD      | TRADE_SUCCESS
      refund T1 0.01 USD R1   | SUCCESS
      refund T1 0.01 USD R2   | SUCCESS
      refund T1 0.01 USD R3   | SUCCESS
      look   T1               | TRADE_CLOSED, R1 0.01 (0.07 CNY) done, R2 0.01 (0.07 CNY) done, R3 0.01 (0.07 CNY) done
      pay    T2 0.10 HKD      | TRADE_SUCCESS        // 0.09 CNY; each 0.05 HKD would round to 0.05 CNY
      refund T2 0.05 HKD R4   | SUCCESS
      refund T2 0.05 HKD R5   | SUCCESS
      look   T2               | TRADE_CLOSED, R4 0.05 (0.05 CNY) done, R5 0.05 (0.04 CNY) done
    `,
    ],
    [
      'ID belongs to one refund of one payment',
      `
      pay    T1 100.00 SGD    | TRADE_SUCCESS
      pay    T2 100.00 SGD    | TRADE_SUCCESS
      refund T1  60.00 SGD R1 | SUCCESS
      refund T1  50.00 SGD R1 | DISCORDANT_REPEAT_REQUEST
      refund T2  60.00 SGD R1 | DISCORDANT_REPEAT_REQUEST
      refund T1  60.00 USD R1 | DISCORDANT_REPEAT_REQUEST
      look   T2               | TRADE_SUCCESS
    `,
    ],
    [
      'that was refused leaves its ID free',
      `
      pay    T1 100.00 SGD    | TRADE_SUCCESS
      funds  low
      refund T1  60.00 SGD R1 | SELLER_BALANCE_NOT_ENOUGH
      look   T1               | TRADE_SUCCESS
      funds  enough
      refund T1  60.00 SGD R1 | SUCCESS
    `,
    ],
    [
      'needs a paid trade in its currency',
      `
      refund T1 1.00 SGD R1         | PURCHASE_TRADE_NOT_EXIST
      pay    T1 100.00 SGD waiting  | UNKNOW
      refund T1 1.00 SGD R1         | PURCHASE_TRADE_NOT_EXIST
      confirm T1                    | TRADE_SUCCESS
      refund T1 1.00 USD R1         | CURRENCY_NOT_SAME
      refund T1 1.00 SGD R1         | SUCCESS
      pay    T2 100.00 SGD waiting  | UNKNOW
      decline T2                    | TRADE_CLOSED
      refund T2 1.00 SGD R2         | TRADE_HAS_CLOSE
    `,
    ],
    [
      'is possible to the end of the refund period',
      `
      pay    T1 100.00 SGD    | TRADE_SUCCESS
      at     2025-01-14 10:29:59
      refund T1 1.00 SGD R1   | SUCCESS
      at     2025-01-14 10:30:00
      refund T1 1.00 SGD R2   | REFUNDMENT_VALID_DATE_EXCEED
      refund T1 1.00 SGD R1   | SUCCESS
      query  T1               | TRADE_SUCCESS, 5.35 CNY given back
    `,
    ],
    [
      'of a price in another currency is in the settlement currency',
      `
      pay    T1 1000.00 TWD as HKD | TRADE_SUCCESS   // 250.30 HKD, 229.10 CNY
      refund T1 1.00 TWD R1        | CURRENCY_NOT_SAME
      refund T1 250.31 HKD R1      | RETURN_AMOUNT_EXCEED
      refund T1 100.00 HKD R1      | SUCCESS
      query  T1                    | TRADE_SUCCESS, 91.53 CNY given back
      refund T1 150.30 HKD R2      | SUCCESS
      query  T1                    | TRADE_CLOSED, 229.10 CNY given back
    `,
    ],
  ])('%s', async (_, story) => {
    const { told, written } = await tellStory(story)
    expect(told).toBe(written)
  })

  it('never gives back more CNY than was paid, however finely it is cut', async () => {
    const parts = Array.from({ length: 20 }, (_, i) => `refund T1 0.01 HKD R${i + 1} | SUCCESS`)
    // 0.20 HKD are 0.18 CNY, but 20 times 0.01 CNY, rounded each by itself, would be 0.20 CNY.
    const story = ['pay T1 0.20 HKD | TRADE_SUCCESS', ...parts, 'query T1 | TRADE_CLOSED, 0.18 CNY given back']
    const { told, written } = await tellStory(story.join('\n'))
    expect(told).toBe(written)
  })

  it('is in the currency of the price when the dialect says so', async () => {
    const { told, written } = await tellStory(
      `
        pay    T1 1000.00 TWD as HKD | TRADE_SUCCESS
        refund T1 1.00 HKD R1        | CURRENCY_NOT_SAME
        refund T1 1000.01 TWD R1     | RETURN_AMOUNT_EXCEED
        refund T1 400.00 TWD R1      | SUCCESS
        refund T1 600.00 TWD R2      | SUCCESS
        look   T1                    | TRADE_CLOSED, R1 400.00 (91.64 CNY) done, R2 600.00 (137.46 CNY) done
      `,
      { dialect: turned({ refundCurrency: 'pricing' }) },
    )
    expect(told).toBe(written)
  })

  it.each<[Dialect['refundPeriod'], string, string]>([
    ['360 days', '2025-01-09 10:29:59', '2025-01-09 10:30:00'],
    ['90 days', '2024-04-14 10:29:59', '2024-04-14 10:30:00'],
  ])('is possible for %s when the dialect says so', async (refundPeriod, last, over) => {
    const { told, written } = await tellStory(
      `
        pay    T1 100.00 SGD    | TRADE_SUCCESS
        at     ${last}
        refund T1 1.00 SGD R1   | SUCCESS
        at     ${over}
        refund T1 1.00 SGD R2   | REFUNDMENT_VALID_DATE_EXCEED
      `,
      { dialect: turned({ refundPeriod }) },
    )
    expect(told).toBe(written)
  })
})
