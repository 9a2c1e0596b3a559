import { expect, it } from 'vitest'
import type { NotificationRecord } from '../simulator/index.ts'
import { notificationLine, notificationRecord } from './notification-line.ts'

const clockTime = (instant: number) => new Date(instant).toISOString().slice(11, 19)

const sent: NotificationRecord = {
  id: 'n1',
  partner: '2088101122334455',
  alipayTransId: '2024',
  to: { url: 'http://127.0.0.1:9/notify', charset: 'UTF-8', signType: 'MD5' },
  fields: [
    { name: 'out_trade_no', value: 'SALE1' },
    { name: 'trade_status', value: 'TRADE_SUCCESS' },
  ],
  createdAt: 0,
  attempts: [{ at: 1_000, tookMs: 3, status: 200, said: 'success', acknowledged: true }],
  state: 'acknowledged',
}

it('a notification that was taken is one short line', () => {
  expect(notificationLine(sent, clockTime)).toBe(
    '00:00:01  notify  SALE1  TRADE_SUCCESS  http://127.0.0.1:9/notify  acknowledged\n',
  )
})

it('a notification that was not taken says what the receiver said, and which send it was', () => {
  const refused = { at: 2_000, tookMs: 3, status: 500, said: 'oops\u001B[2J', acknowledged: false }
  const record: NotificationRecord = { ...sent, attempts: [refused, refused], state: 'pending' }
  expect(notificationLine(record, clockTime)).toBe(
    '00:00:02  notify  SALE1  TRADE_SUCCESS  http://127.0.0.1:9/notify  send 2  pending: 500 oops\\u001b[2J\n',
  )
  expect(notificationRecord(record)).toMatchObject({ out_trade_no: 'SALE1', send: 2, state: 'pending', status: 500 })
})
