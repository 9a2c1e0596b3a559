import { describe, expect, it } from 'vitest'
import { money } from '../../../protocol/money.ts'
import type { PaymentStatus, RefundStatus } from '../../terminal-api/words.ts'
import type { PaymentDebt, PaymentRecord, RefundRecord } from '../book/records.ts'
import { giveUp } from './give-up.ts'

const payment = (status: PaymentStatus, owes: PaymentDebt): PaymentRecord => ({
  paymentId: 'A',
  partnerTransId: 'A',
  request: { payment_id: 'A', code: '280000000000000011', amount: '1', currency: 'USD' },
  amount: money(100, 'USD'),
  createdAt: 0,
  status,
  owes,
  refundedLate: false,
})
const refund = (status: RefundStatus): RefundRecord => ({
  paymentId: 'A',
  refundId: '1',
  partnerRefundId: 'R',
  amount: money(1, 'USD'),
  isSync: true,
  status,
  owes: 'nothing',
})

describe('giving up a payment', () => {
  it.each([
    ['pending', 'pay', 'not_paid', 'nothing'],
    ['pending', 'outcome', 'pending', 'cancel'],
    ['paid', 'nothing', 'pending', 'cancel'],
    ['unclear', 'nothing', 'pending', 'cancel'],
  ] as const)('that is %s and owes %s makes it %s, owing %s', (status, owes, after, owesAfter) => {
    const payment_ = payment(status, owes)
    expect(giveUp(payment_, [])).toMatchObject({ kind: 'write', payment: { status: after, owes: owesAfter } })
  })

  it.each([
    ['pending', 'cancel'],
    ['not_paid', 'nothing'],
    ['cancelled', 'nothing'],
  ] as const)('that is %s and owes %s changes nothing', (status, owes) => {
    expect(giveUp(payment(status, owes), [])).toEqual({ kind: 'nothing to do' })
  })

  it.each(['refunded', 'pending', 'unclear'] as const)(
    'of which a part is or may be given back (%s) is refused',
    (status) => {
      expect(giveUp(payment('paid', 'nothing'), [refund(status)])).toMatchObject({ kind: 'refused' })
    },
  )

  it('of which a refund failed is possible', () => {
    expect(giveUp(payment('paid', 'nothing'), [refund('not_refunded')])).toMatchObject({ kind: 'write' })
  })
})
