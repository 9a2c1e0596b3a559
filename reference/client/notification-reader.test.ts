import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { money } from '../../protocol/money.ts'
import { writeNotification } from '../../protocol/notification.ts'
import { encodeForm, toParameters } from '../../protocol/parameter.ts'
import type { Signer } from '../../protocol/signature.ts'
import { type AlipayNotification, acknowledge, notificationMismatch, readNotification } from './notification-reader.ts'
import { coffee } from './testing/orders.ts'
import { md5Signer, testKey, testPartner } from './testing/scripted-gateway.ts'

/** The signed example of flows.md §5. */
const example = {
  buyer_id: '2088102105236945',
  currency: 'USD',
  gmt_create: '2024-01-15 10:30:01',
  gmt_payment: '2024-01-15 10:30:02',
  notify_action_type: 'payByAccountAction',
  notify_id: 'ac05099524730693a8b330c5ecf72da978',
  notify_time: '2024-01-15 10:30:03',
  notify_type: 'trade_status_sync',
  out_trade_no: 'SIM20240115000001',
  seller_id: '2088000000000001',
  subject: 'Coffee',
  total_fee: '39.25',
  trade_no: '2024011522001436940500000001',
  trade_status: 'TRADE_SUCCESS',
}
const refunded = {
  ...example,
  notify_action_type: 'refundFPAction',
  out_biz_no: 'SIMR20240115000001',
  refund_fee: '10.00',
  gmt_refund: '2024-01-15 12:00:00',
}
const settings = { key: testKey, partner: testPartner }
const bodyOf = (fields: Record<string, string>, signer: Signer = md5Signer, charset: 'UTF-8' | 'GBK' = 'UTF-8') =>
  Buffer.from(writeNotification(toParameters(fields), signer, charset))
const without = (...names: string[]) =>
  Object.fromEntries(Object.entries(example).filter(([name]) => !names.includes(name)))
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

describe('a notification', () => {
  it('is the printed example of flows.md §5', () => {
    const fields = { ...example, sign_type: 'MD5', sign: '150d286afed1d3d97c27b0d870c6ac9a' }
    expect(readNotification(encodeForm(toParameters(fields), 'UTF-8'), settings)).toMatchObject({
      notification: 'payment',
      outTradeNo: 'SIM20240115000001',
      tradeNo: '2024011522001436940500000001',
      tradeStatus: 'TRADE_SUCCESS',
      notifyId: 'ac05099524730693a8b330c5ecf72da978',
      notifyActionType: 'payByAccountAction',
      notifyTime: Date.UTC(2024, 0, 15, 2, 30, 3),
      gmtPayment: Date.UTC(2024, 0, 15, 2, 30, 2),
      totalFee: { amount: 3925, currency: 'USD' },
      subject: 'Coffee',
      buyerId: '2088102105236945',
    })
  })

  it('of a refund carries the refund', () => {
    expect(readNotification(bodyOf(refunded), settings)).toMatchObject({
      notification: 'refund',
      outBizNo: 'SIMR20240115000001',
      refundFee: { amount: 1000, currency: 'USD' },
      gmtRefund: Date.UTC(2024, 0, 15, 4, 0, 0),
      totalFee: { amount: 3925 },
    })
  })

  it.each(['RSA', 'RSA2'] as const)('is signed by %s, also when a + came as a blank', (signType) => {
    const body = bodyOf(example, { signType, privateKey })
    const rsa = { alipayPublicKey: publicKey, signType, partner: testPartner }
    expect(readNotification(body, rsa).notification).toBe('payment')
    expect(readNotification(Buffer.from(body.toString().replaceAll('%2B', '+')), rsa).notification).toBe('payment')
    expect(readNotification(body, { ...rsa, signType: signType === 'RSA' ? 'RSA2' : 'RSA' })).toMatchObject({
      problem: 'otherSignType',
    })
  })

  it('is in GBK when the requests were', () => {
    const body = bodyOf({ ...example, subject: '拿铁咖啡' }, md5Signer, 'GBK')
    expect(readNotification(body, { ...settings, charset: 'GBK' })).toMatchObject({ subject: '拿铁咖啡' })
    expect(readNotification(body, settings)).toMatchObject({ notification: 'refused', problem: 'unreadable' })
  })

  it('keeps what nobody knows, and does without what is not needed', () => {
    const read = readNotification(bodyOf({ out_trade_no: 'A', trade_status: 'TRADE_CLOSED', new_one: '1' }), settings)
    expect(read).toMatchObject({ notification: 'payment', outTradeNo: 'A', tradeStatus: 'TRADE_CLOSED' })
    expect(read).not.toHaveProperty('totalFee')
    expect('fields' in read && read.fields.get('new_one')).toBe('1')
  })

  it('is acknowledged by seven letters', () => {
    expect(acknowledge).toBe('success')
  })
})

