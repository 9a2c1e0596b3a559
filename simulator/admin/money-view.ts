/** Amounts in the control API: decimal text with its currency, as on the wire. Pure. */
import type { Currency } from '../../protocol/currency.ts'
import { formatAmount, type Money } from '../../protocol/money.ts'

export type MoneyView = { readonly amount: string; readonly currency: Currency }

export function viewMoney(money: Money): MoneyView {
  return { amount: formatAmount(money), currency: money.currency }
}
