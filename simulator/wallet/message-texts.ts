/**
 * What a phone is told about each thing that happens, in both languages: data. `sms`: an outcome, told by SMS as well;
 * what is only a step on the way comes in the app alone. Source: introduction.md (the customer is told by SMS and in the app).
 */
import type { BuyerPlan } from '../behaviour/behaviour.ts'
import type { AccountRefusal } from './account.ts'

type Text = { readonly zh: string; readonly en: string }

/** `{shop}`, `{price}`, `{cny}` and `{reason}` stand for the facts. */
export const messageTexts = {
  'password wanted': {
    sms: false,
    zh: '请输入支付密码,向{shop}付款{cny}元({price})。',
    en: 'Enter your password to pay CNY {cny} to {shop} ({price}).',
  },
  paid: { sms: true, zh: '付款成功:您向{shop}付款{cny}元({price})。', en: 'Paid: CNY {cny} to {shop} ({price}).' },
  refused: {
    sms: true,
    zh: '付款失败:{reason},未向{shop}付款({price})。',
    en: 'Not paid: {reason}. {shop} got nothing of {price}.',
  },
  closed: { sms: true, zh: '交易已关闭:您未向{shop}付款。', en: 'Closed: you did not pay {shop} in time.' },
  'cancelled unpaid': {
    sms: true,
    zh: '交易已撤销:{shop}已撤销订单,您未付款。',
    en: 'Cancelled by {shop}: you paid nothing.',
  },
  cancelled: {
    sms: true,
    zh: '交易已撤销:{shop}的{cny}元已退回您的账户。',
    en: 'Cancelled: CNY {cny} from {shop} is back in your account.',
  },
  'refund accepted': {
    sms: false,
    zh: '退款处理中:{shop}将向您退款{cny}元。',
    en: 'On its way: {shop} will give back CNY {cny}.',
  },
  refunded: { sms: true, zh: '退款到账:{shop}已向您退款{cny}元。', en: 'Refunded: {shop} gave back CNY {cny}.' },
  'refund failed': {
    sms: true,
    zh: '退款失败:{shop}未能向您退款{cny}元,请联系商家。',
    en: 'Not refunded: {shop} could not give back CNY {cny}. Please ask the shop.',
  },
} as const satisfies Record<string, Text & { readonly sms: boolean }>

export type MessageKind = keyof typeof messageTexts

const lowBalance = { zh: '余额不足', en: 'your balance is too low' } as const

/** What the buyer did, or what a code means for the buyer. A code that is not here is the shop's affair: the phone is silent. */
export const refusalReasons = {
  declines: { zh: '您已拒绝付款', en: 'you declined' },
  'wrong password': { zh: '支付密码错误次数过多', en: 'the password was wrong too often' },
  'balance too low': lowBalance,
  BUYER_BALANCE_NOT_ENOUGH: lowBalance,
  BUYER_BANKCARD_BALANCE_NOT_ENOUGH: { zh: '银行卡余额不足', en: 'the balance of your bank card is too low' },
  BUYER_ENABLE_STATUS_FORBID: { zh: '您的账户已被限制', en: 'your account is blocked' },
  PAYMENT_REQUEST_HAS_RISK: { zh: '该交易存在风险', en: 'the payment was stopped as risky' },
  BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR: { zh: '超过单日付款限额', en: 'it exceeds your limit of today' },
  BUYER_PAYMENT_AMOUNT_MONTH_LIMIT_ERROR: { zh: '超过本月付款限额', en: 'it exceeds your limit of this month' },
  BEYOND_PAY_RESTRICTION: { zh: '超过余额付款限额', en: 'it exceeds what you may pay from your balance' },
  BUYER_NOT_MAINLAND_CERT: { zh: '您的账户不支持此类付款', en: 'your account cannot be used here' },
  ERROR_BUYER_CERTIFY_LEVEL_LIMIT: { zh: '请先完成实名认证', en: 'your account is not verified' },
  ERROR_BALANCE_PAYMENT_DISABLE: { zh: '余额支付功能已关闭', en: 'payments from your balance are switched off' },
  MOBILE_PAYMENT_SWITCH_OFF: { zh: '手机支付功能已关闭', en: 'mobile payments are switched off' },
  CLIENT_VERSION_NOT_MATCH: { zh: '请更新支付宝', en: 'your wallet is too old' },
  NO_PAYMENT_INSTRUMENTS_AVAILABLE: { zh: '没有可用的付款方式', en: 'none of your accounts can pay' },
  TOTAL_FEE_EXCEED: { zh: '金额超过限额', en: 'the amount is over the limit' },
  PAYMENT_FAIL: { zh: '付款未成功', en: 'the payment failed' },
} as const satisfies Record<string, Text> &
  Record<AccountRefusal | Exclude<BuyerPlan['does'], 'pays' | 'nothing'>, Text>

export type RefusalReason = keyof typeof refusalReasons

export function refusalReason(text: string): RefusalReason | undefined {
  return Object.hasOwn(refusalReasons, text) ? (text as RefusalReason) : undefined
}
