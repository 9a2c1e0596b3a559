/**
 * A trade as the control API shows it: the protocol's names, amounts as decimal text, the payment code masked. Pure.
 * Source: spot-pay.md §5, query.md §2, certification.md §4 (never show the identity code).
 */
import { maskIdentityCode } from '../../protocol/identity-code.ts'
import { formatRate } from '../../protocol/money.ts'
import { refundedCny } from '../ledger/refund.ts'
import type { Refund, Trade, TradeState } from '../ledger/trade.ts'
import { type Moment, momentOf, momentOrNull } from './moment.ts'
import { type MoneyView, viewMoney } from './money-view.ts'

export type RefundView = {
  readonly partner_refund_id: string
  readonly refund_amount: MoneyView
  readonly refund_amount_cny: MoneyView
  readonly reason: string
  readonly state: 'waiting' | 'done' | 'failed'
  readonly error: string | null
  readonly requested_at: Moment
  readonly due_at: Moment | null
  readonly done_at: Moment | null
  readonly failed_at: Moment | null
}

export type ShopView = {
  readonly secondary_merchant_id: string | null
  readonly secondary_merchant_name: string | null
  readonly secondary_merchant_industry: string | null
  readonly store_id: string | null
  readonly store_name: string | null
  readonly terminal_id: string | null
}

export type TransactionView = {
  readonly partner: string
  readonly partner_trans_id: string
  readonly alipay_trans_id: string
  readonly state: TradeState['name']
  /** What ended it, when it is closed. */
  readonly closed_by: 'expiry' | 'cancel' | 'refused' | 'refund' | null
  /** One more with each change. */
  readonly version: number
  readonly trans_name: string
  /** In the pricing currency. */
  readonly trans_amount: MoneyView
  /** In the settlement currency. */
  readonly forex_total_fee: MoneyView
  readonly trans_forex_rate: string
  readonly exchange_rate: string
  readonly trans_amount_cny: MoneyView
  /** What has really gone back. */
  readonly refund_amount_cny: MoneyView
  readonly refunds: readonly RefundView[]
  readonly buyer: {
    readonly alipay_buyer_user_id: string
    readonly alipay_buyer_login_id: string
    readonly payment_inst: string
  }
  /** Masked. */
  readonly buyer_identity_code: string
  readonly shop: ShopView
  readonly notify_url: string | null
  readonly behaviour: string
  /** What the buyer will do about it, in words; null when nothing is planned. */
  readonly buyer_plan: string | null
  readonly created_at: Moment
  readonly expires_at: Moment | null
  readonly paid_at: Moment | null
  readonly closed_at: Moment | null
}

/** @param trade as it stands now: what time alone does to it is done */
export function viewTransaction(trade: Trade): TransactionView {
  const { state, buyer, buyerPlan } = trade
  return {
    partner: trade.partner,
    partner_trans_id: trade.partnerTransId,
    alipay_trans_id: trade.alipayTransId,
    state: state.name,
    closed_by: state.name === 'TRADE_CLOSED' ? state.by : null,
    version: trade.version,
    trans_name: trade.subject,
    trans_amount: viewMoney(trade.price),
    forex_total_fee: viewMoney(trade.settlement),
    trans_forex_rate: formatRate(trade.transForexRate),
    exchange_rate: formatRate(trade.exchangeRate),
    trans_amount_cny: viewMoney(trade.totalCny),
    refund_amount_cny: viewMoney(refundedCny(trade)),
    refunds: trade.refunds.map(viewRefund),
    buyer: {
      alipay_buyer_user_id: buyer.userId,
      alipay_buyer_login_id: buyer.loginId,
      payment_inst: buyer.paymentInst,
    },
    buyer_identity_code: maskIdentityCode(trade.identityCode),
    shop: viewShop(trade),
    notify_url: trade.notify?.url ?? null,
    behaviour: trade.behaviour,
    buyer_plan: buyerPlan === undefined ? null : buyerPlan.does,
    created_at: momentOf(trade.createdAt),
    expires_at: momentOrNull('expiresAt' in state ? state.expiresAt : undefined),
    paid_at: momentOrNull('paidAt' in state ? state.paidAt : undefined),
    closed_at: momentOrNull('closedAt' in state ? state.closedAt : undefined),
  }
}

function viewShop({ shop }: Trade): ShopView {
  return {
    secondary_merchant_id: shop.secondaryMerchantId ?? null,
    secondary_merchant_name: shop.secondaryMerchantName ?? null,
    secondary_merchant_industry: shop.secondaryMerchantIndustry ?? null,
    store_id: shop.storeId ?? null,
    store_name: shop.storeName ?? null,
    terminal_id: shop.terminalId ?? null,
  }
}

function viewRefund({ state, ...refund }: Refund): RefundView {
  return {
    partner_refund_id: refund.partnerRefundId,
    refund_amount: viewMoney(refund.amount),
    refund_amount_cny: viewMoney(refund.amountCny),
    reason: refund.reason,
    state: state.name,
    error: state.name === 'failed' ? state.error : null,
    requested_at: momentOf(refund.requestedAt),
    due_at: momentOrNull(state.name === 'waiting' ? state.dueAt : undefined),
    done_at: momentOrNull(state.name === 'done' ? state.doneAt : undefined),
    failed_at: momentOrNull(state.name === 'failed' ? state.failedAt : undefined),
  }
}
