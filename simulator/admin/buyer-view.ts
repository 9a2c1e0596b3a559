/** A buyer, a code and a message as the control API shows them: the protocol's names, amounts in CNY as decimal text. Pure. */
import { formatAmount, type Money } from '../../protocol/money.ts'
import type { Message } from '../wallet/inbox.ts'
import type { IssuedCode } from '../wallet/payment-code.ts'
import type { WalletBuyer } from '../wallet/wallet-buyer.ts'
import { type Moment, momentOf } from './moment.ts'

export type BuyerView = {
  readonly user_id: string
  /** Masked, as the gateway shows it. */
  readonly login_id: string
  readonly name: string
  readonly language: 'zh' | 'en'
  readonly payment_inst: 'ALIPAYCN' | 'ALIPAYHK'
  /** CNY, like all amounts of a wallet. */
  readonly balance: string
  /** A payment above it asks for the password. */
  readonly password_above: string | null
  readonly daily_limit: string | null
  readonly monthly_limit: string | null
  readonly blocked: boolean
  readonly risky: boolean
}

/** What is left out is made up at creation, and stays at a change; null takes a limit away. */
export type BuyerChange = { readonly [Member in keyof Omit<BuyerView, 'user_id'>]?: BuyerView[Member] | undefined }

export type CodeView = { readonly code: string; readonly user_id: string; readonly expires_at: Moment }

export type MessageView = {
  readonly at: Moment
  readonly channel: 'app' | 'sms'
  readonly kind: Message['kind']
  readonly text: string
  /** null: refused before there was a trade. */
  readonly alipay_trans_id: string | null
}

export function viewBuyer(buyer: WalletBuyer): BuyerView {
  return {
    user_id: buyer.userId,
    login_id: buyer.loginId,
    name: buyer.name,
    language: buyer.language,
    payment_inst: buyer.paymentInst,
    balance: formatAmount(buyer.balance),
    password_above: amountOrNull(buyer.passwordAbove),
    daily_limit: amountOrNull(buyer.dailyLimit),
    monthly_limit: amountOrNull(buyer.monthlyLimit),
    blocked: buyer.blocked,
    risky: buyer.risky,
  }
}

export function viewCode({ code, userId, expiresAt }: IssuedCode): CodeView {
  return { code, user_id: userId, expires_at: momentOf(expiresAt) }
}

export function viewMessage({ at, channel, kind, text, alipayTransId }: Message): MessageView {
  return { at: momentOf(at), channel, kind, text, alipay_trans_id: alipayTransId }
}

function amountOrNull(amount: Money | undefined): string | null {
  return amount === undefined ? null : formatAmount(amount)
}
