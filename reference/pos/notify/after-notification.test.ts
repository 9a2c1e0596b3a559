import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { money } from '../../../protocol/money.ts'
import { writeNotification } from '../../../protocol/notification.ts'
import { toParameters } from '../../../protocol/parameter.ts'
import { readNotification } from '../../client/index.ts'
import { md5Signer, testKey, testPartner } from '../../client/testing/scripted-gateway.ts'
import type { PaymentStatus, RefundStatus } from '../../terminal-api/words.ts'
import type { OrderBook } from '../book/order-book.ts'
import type { PaymentRecord } from '../book/records.ts'
import { openSqliteBook } from '../book/sqlite-book.ts'
import { afterNotification, type Genuine } from './after-notification.ts'

const paidFields = {
  notify_id: 'n1',
  notify_action_type: 'payByAccountAction',
  out_trade_no: 'T',
  trade_status: 'TRADE_SUCCESS',
  total_fee: '12.30',
  currency: 'USD',
  seller_id: testPartner,
}
const refundFields = { ...paidFields, notify_action_type: 'refundFPAction', out_biz_no: 'R', refund_fee: '2.30' }

const genuine = (fields: Record<string, string>): Genuine => {
  const read = readNotification(writeNotification(toParameters(fields), md5Signer, 'UTF-8'), {
    key: testKey,
    partner: testPartner,
  })
  if (read.notification === 'refused') throw new Error(read.problem)
  return read
}

let book: OrderBook
beforeAll(() => {
  book = openSqliteBook(':memory:')
})
afterAll(() => book.close())

const payment: PaymentRecord = {
  paymentId: 'A',
  partnerTransId: 'T',
  request: { payment_id: 'A', code: '280000000000000011', amount: '12.30', currency: 'USD' },
  amount: money(1230, 'USD'),
  createdAt: 0,
  status: 'paid',
  owes: 'nothing',
  refundedLate: false,
}

const consequenceOf = async (
  fields: Record<string, string>,
  status: PaymentStatus = 'paid',
  refund: RefundStatus = 'pending',
) => {
  await book.write((pages) => {
    pages.putPayment({ ...payment, status })
    pages.putRefund({
      ...{ paymentId: 'A', refundId: '1', partnerRefundId: 'R', amount: money(230, 'USD') },
      ...{ isSync: false, status: refund, owes: 'nothing' },
    })
  })
  return afterNotification(genuine(fields), book.pages)
}

describe('a notification of a payment', () => {
  it.each(['paid', 'pending'] as const)('changes nothing of one that is %s', async (status) => {
    expect(await consequenceOf(paidFields, status)).toEqual({ kind: 'nothing' })
  })

  it.each(['cancelled', 'not_paid', 'unclear'] as const)('calls a person to one that was told %s', async (status) => {
    expect(await consequenceOf(paidFields, status)).toMatchObject({ kind: 'alarm', paymentId: 'A' })
  })

  it('that says "closed" decides nothing', async () => {
    expect(await consequenceOf({ ...paidFields, trade_status: 'TRADE_CLOSED' }, 'cancelled')).toEqual({
      kind: 'nothing',
    })
  })

  it.each([
    ['another order', { out_trade_no: 'OTHER' }],
    ['another amount', { total_fee: '1.23' }],
    ['another currency', { currency: 'HKD' }],
  ])('of %s is foreign', async (_, change) => {
    expect(await consequenceOf({ ...paidFields, ...change })).toMatchObject({ kind: 'foreign' })
  })
})

describe('a notification of a refund', () => {
  it.each(['pending', 'unclear'] as const)('ends one that is %s', async (status) => {
    expect(await consequenceOf(refundFields, 'paid', status)).toMatchObject({
      kind: 'refund',
      refund: { refundId: '1', status: 'refunded', owes: 'nothing' },
    })
  })

  it('changes nothing of one that is refunded', async () => {
    expect(await consequenceOf(refundFields, 'paid', 'refunded')).toEqual({ kind: 'nothing' })
  })

  it('calls a person to one that was told not refunded', async () => {
    expect(await consequenceOf(refundFields, 'paid', 'not_refunded')).toMatchObject({ kind: 'alarm' })
  })

  it.each([
    ['another refund', { out_biz_no: 'OTHER' }],
    ['another amount', { refund_fee: '2.31' }],
  ])('of %s is foreign', async (_, change) => {
    expect(await consequenceOf({ ...refundFields, ...change })).toMatchObject({ kind: 'foreign' })
  })

  it('without its id is foreign', async () => {
    const { out_biz_no: _, ...nameless } = refundFields
    expect(await consequenceOf(nameless)).toMatchObject({ kind: 'foreign' })
  })
})
