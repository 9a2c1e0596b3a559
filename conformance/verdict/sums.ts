/**
 * What the ledger holds for a sale, in minor units of its pricing currency. Pure. Source: query.md §3, refund.md §2.
 */
import { currencyNamed } from '../../protocol/currency.ts'
import { parseAmount } from '../../protocol/money.ts'
import type { TransactionView } from '../../simulator/admin/client/index.ts'
import type { Sale } from './evidence.ts'

/** NaN for text that is no amount of the currency: then nothing equals it. */
export function units(amount: string, currency: string): number {
  const known = currencyNamed(currency)
  const parsed = known === undefined ? undefined : parseAmount(amount, known, { wholeCurrencyDecimals: 'accept' })
  return parsed?.ok ? parsed.money.amount : Number.NaN
}

/** Ever debited, whatever came of it later. */
export function wasPaid({ paid_at: paidAt, state, refunds }: TransactionView): boolean {
  return paidAt !== null || state === 'TRADE_SUCCESS' || state === 'TRADE_FINISHED' || refunds.length > 0
}

export function chargedTimes({ trades }: Sale): number {
  return trades.filter(wasPaid).length
}

export function refundedUnits(trade: TransactionView): number {
  return trade.refunds
    .filter(({ state }) => state === 'done')
    .reduce((sum, { refund_amount: { amount, currency } }) => sum + units(amount, currency), 0)
}

/** What the merchant keeps. A trade that is closed keeps nothing, however it was closed. */
export function heldUnits({ trades }: Sale): number {
  return trades
    .filter(({ state }) => state === 'TRADE_SUCCESS' || state === 'TRADE_FINISHED')
    .reduce(
      (sum, trade) => sum + units(trade.trans_amount.amount, trade.trans_amount.currency) - refundedUnits(trade),
      0,
    )
}

export function givenBackUnits({ trades }: Sale): number {
  return trades.reduce((sum, trade) => sum + refundedUnits(trade), 0)
}

export function isWaiting({ trades }: Sale): boolean {
  return trades.some(({ state }) => state === 'WAIT_BUYER_PAY')
}
