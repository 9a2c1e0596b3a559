/**
 * A buyer whose wallet the simulator keeps: plain data. Money is in CNY, which is what a buyer always pays in.
 * Source: spot-pay.md §3 (limits), §5 (masked login ids), §6 (what each refusal means).
 */
import type { Money } from '../../protocol/money.ts'
import type { Buyer } from '../ledger/trade.ts'

export type WalletBuyer = Buyer & {
  readonly name: string
  readonly language: 'zh' | 'en'
  readonly balance: Money
  /** A payment above it asks for the password. Absent: never. Source: flows.md §2. */
  readonly passwordAbove?: Money
  /** The most that may be paid in one day, and in one month, of Beijing. Absent: no limit. */
  readonly dailyLimit?: Money
  readonly monthlyLimit?: Money
  /** The account is disabled. */
  readonly blocked: boolean
  /** Risk control stops each of its payments. */
  readonly risky: boolean
}

type Limit = 'passwordAbove' | 'dailyLimit' | 'monthlyLimit'

/** What a draft leaves out is made up; null takes a limit away. The number is always made up: nobody chooses it. */
export type WalletBuyerDraft = {
  readonly [Member in Exclude<keyof WalletBuyer, 'userId'>]?: Member extends Limit
    ? WalletBuyer[Member] | null
    : WalletBuyer[Member]
}

/** The buyer with the draft's members, and without the limits that it takes away. */
export function redraw(
  buyer: WalletBuyer,
  { passwordAbove, dailyLimit, monthlyLimit, ...draft }: WalletBuyerDraft,
): WalletBuyer {
  const { passwordAbove: asked, dailyLimit: daily, monthlyLimit: monthly, ...kept } = buyer
  return {
    ...kept,
    ...draft,
    ...limit('passwordAbove', passwordAbove, asked),
    ...limit('dailyLimit', dailyLimit, daily),
    ...limit('monthlyLimit', monthlyLimit, monthly),
  }
}

function limit(name: Limit, drawn: Money | null | undefined, before: Money | undefined): { [Name in Limit]?: Money } {
  const amount = drawn === undefined ? before : drawn
  return amount === null || amount === undefined ? {} : { [name]: amount }
}
