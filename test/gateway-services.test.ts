import { describe, expect, it } from 'vitest'
import { fieldTables } from '../protocol/field-tables.ts'
import type { Service } from '../protocol/service.ts'
import { validateFields } from '../protocol/validate-fields.ts'
import { openShop } from './shop.ts'
import {
  cancelFields,
  type Fields,
  isGenuine,
  payFields,
  queryFields,
  refundFields,
  signed,
  type Told,
} from './signed-call.ts'

const calls: [Service, Fields][] = [
  ['pay', payFields('T1', { memo: 'table 4 & <window>', notify_url: undefined })],
  ['query', queryFields('T1')],
  ['refund', refundFields('T1', 'R1', { refund_reason: 'Refund the good' })],
  ['query', queryFields('T1')],
  ['refund', refundFields('T1', 'R2', { refund_amount: '99.99' })],
  ['cancel', cancelFields('T1')],
  ['cancel', cancelFields('T9')],
  ['pay', payFields('T9')],
  ['query', queryFields('T8')],
]

function responseOf({ answer }: Told) {
  if (answer.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(answer)}`)
  return answer
}

describe.each(['GET', 'POST'] as const)('by %s', (method) => {
  it('every service answers: signed, alphabetical, nothing empty, every field as its table says', async () => {
    await using shop = await openShop()
    const results: (string | undefined)[] = []
    for (const [service, fields] of calls) {
      const told = await shop.ask(fields, { method })
      const { request, response, declared } = responseOf(told)
      expect(told.status).toBe(200)
      expect(told.contentType).toBe(`text/xml;charset=${declared}`)
      expect(isGenuine(told)).toBe(true)
      const names = response.map(({ name }) => name)
      expect(names).toEqual([...names].sort())
      expect(response.filter(({ value }) => value === '')).toEqual([])
      expect(request).toHaveLength(signed(fields).length)
      expect(request).toEqual(expect.arrayContaining(signed(fields)))
      const values = new Map(response.map(({ name, value }) => [name, value]))
      expect(validateFields(fieldTables[service].answer, values, { lengthUnit: 'characters' })).toEqual([])
      const listed = fieldTables[service].answer.map(({ name }) => name as string)
      // cancel.md §2 lists `error` for gateway refusals only, gateway.md §6 has it beside detail_error_code: sent in both.
      expect(names.filter((name) => !listed.includes(name) && !(service === 'cancel' && name === 'error'))).toEqual([])
      results.push(told.fields.error ?? told.fields.result_code)
    }
    expect(results).toEqual([
      ...['SUCCESS', 'SUCCESS', 'SUCCESS', 'SUCCESS', 'RETURN_AMOUNT_EXCEED', 'REASON_TRADE_REFUND_FEE_ERR'],
      ...['SUCCESS', 'TRADE_HAS_CLOSE', 'TRADE_NOT_EXIST'],
    ])
  })
})

describe('what is answered', () => {
  it('of a payment, its query, a part given back, and the query after it', async () => {
    await using shop = await openShop()
    const paid = {
      alipay_buyer_login_id: expect.stringMatching(/^13\d\*{4}\d{4}$/),
      alipay_buyer_user_id: expect.stringMatching(/^2088\d{12}$/),
      alipay_pay_time: '20240115103000',
      alipay_trans_id: expect.stringMatching(/^2024011522\d{18}$/),
      currency: 'USD',
      exchange_rate: '7.15630000',
      partner_trans_id: 'T1',
      result_code: 'SUCCESS',
      trans_amount: '39.25',
      trans_amount_cny: '280.88',
    }
    const pay = await shop.ask(payFields('T1'))
    expect(pay.fields).toEqual(paid)
    const status = {
      ...paid,
      alipay_trans_status: 'TRADE_SUCCESS',
      forex_total_fee: '39.25',
      out_trade_no: 'T1',
      trans_forex_rate: '1',
    }
    expect((await shop.ask(queryFields('T1'))).fields).toEqual(status)
    const { alipay_trans_id: tradeNo = '' } = pay.fields
    expect((await shop.ask(refundFields('T1', 'R1'))).fields).toEqual({
      alipay_trans_id: tradeNo,
      currency: 'USD',
      exchange_rate: '7.15630000',
      partner_refund_id: 'R1',
      partner_trans_id: 'T1',
      refund_amount: '10.00',
      refund_amount_cny: '71.56',
      result_code: 'SUCCESS',
    })
    const byNumber = queryFields('another', { alipay_trans_id: tradeNo })
    expect((await shop.ask(byNumber)).fields).toEqual({ ...status, refund_amount_cny: '71.56' })
  })

  it('of a cancel: paid, again, unknown, by a number that nobody has', async () => {
    await using shop = await openShop()
    const tradeNo = (await shop.ask(payFields('T1'))).fields.alipay_trans_id ?? ''
    const cancelled = { out_trade_no: 'T1', result_code: 'SUCCESS', retry_flag: 'N', trade_no: tradeNo }
    expect((await shop.ask(cancelFields('T1', { trade_no: tradeNo }))).fields).toEqual({
      ...cancelled,
      action: 'refund',
    })
    expect((await shop.ask(cancelFields('T1'))).fields).toEqual(cancelled)
    expect((await shop.ask(cancelFields('T2'))).fields).toEqual({
      out_trade_no: 'T2',
      result_code: 'SUCCESS',
      retry_flag: 'N',
    })
    expect((await shop.ask(cancelFields('T1', { trade_no: '2024011522000000000000000000' }))).fields).toEqual({
      detail_error_code: 'TRADE_NOT_EXIST',
      error: 'TRADE_NOT_EXIST',
      out_trade_no: 'T1',
      result_code: 'FAIL',
      retry_flag: 'N',
    })
  })

  it('of a price in another currency: both amounts and the rate between them', async () => {
    await using shop = await openShop()
    const sale = { currency: 'HKD', trans_currency: 'TWD', trans_amount: '1000' }
    expect((await shop.ask(payFields('T1', sale))).fields).toMatchObject({
      currency: 'HKD',
      trans_amount: '1000.00',
      trans_amount_cny: '229.10',
    })
    expect((await shop.ask(queryFields('T1'))).fields).toMatchObject({
      forex_total_fee: '250.30',
      trans_forex_rate: '0.25030045',
    })
  })

  it('of yen: whole numbers', async () => {
    await using shop = await openShop()
    const { fields } = await shop.ask(payFields('T1', { currency: 'JPY', trans_amount: '1200' }))
    expect(fields).toMatchObject({ trans_amount: '1200', trans_amount_cny: '58.99' })
    const refused = await shop.ask(payFields('T2', { currency: 'JPY', trans_amount: '1200.00' }))
    expect(refused.fields).toEqual({ error: 'INVALID_PARAMETER' })
  })
})
