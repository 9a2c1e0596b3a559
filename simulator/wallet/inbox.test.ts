import { describe, expect, it } from 'vitest'
import { money } from '../../protocol/money.ts'
import { type MessageKind, messagesOf } from './inbox.ts'
import { saleTo } from './testing/sale.ts'
import type { WalletBuyer } from './wallet-buyer.ts'

const buyer: WalletBuyer = {
  userId: '2088000000000001',
  loginId: '132****6685',
  paymentInst: 'ALIPAYCN',
  name: 'Ada',
  language: 'en',
  balance: money(1_000, 'CNY'),
  blocked: false,
  risky: false,
}

const tell = (kind: MessageKind, language: 'zh' | 'en', storeName = '北京 Café') => {
  const trade = saleTo(buyer, 'T1', { storeName })
  return messagesOf(kind, { trade, amountCny: trade.totalCny, at: 5 }, { ...buyer, language })
}

describe('a message', () => {
  it.each<[MessageKind, string, string]>([
    ['paid', 'Paid: CNY 280.88 to 北京 Café (USD 39.25).', '付款成功:您向北京 Café付款280.88元(USD 39.25)。'],
    [
      'password wanted',
      'Enter your password to pay CNY 280.88 to 北京 Café (USD 39.25).',
      '请输入支付密码,向北京 Café付款280.88元(USD 39.25)。',
    ],
    [
      'cancelled',
      'Cancelled: CNY 280.88 from 北京 Café is back in your account.',
      '交易已撤销:北京 Café的280.88元已退回您的账户。',
    ],
    ['closed', 'Closed: you did not pay 北京 Café.', '交易已关闭:您未向北京 Café付款。'],
    ['refunded', 'Refunded: 北京 Café gave back CNY 280.88.', '退款到账:北京 Café已向您退款280.88元。'],
  ])('of %s is in the language of the buyer', (kind, english, chinese) => {
    expect(tell(kind, 'en')[0]).toEqual({ at: 5, kind, text: english, alipayTransId: 'AT1', channel: 'app' })
    expect(tell(kind, 'zh')[0]?.text).toBe(chinese)
  })

  it('comes in the app, and by SMS as well when money has moved', () => {
    const channels = (kind: MessageKind) => tell(kind, 'en').map(({ channel }) => channel)
    for (const kind of ['paid', 'cancelled', 'refunded'] as const) expect(channels(kind)).toEqual(['app', 'sms'])
    for (const kind of ['password wanted', 'closed'] as const) expect(channels(kind)).toEqual(['app'])
  })

  it('takes the name of a shop as it is', () => {
    expect(tell('closed', 'en', "Cash $& Carry {cny} $1 $'")[0]?.text).toBe(
      "Closed: you did not pay Cash $& Carry {cny} $1 $'.",
    )
  })
})
