import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { publishedKey } from '../test/recordings.ts'
import { canonicalString } from './canonical.ts'
import { readPrivateKey, readPublicKey } from './key.ts'
import { verifyNotification, writeNotification } from './notification.ts'
import type { Parameter } from './parameter.ts'
import { sign, verify } from './signature.ts'

const keyOfPages = `1${'0'.repeat(31)}`
const rsa = { privateKey: readPrivateKey(publishedKey.private), publicKey: readPublicKey(publishedKey.public) }

/** `name=value&…`, for values that hold no `&`. */
function parametersIn(text: string): Parameter[] {
  return text.split('&').map((pair) => {
    const equals = pair.indexOf('=')
    return { name: pair.slice(0, equals), value: pair.slice(equals + 1) }
  })
}

const md5Vectors: [source: string, text: string, sign: string][] = [
  [
    'signature.md §7, 1',
    '_input_charset=utf-8&partner=1000000000000000&partner_trans_id=2010121000000002&service=alipay.acquire.overseas.query',
    '2a7f598bbb13d02f7de819ae689f80ba',
  ],
  [
    'signature.md §7, 2',
    '_input_charset=utf-8&currency=USD&is_sync=Y&partner=1000000000000000&partner_refund_id=301012133000002&partner_trans_id=2010121000000002&refund_amount=0.01&service=alipay.acquire.overseas.spot.refund',
    '397685a0c6b2d71d0d1f374ddba331a0',
  ],
  ['signature.md §7, 3', 'partner=123&service=test', 'bbd13b52823b576291595f472ebcfbc2'],
  ['signature.md §7, 4', 'notify_id=1234', '22fc7e38e5acdfede396aa463870d111'],
  [
    'spot-pay.md §8, request',
    '_input_charset=UTF-8&alipay_seller_id=2088000000000001&biz_product=OVERSEAS_MBARCODE_PAY&buyer_identity_code=287654321098765432&currency=USD&extend_info={"secondary_merchant_id":"S001","secondary_merchant_name":"Demo Cafe","secondary_merchant_industry":"5812","store_id":"ST01","store_name":"Demo Cafe Airport"}&identity_code_type=barcode&notify_url=https://merchant.example/alipay/notify&partner=2088000000000001&partner_trans_id=SIM20240115000001&service=alipay.acquire.overseas.spot.pay&trans_amount=39.25&trans_create_time=20240115103000&trans_name=Coffee',
    '569c64815836f3abdae737e8d08ddfd9',
  ],
  [
    'spot-pay.md §8, answer',
    'alipay_buyer_login_id=cao***@example.com&alipay_buyer_user_id=2088102105236945&alipay_pay_time=20240115103002&alipay_trans_id=2024011522001436940500000001&currency=USD&exchange_rate=7.15630000&partner_trans_id=SIM20240115000001&result_code=SUCCESS&trans_amount=39.25&trans_amount_cny=280.88',
    '9caf9338b2bfef98d140becde540f6f0',
  ],
  [
    'query.md §6, request',
    '_input_charset=UTF-8&partner=2088000000000001&partner_trans_id=SIM20240115000001&service=alipay.acquire.overseas.query',
    '1759737b519f6a9d90ed30fd1974843a',
  ],
  [
    'query.md §6, answer, paid',
    'alipay_buyer_login_id=cao***@example.com&alipay_buyer_user_id=2088102105236945&alipay_pay_time=20240115103002&alipay_trans_id=2024011522001436940500000001&alipay_trans_status=TRADE_SUCCESS&currency=USD&exchange_rate=7.15630000&forex_total_fee=39.25&out_trade_no=SIM20240115000001&partner_trans_id=SIM20240115000001&result_code=SUCCESS&trans_amount=39.25&trans_amount_cny=280.88&trans_forex_rate=1',
    '4c1a1c61bb90e8308e987dd1a675d6d6',
  ],
  [
    'query.md §6, answer, unpaid',
    'alipay_buyer_login_id=cao***@example.com&alipay_buyer_user_id=2088102105236945&alipay_trans_id=2024011522001436940500000001&alipay_trans_status=WAIT_BUYER_PAY&currency=USD&exchange_rate=7.15630000&forex_total_fee=39.25&out_trade_no=SIM20240115000001&partner_trans_id=SIM20240115000001&result_code=SUCCESS&trans_amount=39.25&trans_amount_cny=280.88&trans_forex_rate=1',
    '3cc01ddb9255aad62404edd8f196f998',
  ],
  [
    'cancel.md §7, request',
    '_input_charset=UTF-8&out_trade_no=SIM20240115000001&partner=2088000000000001&service=alipay.acquire.cancel&timestamp=1705286400000',
    '723d97eb6a3a99ec92cd333dd699e110',
  ],
  [
    'cancel.md §7, answer',
    'action=refund&out_trade_no=SIM20240115000001&result_code=SUCCESS&retry_flag=N&trade_no=2024011522001436940500000001',
    '35462a8efea0fe2216b40b6628ccd25e',
  ],
  [
    'refund.md §8, request',
    '_input_charset=UTF-8&currency=USD&is_sync=Y&notify_url=https://merchant.example/alipay/notify&partner=2088000000000001&partner_refund_id=SIMR20240115000001&partner_trans_id=SIM20240115000001&refund_amount=10.00&refund_reason=Refund the good&service=alipay.acquire.overseas.spot.refund',
    'e3b29fa1284de54019e249d08dfbde7d',
  ],
  [
    'refund.md §8, answer',
    'alipay_trans_id=2024011522001436940500000001&currency=USD&exchange_rate=7.15630000&partner_refund_id=SIMR20240115000001&partner_trans_id=SIM20240115000001&refund_amount=10.00&refund_amount_cny=71.56&result_code=SUCCESS',
    '8e60a75b795332e33d81a0ab705fd586',
  ],
  [
    'flows.md §5, notification',
    'buyer_id=2088102105236945&currency=USD&gmt_create=2024-01-15 10:30:01&gmt_payment=2024-01-15 10:30:02&notify_action_type=payByAccountAction&notify_id=ac05099524730693a8b330c5ecf72da978&notify_time=2024-01-15 10:30:03&notify_type=trade_status_sync&out_trade_no=SIM20240115000001&seller_id=2088000000000001&subject=Coffee&total_fee=39.25&trade_no=2024011522001436940500000001&trade_status=TRADE_SUCCESS',
    '150d286afed1d3d97c27b0d870c6ac9a',
  ],
]

