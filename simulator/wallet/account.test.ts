import { expect, it } from 'vitest'
import { money } from '../../protocol/money.ts'
import { judgeAccount, type Spending } from './account.ts'
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
const yuan = (amount: number) => money(amount, 'CNY')
const limited = { ...buyer, dailyLimit: yuan(500), monthlyLimit: yuan(800) }

it.each<[string, WalletBuyer, number, Partial<Spending>, string]>([
  ['all there is', buyer, 1_000, {}, 'pays'],
  ['more than there is', buyer, 1_001, {}, 'BUYER_BALANCE_NOT_ENOUGH'],
  ['what another payment is about to take', buyer, 600, { promised: 401 }, 'BUYER_BALANCE_NOT_ENOUGH'],
  ['what other payments leave', buyer, 600, { promised: 400 }, 'pays'],
  ['the threshold of the password', { ...buyer, passwordAbove: yuan(100) }, 100, {}, 'pays'],
  ['more than the threshold', { ...buyer, passwordAbove: yuan(100) }, 101, {}, 'password'],
  ['the daily limit', limited, 500, {}, 'pays'],
  ['more than the daily limit', limited, 501, {}, 'BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR'],
  ['the rest of the day', limited, 200, { today: 300, thisMonth: 300 }, 'pays'],
  [
    'more than the rest of the day',
    limited,
    201,
    { today: 300, thisMonth: 300 },
    'BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR',
  ],
  [
    'the rest of the day, half of it promised',
    limited,
    101,
    { today: 300, promised: 100 },
    'BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR',
  ],
  ['the rest of the month', limited, 100, { thisMonth: 700 }, 'pays'],
  ['more than the rest of the month', limited, 101, { thisMonth: 700 }, 'BUYER_PAYMENT_AMOUNT_MONTH_LIMIT_ERROR'],
  ['anything from a blocked account', { ...buyer, blocked: true }, 1, {}, 'BUYER_ENABLE_STATUS_FORBID'],
  ['anything that risk control stops', { ...buyer, risky: true }, 1, {}, 'PAYMENT_REQUEST_HAS_RISK'],
  ['too much and over the threshold', { ...buyer, passwordAbove: yuan(100) }, 1_001, {}, 'BUYER_BALANCE_NOT_ENOUGH'],
])('%s', (_, account, amount, spending, expected) => {
  const verdict = judgeAccount(account, amount, { today: 0, thisMonth: 0, promised: 0, ...spending })
  expect(verdict.kind === 'refused' ? verdict.error : verdict.kind).toBe(expected)
})
