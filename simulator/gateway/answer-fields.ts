/**
 * The response fields of each service for what the ledger holds. Only names and formats: nothing is decided here.
 * Source: spot-pay.md §5, query.md §2, cancel.md §2, refund.md §3.
 */
import { compactTime } from '../../protocol/beijing-time.ts'
import { formatAmount, formatRate, type Rate } from '../../protocol/money.ts'
import type { Dialect } from '../dialect/switch.ts'
import { refundedCny } from '../ledger/refund.ts'
import type { Refund, Trade } from '../ledger/trade.ts'
import type { Fields } from './outcome.ts'

/** The two ids: all that a pay tells of a trade that is not paid. */
export function tradeIds({ partnerTransId, alipayTransId }: Trade): Fields {
  return { partner_trans_id: partnerTransId, alipay_trans_id: alipayTransId }
}

export function paidFields(trade: Trade, dialect: Dialect): Fields {
  return {
    ...tradeIds(trade),
    alipay_buyer_login_id: trade.buyer.loginId,
    alipay_buyer_user_id: trade.buyer.userId,
    alipay_pay_time: payTime(trade),
    currency: trade.settlement.currency,
    trans_amount: formatAmount(trade.price),
    exchange_rate: dialect.cnyFields === 'present' ? formatRate(trade.exchangeRate) : undefined,
    trans_amount_cny: dialect.cnyFields === 'present' ? formatAmount(trade.totalCny) : undefined,
    payment_inst: dialect.paymentInst === 'present' ? trade.buyer.paymentInst : undefined,
  }
}

export function queryFields(trade: Trade, dialect: Dialect): Fields {
  const crossBorder = dialect.cnyFields === 'present'
  const refunded = refundedCny(trade)
  return {
    ...paidFields(trade, dialect),
    alipay_trans_status: trade.state.name,
    out_trade_no: trade.partnerTransId,
    forex_total_fee: crossBorder ? formatAmount(trade.settlement) : undefined,
    trans_forex_rate: crossBorder ? shortRate(trade.transForexRate) : undefined,
    refund_amount_cny: crossBorder && refunded.amount > 0 ? formatAmount(refunded) : undefined,
  }
}

export function refundFields(trade: Trade, refund: Refund, dialect: Dialect): Fields {
  return {
    ...tradeIds(trade),
    partner_refund_id: refund.partnerRefundId,
    currency: refund.amount.currency,
    refund_amount: formatAmount(refund.amount),
    exchange_rate: dialect.cnyFields === 'present' ? formatRate(trade.exchangeRate) : undefined,
    refund_amount_cny: dialect.cnyFields === 'present' ? formatAmount(refund.amountCny) : undefined,
  }
}

function payTime({ state }: Trade): string | undefined {
  return 'paidAt' in state ? compactTime(state.paidAt) : undefined
}

/** `1` when the currencies are equal, else without trailing noughts: `0.031`. Source: query.md §2, reconciliation.md §3. */
function shortRate(rate: Rate): string {
  return formatRate(rate).replace(/\.?0+$/, '')
}