describe('the published MD5 signatures', () => {
  it.each(md5Vectors)('%s', (_, text, expected) => {
    const parameters = parametersIn(text)
    const sent = [...parameters, { name: 'sign', value: expected }, { name: 'sign_type', value: 'MD5' }]
    fc.assert(
      fc.property(fc.shuffledSubarray(sent, { minLength: sent.length }), (shuffled) => {
        expect(canonicalString(shuffled)).toBe(text)
      }),
      { numRuns: 10 },
    )
    expect(sign(text, { signType: 'MD5', key: keyOfPages }, 'UTF-8')).toBe(expected)
    expect(verify(text, expected, { signType: 'MD5', key: keyOfPages }, 'UTF-8')).toBe(true)
  })

  it('flows.md §5, the notification as it is posted', () => {
    const [, text, expected] = md5Vectors.find(([source]) => source.startsWith('flows.md')) ?? ['', '', '']
    const signer = { signType: 'MD5', key: keyOfPages } as const
    const body = writeNotification(parametersIn(text), signer, 'UTF-8')
    expect(body).toMatch(new RegExp(`&notify_time=2024-01-15\\+10%3A30%3A03&.*&sign_type=MD5&sign=${expected}$`))
    expect(verifyNotification(Buffer.from(body), signer, 'UTF-8')).toMatchObject({ ok: true })
  })
})

describe('signature.md §7, 5: JSON, blanks and an URL with Chinese text', () => {
  const text =
    '_input_charset=utf-8&body=iphone cellphone&currency=USD&extend_params={"secondary_merchant_name":"Lotte","secondary_merchant_id":"123","secondary_merchant_industry":"5812","store_id":"A101","store_name":"McDonald in 966 3rd Ave, New York"}&notify_url=http://商户网关地址/alipay.acquire.precreate-PHP-UTF-8-MD5/notify_url.php&out_trade_no=1234&partner=2088021966388155&passback_parameters=test&price=0.01&product_code=OVERSEAS_MBARCODE_PAY&quantity=1&seller_email=testoverseas1980@alipay.com&seller_id=2088021966388155&service=alipay.acquire.precreate&show_url=http://www.taobao.com/product/113714.html&subject=Payment by QR-Code&timestamp=2000-12-31 08:00:00&total_fee=0.01&trans_currency=USD'
  const signer = { signType: 'MD5', key: 'XXXX' } as const
  const expected = '6c478998267d747565aff1b8ab595380'

  it('is signed over its bytes in UTF-8', () => {
    expect(canonicalString(parametersIn(text).reverse())).toBe(text)
    expect(sign(text, signer, 'UTF-8')).toBe(expected)
    expect(verify(text, expected, signer, 'UTF-8')).toBe(true)
  })

  it('has another signature in GBK, the same in GB2312', () => {
    expect(sign(text, signer, 'GBK')).not.toBe(expected)
    expect(verify(text, expected, signer, 'GBK')).toBe(false)
    expect(sign(text, signer, 'GB2312')).toBe(sign(text, signer, 'GBK'))
  })
})

describe('the published RSA signatures', () => {
  const text = 'partner=123&service=test'

  it.each([
    [
      'RSA', // signature.md §7, 6
      'TaVXdP/0ia5NxIv9T76v6vGOrtgoaFrwnchKIWP9PQeX1UkUVxaq6ejDFmXFrFR+Plk+E/XzfV2DYJSVt0Am0qJRSgeg+PuvK+yWGCGm9GJgUJlS4Eyta3g+8DWwRWTjUyh5yzlf9JoSnbNjYpBolnMRD7B/u1JLkTMJuMx2TVM=',
    ],
    [
      'RSA2', // signature.md §7, 7
      'NQ/NS3M3CLeCE0WFaX0PU6Dh/LS0ig2ngh/JDXtDqZWQw36sUOucgU9qNVd/f/KZEz78dPNdWjNE6Ay6hy1EayGEhxnTJ8uuOOFhdshRRYDoNB3LmIhuXt3B23eqfnSgO4GiarHBHpGa+x8GARWb0KHRWjCzuxZ8fL4+/8ebLFQ=',
    ],
  ] as const)('%s', (signType, expected) => {
    expect(sign(text, { signType, ...rsa }, 'UTF-8')).toBe(expected)
    expect(verify(text, expected, { signType, ...rsa }, 'UTF-8')).toBe(true)
    expect(verify(text, expected, { signType: signType === 'RSA' ? 'RSA2' : 'RSA', ...rsa }, 'UTF-8')).toBe(false)
  })
})
