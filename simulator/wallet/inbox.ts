/**
 * The messages on a buyer's phone, in the app and by SMS, in Chinese or English. Nothing is decided here.
 * Source: introduction.md (the customer is told by SMS and in the app).
 */
import type { Instant } from '../../protocol/beijing-time.ts'
import { formatAmount, type Money } from '../../protocol/money.ts'
import type { Shop } from '../ledger/shop.ts'
import { type MessageKind, messageTexts, type RefusalReason, refusalReasons } from './message-texts.ts'
import type { WalletBuyer } from './wallet-buyer.ts'

export type Message = {
  readonly at: Instant
  readonly channel: 'app' | 'sms'
  readonly kind: MessageKind
  readonly text: string
  /** null: refused before there was a trade. */
  readonly alipayTransId: string | null
}

/** What a message says. */
export type MessageFacts = {
  readonly at: Instant
  readonly alipayTransId: string | null
  readonly shop: Shop
  /** What was bought: names the shop when nothing else does. */
  readonly subject: string
  readonly price: Money
  /** What was paid or given back. */
  readonly amountCny?: Money
  readonly reason?: RefusalReason
}

/** In the app always; by SMS when it is an outcome. */
export function messagesOf(
  kind: MessageKind,
  { at, alipayTransId, shop, subject, price, amountCny, reason }: MessageFacts,
  { language }: WalletBuyer,
): readonly Message[] {
  const values: Readonly<Record<string, string>> = {
    shop: shop.storeName ?? shop.secondaryMerchantName ?? subject,
    price: `${price.currency} ${formatAmount(price)}`,
    cny: amountCny === undefined ? '' : formatAmount(amountCny),
    reason: reason === undefined ? '' : refusalReasons[reason][language],
  }
  // All in one go: a shop may be called "{cny}" or "$&".
  const text = messageTexts[kind][language].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
  const message = { at, kind, text, alipayTransId }
  const inApp: Message = { ...message, channel: 'app' }
  return messageTexts[kind].sms ? [inApp, { ...message, channel: 'sms' }] : [inApp]
}
