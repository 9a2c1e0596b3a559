import { describe, expect, it } from 'vitest'
import { money } from '../../protocol/money.ts'
import { messagesOf } from './inbox.ts'
import { type MessageKind, messageTexts, refusalReasons } from './message-texts.ts'
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
  const { alipayTransId, shop, subject, price, totalCny } = saleTo(buyer, 'T1', { storeName })
  const facts = { at: 5, alipayTransId, shop, subject, price, amountCny: totalCny, reason: 'declines' } as const
  return messagesOf(kind, facts, { ...buyer, language })
}
const kinds = Object.keys(messageTexts) as MessageKind[]

describe('a message', () => {
  it.each<[MessageKind, string, string]>([
    ['paid', 'Paid: CNY 280.88 to 北京 Café (USD 39.25).', '付款成功:您向北京 Café付款280.88元(USD 39.25)。'],
    [
      'password wanted',
      'Enter your password to pay CNY 280.88 to 北京 Café (USD 39.25).',
      '请输入支付密码,向北京 Café付款280.88元(USD 39.25)。',
    ],
    [
      'refused',
      'Not paid: you declined. 北京 Café got nothing of USD 39.25.',
      '付款失败:您已拒绝付款,未向北京 Café付款(USD 39.25)。',
    ],
    [
      'cancelled',
      'Cancelled: CNY 280.88 from 北京 Café is back in your account.',
      '交易已撤销:北京 Café的280.88元已退回您的账户。',
    ],
    ['cancelled unpaid', 'Cancelled by 北京 Café: you paid nothing.', '交易已撤销:北京 Café已撤销订单,您未付款。'],
    ['closed', 'Closed: you did not pay 北京 Café in time.', '交易已关闭:您未向北京 Café付款。'],
    ['refund accepted', 'On its way: 北京 Café will give back CNY 280.88.', '退款处理中:北京 Café将向您退款280.88元。'],
    ['refunded', 'Refunded: 北京 Café gave back CNY 280.88.', '退款到账:北京 Café已向您退款280.88元。'],
    [
      'refund failed',
      'Not refunded: 北京 Café could not give back CNY 280.88. Please ask the shop.',
      '退款失败:北京 Café未能向您退款280.88元,请联系商家。',
    ],
  ])('of %s is in the language of the buyer', (kind, english, chinese) => {
    expect(tell(kind, 'en')[0]).toEqual({ at: 5, kind, text: english, alipayTransId: 'AT1', channel: 'app' })
    expect(tell(kind, 'zh')[0]?.text).toBe(chinese)
  })

  it('comes in the app, and by SMS as well when it is an outcome', () => {
    const steps = kinds.filter((kind) => tell(kind, 'en').length === 1)
    expect(steps).toEqual(['password wanted', 'refund accepted'])
    for (const kind of kinds)
      expect(tell(kind, 'en').map(({ channel }) => channel)).toEqual(steps.includes(kind) ? ['app'] : ['app', 'sms'])
  })

  it('leaves nothing open', () => {
    for (const kind of kinds)
      for (const language of ['zh', 'en'] as const) expect(tell(kind, language)[0]?.text).not.toMatch(/[{}]|\(\)/)
    for (const { zh, en } of Object.values(refusalReasons))
      expect([zh, en]).toEqual([expect.stringMatching(/\p{Script=Han}/u), expect.stringMatching(/^[a-z ]+$/)])
  })

  it('takes the name of a shop as it is', () => {
    expect(tell('closed', 'en', "Cash $& Carry {cny} $1 $'")[0]?.text).toBe(
      "Closed: you did not pay Cash $& Carry {cny} $1 $' in time.",
    )
  })
})
