import { describe, expect, it } from 'vitest'
import type { Parameter } from '../protocol/parameter.ts'
import { openShop, type Shop } from './shop.ts'
import { isGenuine, send } from './signed-call.ts'

/** The strings to sign and their signatures, as printed in spot-pay.md §8, query.md §6, cancel.md §7, refund.md §8. */
const printed = {
  pay: [
    '_input_charset=UTF-8&alipay_seller_id=2088000000000001&biz_product=OVERSEAS_MBARCODE_PAY&buyer_identity_code=287654321098765432&currency=USD&extend_info={"secondary_merchant_id":"S001","secondary_merchant_name":"Demo Cafe","secondary_merchant_industry":"5812","store_id":"ST01","store_name":"Demo Cafe Airport"}&identity_code_type=barcode&notify_url=https://merchant.example/alipay/notify&partner=2088000000000001&partner_trans_id=SIM20240115000001&service=alipay.acquire.overseas.spot.pay&trans_amount=39.25&trans_create_time=20240115103000&trans_name=Coffee',
    '569c64815836f3abdae737e8d08ddfd9',
  ],
  query: [
    '_input_charset=UTF-8&partner=2088000000000001&partner_trans_id=SIM20240115000001&service=alipay.acquire.overseas.query',
    '1759737b519f6a9d90ed30fd1974843a',
  ],
  refund: [
    '_input_charset=UTF-8&currency=USD&is_sync=Y&notify_url=https://merchant.example/alipay/notify&partner=2088000000000001&partner_refund_id=SIMR20240115000001&partner_trans_id=SIM20240115000001&refund_amount=10.00&refund_reason=Refund the good&service=alipay.acquire.overseas.spot.refund',
    'e3b29fa1284de54019e249d08dfbde7d',
  ],
  cancel: [
    '_input_charset=UTF-8&out_trade_no=SIM20240115000001&partner=2088000000000001&service=alipay.acquire.cancel&timestamp=1705286400000',
    '723d97eb6a3a99ec92cd333dd699e110',
  ],
} as const

function parametersOf([text, sign]: readonly [string, string]): Parameter[] {
  const parameters = text.split('&').map((pair) => {
    const equals = pair.indexOf('=')
    return { name: pair.slice(0, equals), value: pair.slice(equals + 1) }
  })
  return [...parameters, { name: 'sign_type', value: 'MD5' }, { name: 'sign', value: sign }]
}

const ask = (shop: Shop, name: keyof typeof printed, method: 'GET' | 'POST') =>
  send(shop.gateway, parametersOf(printed[name]), { method })

describe.each(['GET', 'POST'] as const)('the worked examples of the protocol pages by %s', (method) => {
  it('are accepted as printed, and answered like there', async () => {
    await using shop = await openShop()
    expect((await ask(shop, 'query', method)).fields).toEqual({
      detail_error_code: 'TRADE_NOT_EXIST',
      error: 'TRADE_NOT_EXIST',
      result_code: 'FAIL',
    })
    const pay = await ask(shop, 'pay', method)
    // What the page prints, but for buyer, trade number and second.
    expect(pay.fields).toEqual({
      alipay_buyer_login_id: expect.any(String),
      alipay_buyer_user_id: expect.any(String),
      alipay_pay_time: '20240115103000',
      alipay_trans_id: expect.stringMatching(/^20240115/),
      currency: 'USD',
      exchange_rate: '7.15630000',
      partner_trans_id: 'SIM20240115000001',
      result_code: 'SUCCESS',
      trans_amount: '39.25',
      trans_amount_cny: '280.88',
    })
    expect((await ask(shop, 'query', method)).fields).toEqual({
      ...pay.fields,
      alipay_trans_status: 'TRADE_SUCCESS',
      forex_total_fee: '39.25',
      out_trade_no: 'SIM20240115000001',
      trans_forex_rate: '1',
    })
    expect((await ask(shop, 'refund', method)).fields).toMatchObject({
      partner_refund_id: 'SIMR20240115000001',
      refund_amount: '10.00',
      refund_amount_cny: '71.56',
      result_code: 'SUCCESS',
    })
    expect((await ask(shop, 'cancel', method)).fields.error).toBe('REASON_TRADE_REFUND_FEE_ERR')
  })

  it('cancel what was paid, as printed', async () => {
    await using shop = await openShop()
    const { fields } = await ask(shop, 'pay', method)
    const cancel = await ask(shop, 'cancel', method)
    expect(cancel.fields).toEqual({
      action: 'refund',
      out_trade_no: 'SIM20240115000001',
      result_code: 'SUCCESS',
      retry_flag: 'N',
      trade_no: fields.alipay_trans_id,
    })
    expect(isGenuine(cancel)).toBe(true)
  })
})
