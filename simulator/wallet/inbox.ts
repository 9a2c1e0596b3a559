/**
 * What a buyer's phone is told, in the app and by SMS, in Chinese or English. Texts are data; nothing is decided here.
 * Source: introduction.md (the customer is told by SMS and in the app).
 */
import type { Instant } from '../../protocol/beijing-time.ts'
import { formatAmount, type Money } from '../../protocol/money.ts'
import type { Trade } from '../ledger/trade.ts'
import type { WalletBuyer } from './wallet-buyer.ts'

export type MessageKind = 'paid' | 'password wanted' | 'cancelled' | 'closed' | 'refunded'

export type Message = {
  readonly at: Instant
  readonly channel: 'app' | 'sms'
  readonly kind: MessageKind
  readonly text: string
  readonly alipayTransId: string
}

const texts = {
  paid: {
    zh: '付款成功:您向{shop}付款{cny}元({price})。',
    en: 'Paid: CNY {cny} to {shop} ({price}).',
  },
  'password wanted': {
    zh: '请输入支付密码,向{shop}付款{cny}元({price})。',
    en: 'Enter your password to pay CNY {cny} to {shop} ({price}).',
  },
  cancelled: {
    zh: '交易已撤销:{shop}的{cny}元已退回您的账户。',
    en: 'Cancelled: CNY {cny} from {shop} is back in your account.',
  },
  closed: {
    zh: '交易已关闭:您未向{shop}付款。',
    en: 'Closed: you did not pay {shop}.',
  },
  refunded: {
    zh: '退款到账:{shop}已向您退款{cny}元。',
    en: 'Refunded: {shop} gave back CNY {cny}.',
  },
} as const satisfies Record<MessageKind, Record<WalletBuyer['language'], string>>

/** In the app always; by SMS when money moved. */
export function messagesOf(
  kind: MessageKind,
  { trade, amountCny, at }: { trade: Trade; amountCny: Money; at: Instant },
  { language }: WalletBuyer,
): readonly Message[] {
  const values: Readonly<Record<string, string>> = {
    shop: trade.shop.storeName ?? trade.shop.secondaryMerchantName ?? trade.subject,
    cny: formatAmount(amountCny),
    price: `${trade.price.currency} ${formatAmount(trade.price)}`,
  }
  // All in one go: a shop may be called "{cny}" or "$&".
  const text = texts[kind][language].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
  const message = { at, kind, text, alipayTransId: trade.alipayTransId }
  const moved = kind !== 'password wanted' && kind !== 'closed'
  return moved
    ? [
        { ...message, channel: 'app' },
        { ...message, channel: 'sms' },
      ]
    : [{ ...message, channel: 'app' }]
}
