import { describe, expect, it } from 'vitest'
import { money } from '../../protocol/money.ts'
import { globalDialect } from '../dialect/dialect.ts'
import { cancelTrade } from '../ledger/cancellation.ts'
import { asOf, confirm, decline } from '../ledger/payment.ts'
import { refundTrade, settleRefund } from '../ledger/refund.ts'
import type { Trade } from '../ledger/trade.ts'
import { saleTo } from './testing/sale.ts'
import { tidingsOf } from './tidings.ts'

const buyer = { userId: '2088000000000001', loginId: '132****6685', paymentInst: 'ALIPAYCN' } as const
const waiting = saleTo(buyer, 'T1', { state: 'waiting' })
const paid = saleTo(buyer, 'T1')
const nextDay = 86_400_000

const told = (before: Trade | undefined, after: Trade) =>
  tidingsOf(before, after, () => 'declines').map(({ kind, amountCny, at, reason }) =>
    [kind, amountCny.amount, at, reason].filter((one) => one !== undefined).join(' '),
  )
const cancelled = (trade: Trade): Trade => {
  const cancellation = cancelTrade(trade, 1_000, globalDialect)
  return (cancellation.kind === 'cancelled' ? cancellation.next : undefined) ?? expect.fail()
}
const givenBack = (trade: Trade, amount: number, { isSync = true, at = 1_000 } = {}): Trade => {
  const order = {
    ...{ service: 'refund' as const, partner: trade.partner, partnerTransId: 'T1', reason: '' },
    ...{ partnerRefundId: `R${amount}`, amount: money(amount, 'USD'), isSync },
  } as const
  const refunding = refundTrade(trade, order, { at, funded: true, batchPosition: 0 }, globalDialect)
  return (refunding.kind === 'accepted' ? refunding.next : undefined) ?? expect.fail()
}

describe('a buyer is told', () => {
  it('of a payment at once, or of the password and then of the payment', () => {
    expect(told(undefined, paid)).toEqual(['paid 28088'])
    expect(told(undefined, waiting)).toEqual(['password wanted 28088'])
    expect(told(waiting, confirm(waiting, 1_000))).toEqual(['paid 28088'])
  })

  it('of the end of a payment that was not made, and whose doing it was', () => {
    expect(told(waiting, decline(waiting, 1_000))).toEqual(['refused 28088 declines'])
    expect(told(waiting, cancelled(waiting))).toEqual(['cancelled unpaid 28088'])
    const closed = asOf(waiting, 500_000, globalDialect)
    expect(told(waiting, closed)).toEqual(['closed 28088 180000'])
    expect(told(closed, { ...closed, version: 9 })).toEqual([])
  })

  it('of a cancel that gives money back, and of the payment that came with it', () => {
    expect(told(paid, cancelled(paid))).toEqual(['cancelled 28088'])
    expect(told(waiting, { ...cancelled(paid), version: 2 })).toEqual(['paid 28088', 'cancelled 28088'])
  })

  it('of each refund once, the last of which closes the trade', () => {
    const first = givenBack(paid, 1_000)
    expect(told(paid, first)).toEqual(['refunded 7156'])
    const last = givenBack(first, 2_925)
    expect(last.state.name).toBe('TRADE_CLOSED')
    expect(told(first, last)).toEqual(['refunded 20932'])
    expect(told(last, { ...last, version: 9 })).toEqual([])
  })

  it('of a refund for later when it is accepted, and when it is done or has failed', () => {
    const accepted = givenBack(paid, 1_000, { isSync: false, at: nextDay })
    expect(told(paid, accepted)).toEqual(['refund accepted 7156'])
    const settled = (at: number, funded: boolean) =>
      settleRefund(accepted, 'R1000', { at, funded, batchPosition: 0 }, globalDialect)
    expect(told(accepted, settled(2 * nextDay, true))).toEqual(['refunded 7156'])
    expect(told(accepted, settled(2 * nextDay, false))).toEqual([])
    expect(told(accepted, settled(200 * nextDay, false))).toEqual(['refund failed 7156'])
  })
})
