/**
 * Switches of the dialect that change when something happens or ends. The table of all: dialect-turns.ts.
 */
import type { Turn } from './dialect-turn.ts'
import { openReceiver } from './receiver.ts'
import type { Shop } from './shop.ts'
import { cancelFields, payFields, pid, queryFields, refundFields } from './signed-call.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
/** Shops open at 10:30. */
const toMidnightMs = 13.5 * hourMs

const cancelAfter = (ms: number) => async (shop: Shop) => {
  await shop.ask(payFields('T1'))
  await shop.advance(ms)
  const { fields } = await shop.ask(cancelFields('T1'))
  return fields.error ?? fields.action
}

const refundAfter = (days: number) => async (shop: Shop) => {
  await shop.ask(payFields('T1'))
  await shop.advance(days * dayMs)
  const { fields } = await shop.ask(refundFields('T1', 'R1'))
  return fields.error ?? fields.result_code
}

const sends = async (shop: Shop) => {
  await using receiver = await openReceiver((outgoing) => outgoing.end('later'))
  await shop.ask(payFields('T1', { notify_url: receiver.url }))
  await shop.advance(3 * minuteMs)
  return receiver.posted.length
}

const cancelNotified = async (shop: Shop) => {
  await shop.ask(payFields('T1', { notify_url: 'http://127.0.0.1:9/notify' }))
  await shop.ask(cancelFields('T1'))
  return (await shop.simulator.store.notifications(pid)).length
}

/** Whether a refund of the day before is done by one minute past 23:00. */
const batch = async (shop: Shop) => {
  await shop.ask(payFields('T1'))
  await shop.advance(dayMs)
  await shop.ask(refundFields('T1', 'R1', { is_sync: 'N' }))
  await shop.advance(toMidnightMs - hourMs + minuteMs)
  return 'refund_amount_cny' in (await shop.ask(queryFields('T1'))).fields
}

const statusAfter = (days: number) => async (shop: Shop) => {
  await shop.ask(payFields('T1'))
  await shop.advance(days * dayMs)
  return (await shop.ask(queryFields('T1'))).fields.alipay_trans_status
}

const unpaidAfter = async (shop: Shop) => {
  await shop.ask(payFields('T1', { buyer_identity_code: '280001031234567890' }))
  const statuses: (string | undefined)[] = []
  for (const minutes of [2, 2, 10, 2]) {
    await shop.advance(minutes * minuteMs)
    statuses.push((await shop.ask(queryFields('T1'))).fields.alipay_trans_status)
  }
  return statuses
}

const waits = 'WAIT_BUYER_PAY'
const closed = 'TRADE_CLOSED'

export const timeTurns: readonly Turn[] = [
  {
    name: 'cancelWindow',
    value: 'day end and 15 minutes',
    story: cancelAfter(toMidnightMs + 10 * minuteMs),
    usual: 'TRADE_CANCEL_TIME_OUT',
    turned: 'refund',
  },
  {
    name: 'cancelWindow',
    value: '24 hours',
    story: cancelAfter(23 * hourMs),
    usual: 'TRADE_CANCEL_TIME_OUT',
    turned: 'refund',
  },
  { name: 'notifyFirstRepeat', value: '2 minutes', story: sends, usual: 1, turned: 2 },
  { name: 'notifyOnCancel', value: true, story: cancelNotified, usual: 1, turned: 2 },
  { name: 'refundBatch', value: '23:00', story: batch, usual: false, turned: true },
  {
    name: 'refundPeriod',
    value: '360 days',
    story: refundAfter(362),
    usual: 'SUCCESS',
    turned: 'REFUNDMENT_VALID_DATE_EXCEED',
  },
  {
    name: 'refundPeriod',
    value: '90 days',
    story: refundAfter(100),
    usual: 'SUCCESS',
    turned: 'REFUNDMENT_VALID_DATE_EXCEED',
  },
  {
    name: 'refundPeriodOver',
    value: 'TRADE_HAS_FINISHED',
    story: refundAfter(366),
    usual: 'REFUNDMENT_VALID_DATE_EXCEED',
    turned: 'TRADE_HAS_FINISHED',
  },
  { name: 'tradeFinished', value: true, story: statusAfter(365), usual: 'TRADE_SUCCESS', turned: 'TRADE_FINISHED' },
  {
    name: 'unpaidTradeCloses',
    value: '15 minutes',
    story: unpaidAfter,
    usual: [waits, closed, closed, closed],
    turned: [waits, waits, waits, closed],
  },
]
