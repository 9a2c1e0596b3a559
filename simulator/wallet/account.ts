/**
 * Whether an account lets a payment through: pure. Source: spot-pay.md §3 (limits), §6 (refusals); flows.md §2 (password).
 */
import type { WalletBuyer } from './wallet-buyer.ts'

export type AccountVerdict =
  | { readonly kind: 'pays' }
  | { readonly kind: 'password' }
  | { readonly kind: 'refused'; readonly error: AccountRefusal }

export type AccountRefusal =
  | 'BUYER_ENABLE_STATUS_FORBID'
  | 'PAYMENT_REQUEST_HAS_RISK'
  | 'BUYER_BALANCE_NOT_ENOUGH'
  | 'BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR'
  | 'BUYER_PAYMENT_AMOUNT_MONTH_LIMIT_ERROR'

/** CNY minor units. */
export type Spending = {
  readonly today: number
  readonly thisMonth: number
  /** Of payments that are judged and not booked yet. */
  readonly promised: number
}

/** @param amount CNY minor units */
export function judgeAccount(
  buyer: WalletBuyer,
  amount: number,
  { today, thisMonth, promised }: Spending,
): AccountVerdict {
  const refused = (error: AccountRefusal): AccountVerdict => ({ kind: 'refused', error })
  const { balance, dailyLimit, monthlyLimit, passwordAbove } = buyer
  const wanted = promised + amount
  if (buyer.blocked) return refused('BUYER_ENABLE_STATUS_FORBID')
  if (buyer.risky) return refused('PAYMENT_REQUEST_HAS_RISK')
  if (wanted > balance.amount) return refused('BUYER_BALANCE_NOT_ENOUGH')
  if (dailyLimit !== undefined && today + wanted > dailyLimit.amount)
    return refused('BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR')
  if (monthlyLimit !== undefined && thisMonth + wanted > monthlyLimit.amount)
    return refused('BUYER_PAYMENT_AMOUNT_MONTH_LIMIT_ERROR')
  return passwordAbove !== undefined && amount > passwordAbove.amount ? { kind: 'password' } : { kind: 'pays' }
}