describe('a notification is refused', () => {
  const signed = bodyOf(example).toString()
  const rows: [told: string, body: string | Buffer, problem: string][] = [
    ['forged', bodyOf(example, { signType: 'MD5', key: 'x'.repeat(32) }), 'wrongSignature'],
    ['changed', signed.replace('total_fee=39.25', 'total_fee=9.25'), 'wrongSignature'],
    ['with a field more', `${signed}&m=notify`, 'wrongSignature'],
    ['unsigned', encodeForm(toParameters({ ...example, sign_type: 'MD5' }), 'UTF-8'), 'unsigned'],
    ['without sign_type', signed.replace('&sign_type=MD5', ''), 'otherSignType'],
    ['of another seller', bodyOf({ ...example, seller_id: '2088000000000002' }), 'otherSeller'],
    ['without an order', bodyOf(without('out_trade_no')), 'incomplete'],
    ['without a status', bodyOf(without('trade_status')), 'incomplete'],
    ['with an empty status in front', `trade_status=&${signed}`, 'ambiguous'],
    ['with a status nobody knows', bodyOf({ ...example, trade_status: 'TRADE_MAYBE' }), 'incomplete'],
    ['with a field folded into another', bodyOf({ ...example, subject: 'Coffee&total_fee=0.01' }), 'ambiguous'],
    ['with a broken escape', `${signed}&a=%zz`, 'unreadable'],
    [
      'with bytes that are no UTF-8',
      Buffer.concat([Buffer.from(signed), Buffer.from([0x26, 0x61, 0x3d, 0xff])]),
      'unreadable',
    ],
    ['empty', '', 'unsigned'],
    ['too large', `${signed}&x=${'x'.repeat(70_000)}`, 'tooLarge'],
  ]
  it.each(rows)('%s', (_, body, problem) => {
    expect(readNotification(body, settings)).toMatchObject({ notification: 'refused', problem })
  })

  it('without a seller when the key is the same for every partner', () => {
    const body = bodyOf(without('seller_id'), { signType: 'RSA2', privateKey })
    expect(readNotification(body, { alipayPublicKey: publicKey, partner: testPartner })).toMatchObject({
      problem: 'otherSeller',
    })
    expect(readNotification(bodyOf(without('seller_id')), settings).notification).toBe('payment')
  })

  it('whatever was posted, without throwing', () => {
    const rsa = { alipayPublicKey: publicKey, partner: testPartner }
    const posted = fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.string({ maxLength: 300, unit: 'binary' }))
    fc.assert(
      fc.property(
        posted,
        (body) =>
          readNotification(body, settings).notification === 'refused' &&
          readNotification(body, rsa).notification === 'refused',
      ),
    )
  })
})

describe('notificationMismatch', () => {
  const read = (fields: Record<string, string>) =>
    readNotification(bodyOf(fields), settings) as Exclude<AlipayNotification, { notification: 'refused' }>
  it.each([
    ['nothing', example, undefined],
    [
      'nothing where nothing is told',
      { out_trade_no: coffee.partnerTransId, trade_status: 'TRADE_SUCCESS' },
      undefined,
    ],
    ['another order', { ...example, out_trade_no: 'OTHER' }, 'otherOrder'],
    ['another amount', { ...example, total_fee: '39.26' }, 'otherAmount'],
    ['another currency', { ...example, currency: 'HKD' }, 'otherCurrency'],
  ])('finds %s', (_, fields, distrust) => {
    expect(notificationMismatch(read(fields), coffee)?.distrust).toBe(distrust)
  })

  it('takes the settlement currency as well as that of the price', () => {
    const inTaiwan = { ...coffee, amount: money(3925, 'TWD'), settlementCurrency: 'USD' } as const
    expect(notificationMismatch(read(example), inTaiwan)).toBeUndefined()
  })
})
