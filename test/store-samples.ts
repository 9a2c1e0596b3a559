/**
 * Small whole values of everything that a store keeps, for the suites that every store runs.
 */
import { money, parseRate } from '../protocol/money.ts'
import type { Exchange, SentAnswer } from '../simulator/journal/exchange.ts'
import type { BlockedId, Trade } from '../simulator/ledger/trade.ts'
import type { NotificationRecord } from '../simulator/notify/notification-record.ts'
import type { Task } from '../simulator/store/store.ts'

export const own = '2088000000000001'
export const other = '2088000000000002'

/** A paid trade of 1.00 SGD; its number is A1 unless it is given another. */
export function trade(partnerTransId: string, changes: Partial<Trade> = {}): Trade {
  return {
    partner: own,
    partnerTransId,
    alipayTransId: 'A1',
    version: 1,
    subject: '咖啡 & cake',
    price: money(100, 'SGD'),
    settlement: money(100, 'SGD'),
    transForexRate: parseRate('1'),
    exchangeRate: parseRate('5.3519'),
    totalCny: money(535, 'CNY'),
    buyer: { userId: '2088123456789012', loginId: '132****6685', paymentInst: 'ALIPAYCN' },
    identityCode: '281234567890123456',
    shop: { storeId: 'ST01', storeName: '机场咖啡' },
    notify: { url: 'http://127.0.0.1:9/notify', charset: 'GBK', signType: 'RSA2' },
    createdAt: 1_705_285_800_000,
    behaviour: 'default',
    buyerPlan: { does: 'pays', afterMs: 5_000 },
    notificationPlan: { kind: 'late', afterMs: 1_000 },
    state: { name: 'TRADE_SUCCESS', paidAt: 1_705_285_800_000 },
    refunds: [
      {
        partnerRefundId: 'R0',
        amount: money(1, 'SGD'),
        amountCny: money(5, 'CNY'),
        reason: '退款',
        requestedAt: 1_705_285_800_001,
        state: { name: 'waiting', dueAt: 1_705_285_900_000, attempts: 2 },
      },
    ],
    ...changes,
  }
}

export function blocked(partnerTransId: string, blockedAt = 1_705_285_800_000): BlockedId {
  return { partner: own, partnerTransId, blockedAt }
}

export function task(id: string, dueAt: number, changes: Partial<Task> = {}): Task {
  return { id, partner: own, dueAt, kind: 'notify', ref: id, ...changes }
}

export function notification(id: string, state: NotificationRecord['state'] = 'pending'): NotificationRecord {
  return {
    id,
    partner: own,
    alipayTransId: 'A1',
    to: { url: 'http://127.0.0.1:9/notify', charset: 'UTF-8', signType: 'MD5' },
    fields: [{ name: 'subject', value: '咖啡' }],
    createdAt: 1_705_285_800_000,
    plan: { kind: 'repeated', sends: 2, everyMs: 10 },
    attempts: [{ at: 1_705_285_800_050, tookMs: 12, status: 500, said: 'no', acknowledged: false }],
    state,
  }
}

/** The body is no text in any charset: a journal that keeps text instead of bytes shows it. */
export function exchange(id: number, changes: Partial<Exchange> = {}): Exchange {
  return {
    id,
    at: 1_705_285_800_000 + id,
    partner: own,
    service: 'pay',
    partnerTransId: 'T1',
    request: {
      method: 'POST',
      target: '/gateway.do?_input_charset=GBK',
      rawHeaders: ['Host', '127.0.0.1', 'X-A', 'é'],
      body: Buffer.from([0x61, 0x3d, 0xff, 0x00, 0x81]),
    },
    outcome: 'SUCCESS',
    behaviour: { id: '0303', why: 'payment code 2800 0303…' },
    ...changes,
  }
}

export const answer: SentAnswer = {
  at: 1_705_285_800_900,
  tookMs: 12.5,
  status: 200,
  contentType: 'text/xml;charset=GBK',
  body: Buffer.from([0x3c, 0xbf, 0xa7, 0x3e]),
  fault: 'slow drip',
}
