import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { notificationFields } from '../protocol/field-tables.ts'
import { toPem } from '../protocol/key.ts'
import { verifyNotification } from '../protocol/notification.ts'
import { validateFields } from '../protocol/validate-fields.ts'
import { loadDialect } from '../simulator/dialect/dialect.ts'
import { openReceiver } from './receiver.ts'
import { openShop, type Shop } from './shop.ts'
import { cancelFields, md5, md5Key, payFields, pid, queryFields, refundFields } from './signed-call.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const justAfter = 100

const states = async (shop: Shop) => (await shop.simulator.store.notifications(pid)).map(({ state }) => state)

describe('a payment is notified', () => {
  it('once the answer is out: signed, with the fields of the table, a blank in its times', async () => {
    await using receiver = await openReceiver()
    await using shop = await openShop()
    const paid = await shop.ask(payFields('T1', { notify_url: receiver.url }))
    expect(receiver.posted).toEqual([])
    await shop.advance(justAfter)
    expect(receiver.posted).toHaveLength(1)
    const { headers, body, fields } = receiver.posted[0] ?? expect.fail()
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded; charset=UTF-8')
    expect(verifyNotification(body, md5, 'UTF-8').ok).toBe(true)
    expect(validateFields(notificationFields, new Map(Object.entries(fields)), { lengthUnit: 'characters' })).toEqual(
      [],
    )
    expect(fields).toEqual({
      notify_time: '2024-01-15 10:30:00',
      notify_id: expect.stringMatching(/^[0-9a-z]{34}$/),
      notify_type: 'trade_status_sync',
      notify_action_type: 'payByAccountAction',
      out_trade_no: 'T1',
      trade_no: paid.fields.alipay_trans_id,
      trade_status: 'TRADE_SUCCESS',
      subject: 'Coffee',
      gmt_create: '2024-01-15 10:30:00',
      gmt_payment: '2024-01-15 10:30:00',
      currency: 'USD',
      total_fee: '39.25',
      seller_id: pid,
      buyer_id: paid.fields.alipay_buyer_user_id,
      sign_type: 'MD5',
      sign: expect.stringMatching(/^[0-9a-f]{32}$/),
    })
    expect(await states(shop)).toEqual(['acknowledged'])
  })

  it('in the charset and with the signature of its request', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
    await using receiver = await openReceiver()
    await using shop = await openShop({ partners: [{ pid, md5Key, publicKey: toPem(publicKey) }] })
    const order = payFields('T1', { notify_url: receiver.url, _input_charset: 'GBK', trans_name: '咖啡' })
    await shop.ask(order, { signer: { signType: 'RSA2', privateKey } })
    await shop.advance(justAfter)
    const { headers, body } = receiver.posted[0] ?? expect.fail()
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded; charset=GBK')
    const alipay = createPublicKey(await shop.simulator.alipayPublicKey())
    const verified = verifyNotification(body, { signType: 'RSA2', publicKey: alipay }, 'GBK')
    expect(verified.ok).toBe(true)
    expect(verified.parameters).toContainEqual({ name: 'subject', value: '咖啡' })
  })

  it('once only, however often it is asked for again, and not at all without an address', async () => {
    await using receiver = await openReceiver()
    await using shop = await openShop()
    const order = payFields('T1', { notify_url: receiver.url })
    for (let i = 0; i < 3; i++) await shop.ask(order)
    await shop.ask(payFields('T2'))
    await shop.advance(hourMs)
    expect(receiver.posted).toHaveLength(1)
  })
})

describe('a refund is notified', () => {
  const giveBack = (url: string, isSync: string) => refundFields('T1', 'R1', { notify_url: url, is_sync: isSync })

  it('when it is asynchronous and done, at its own address', async () => {
    await using sales = await openReceiver()
    await using refunds = await openReceiver()
    await using shop = await openShop()
    await shop.ask(payFields('T1', { notify_url: sales.url }))
    await shop.advance(24 * hourMs)
    await shop.ask(giveBack(refunds.url, 'N'))
    await shop.advance(hourMs)
    expect(refunds.posted).toEqual([])
    await shop.advance(24 * hourMs)
    expect(refunds.posted).toHaveLength(1)
    const { body, fields } = refunds.posted[0] ?? expect.fail()
    expect(verifyNotification(body, md5, 'UTF-8').ok).toBe(true)
    expect(validateFields(notificationFields, new Map(Object.entries(fields)), { lengthUnit: 'characters' })).toEqual(
      [],
    )
    expect(fields).toMatchObject({
      notify_action_type: 'refundFPAction',
      out_trade_no: 'T1',
      out_biz_no: 'R1',
      refund_fee: '10.00',
      trade_status: 'TRADE_SUCCESS',
      gmt_refund: expect.stringMatching(/^2024-01-1[67] (?:23|0[0-4]):\d\d:\d\d$/),
    })
    expect(sales.posted).toHaveLength(1)
  })

  it('not when it is synchronous', async () => {
    await using receiver = await openReceiver()
    await using shop = await openShop()
    await shop.ask(payFields('T1'))
    await shop.ask(giveBack(receiver.url, 'Y'))
    await shop.advance(48 * hourMs)
    expect(receiver.posted).toEqual([])
  })

  it('not when it fails in the end', async () => {
    await using receiver = await openReceiver()
    await using shop = await openShop()
    await shop.ask(payFields('T1'))
    shop.simulator.partner.setFunded(false)
    expect((await shop.ask(giveBack(receiver.url, 'N'))).fields.result_code).toBe('SUCCESS')
    await shop.advance(200 * 24 * hourMs)
    expect(receiver.posted).toEqual([])
    expect((await shop.ask(queryFields('T1'))).fields).not.toHaveProperty('refund_amount_cny')
  })
})

it('a cancel is notified when the dialect says so', async () => {
  for (const [notifyOnCancel, actions] of [
    ['false', ['payByAccountAction']],
    ['true', ['payByAccountAction', 'reverseAction']],
  ] as const) {
    await using receiver = await openReceiver()
    await using shop = await openShop({ dialect: await loadDialect('global', { notifyOnCancel }) })
    await shop.ask(payFields('T1', { notify_url: receiver.url }))
    await shop.advance(justAfter)
    await shop.ask(cancelFields('T1'))
    await shop.advance(justAfter)
    expect(receiver.posted.map(({ fields }) => fields.notify_action_type)).toEqual(actions)
  }
})
