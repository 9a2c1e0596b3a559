/**
 * What the ledger moved, one entry a movement: paid, given back, cancelled. Pure; knows no file.
 * Source: reconciliation.md §5 (which operation makes which row).
 */
import type { Instant } from '../../protocol/beijing-time.ts'
import { convert, type Money, money } from '../../protocol/money.ts'
import type { Trade } from '../ledger/trade.ts'
import type { SettlementTerms } from './settlement-terms.ts'

export type LedgerEntry = {
  readonly type: 'PAYMENT' | 'REFUND' | 'CANCEL'
  readonly at: Instant
  readonly trade: Trade
  /** `partner_trans_id`, or the refund's own id. */
  readonly partnerId: string
  /** In the settlement currency. */
  readonly amount: Money
  /** In the pricing currency. */
  readonly price: Money
  readonly amountCny: Money
  /** In the settlement currency, and the same in CNY: computed apart, each rounded half-up. */
  readonly fee: Money
  readonly feeCny: Money
  readonly remark: string
}

/** Unpaid, closed and refused trades have none. A refund counts when it is done, not when it is asked for. */
export function entriesOf(trade: Trade, terms: SettlementTerms): readonly LedgerEntry[] {
  const { state, settlement, price, totalCny, partnerTransId } = trade
  if (!('paidAt' in state)) return []
  const whole = { trade, amount: settlement, price, amountCny: totalCny, partnerId: partnerTransId }
  const fees = feesOf(settlement, totalCny, terms)
  const entries: LedgerEntry[] = [{ ...whole, ...fees, type: 'PAYMENT', at: state.paidAt, remark: '' }]
  for (const refund of trade.refunds) {
    if (refund.state.name !== 'done') continue
    const amounts = refundAmounts(trade, refund.amount)
    const { amountCny } = refund
    const returned = terms.feeOfRefund === 'returned' ? feesOf(amounts.amount, amountCny, terms) : noFees(trade)
    entries.push({
      ...{ type: 'REFUND', at: refund.state.doneAt, trade, partnerId: refund.partnerRefundId },
      ...{ ...amounts, amountCny, ...returned, remark: refund.reason },
    })
  }
  if (state.name === 'TRADE_CLOSED' && state.by === 'cancel')
    entries.push({ ...whole, ...fees, type: 'CANCEL', at: state.closedAt, remark: '' })
  return entries
}

function feesOf(amount: Money, amountCny: Money, { feeRate }: SettlementTerms): Pick<LedgerEntry, 'fee' | 'feeCny'> {
  return { fee: convert(amount, feeRate, amount.currency), feeCny: convert(amountCny, feeRate, 'CNY') }
}

function noFees({ settlement }: Trade): Pick<LedgerEntry, 'fee' | 'feeCny'> {
  return { fee: money(0, settlement.currency), feeCny: money(0, 'CNY') }
}

/** A refund is told in one of the two currencies; the other is its share of the whole, half-up. */
function refundAmounts({ settlement, price }: Trade, told: Money): Pick<LedgerEntry, 'amount' | 'price'> {
  if (settlement.currency === price.currency) return { amount: told, price: told }
  return told.currency === settlement.currency
    ? { amount: told, price: share(price, told, settlement) }
    : { amount: share(settlement, told, price), price: told }
}

function share(of: Money, part: Money, whole: Money): Money {
  const [total, taken, all] = [BigInt(of.amount), BigInt(part.amount), BigInt(whole.amount)]
  return money(Number((total * taken * 2n + all) / (all * 2n)), of.currency)
}
