import { describe, expect, it } from 'vitest'
import type { PaymentEnd, RefundEnd } from '../../client/index.ts'
import { tellPayment, tellRefund } from './tell.ts'

const trade = { alipayTransId: '2024', alipayBuyerLoginId: 'b***' }
const message = 'A sentence.'

describe('the end of a payment', () => {
  it.each<[PaymentEnd, object]>([
    [
      { end: 'paid', foundBy: 'query', trade, message },
      { status: 'paid', message, alipayTransId: '2024', buyer: 'b***' },
    ],
    [
      { end: 'notPaid', reason: 'X', message },
      { status: 'not_paid', message, reason: 'X' },
    ],
    [
      { end: 'cancelled', action: 'none', trade: {}, message },
      { status: 'cancelled', message },
    ],
    [
      { end: 'unclear', personMustLook: 'cancelRefused', error: 'X', message },
      { status: 'unclear', message, reason: 'X' },
    ],
    [
      { end: 'unclear', personMustLook: 'cancelNotConfirmed', message },
      { status: 'unclear', message, reason: 'cancelNotConfirmed' },
    ],
  ])('%j', (end, told) => {
    expect(tellPayment(end)).toEqual(told)
  })
})

describe('the end of a refund', () => {
  it.each<[RefundEnd, string]>([
    [{ end: 'refunded', refund: {}, message }, 'refunded'],
    [{ end: 'accepted', refund: {}, message }, 'pending'],
    [{ end: 'notRefunded', reason: 'X', message }, 'not_refunded'],
    [{ end: 'unclear', personMustLook: 'contradiction', message }, 'unclear'],
  ])('%j is told %s', (end, status) => {
    expect(tellRefund(end)).toEqual({ status, message })
  })
})
