import { describe, expect, it } from 'vitest'
import { recorded } from '../test/recordings.ts'
import { answerString } from './answer.ts'
import { type ReadAnswer, readAnswer } from './answer-reader.ts'
import { canonicalString } from './canonical.ts'
import { readPublicKey } from './key.ts'
import { verifyNotification } from './notification.ts'
import { decodeForm, encodeForm, type Parameter, valueNamed } from './parameter.ts'
import { verify } from './signature.ts'
import { readXml } from './xml-reader.ts'

function accepted(read: ReadAnswer): Extract<ReadAnswer, { kind: 'accepted' }> {
  if (read.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(read)}`)
  return read
}

const shown = (parameters: readonly Parameter[]) => parameters.map(({ name, value }) => `${name}=${value}`)

describe('recorded and verified', () => {
  const requests = recorded('20-requests-md5-known-key.txt').toString('latin1').trim().split('\n')

  it('has all thirteen requests', () => {
    expect(requests).toHaveLength(13)
  })

  it.each(requests)('%s', (url) => {
    const query = url.slice(url.indexOf('?') + 1)
    const { parameters, problems } = decodeForm(Buffer.from(query, 'latin1'), 'UTF-8')
    expect(problems).toEqual([])
    const key = { signType: 'MD5', key: `1${'0'.repeat(31)}` } as const
    expect(verify(canonicalString(parameters), valueNamed(parameters, 'sign') ?? '', key, 'UTF-8')).toBe(true)
    expect(encodeForm(parameters, 'UTF-8')).toBe(query)
  })

  it('reads JSON with blanks and Chinese text out of the requests', () => {
    const valuesOf = (service: string) => {
      const query = requests.find((url) => url.includes(`service=${service}&`))?.split('?')[1] ?? ''
      return decodeForm(Buffer.from(query), 'UTF-8').parameters
    }
    expect(valueNamed(valuesOf('alipay.commerce.qrcode.create'), 'biz_data')).toBe(
      '{"address": "No.278, Road YinCheng, Shanghai, China","country_code": "CN","currency": "USD","secondary_merchant_id": "xxx001","secondary_merchant_industry": "7011","secondary_merchant_name": "xxx Store","store_id": "0001","store_name": "Apple store","trans_currency": "USD"}',
    )
    expect(valueNamed(valuesOf('batch_trans_notify'), 'detail_data')).toBe(
      '0315006^testture0002@126.com^常炜买家^1000.00^hello',
    )
  })

  describe('01, a notification of 2016, RSA', () => {
    const text = recorded('01-notification-usd-rsa-2016.txt').toString('latin1').trim()
    const verifier = { signType: 'RSA', publicKey: readPublicKey(recorded('alipay-rsa-1024.pem').toString()) } as const
    const parameters = text.split('&').map((pair) => {
      const equals = pair.indexOf('=')
      return { name: pair.slice(0, equals), value: pair.slice(equals + 1) }
    })

    it('is genuine as it was posted', () => {
      const body = Buffer.from(encodeForm(parameters, 'UTF-8'))
      expect(verifyNotification(body, verifier, 'UTF-8')).toEqual({ ok: true, parameters })
    })

    it('is genuine although nobody escaped the + of the signature', () => {
      expect(text).toContain('+oIA=')
      expect(verifyNotification(Buffer.from(text), verifier, 'UTF-8')).toMatchObject({ ok: true })
    })

    it.each(parameters.filter(({ name }) => name !== 'sign' && name !== 'sign_type'))(
      'is not genuine with another $name',
      ({ name }) => {
        const changed = parameters.map((one) => (one.name === name ? { name, value: `${one.value}0` } : one))
        const body = Buffer.from(encodeForm(changed, 'UTF-8'))
        expect(verifyNotification(body, verifier, 'UTF-8')).toMatchObject({ ok: false, problem: 'wrong signature' })
      },
    )
  })

  it.each([
    ['02-answer-rsa2-2020-01.xml', 'PAYLINE20200116105303'],
    ['03-answer-rsa2-2020-02.xml', 'PAYLINE20200116103332'],
  ])('%s, RSA2', (name, order) => {
    const answer = accepted(readAnswer(recorded(name)))
    const publicKey = readPublicKey(recorded('alipay-sandbox-rsa2-2048.pem').toString())
    expect(answer.signType).toBe('RSA2')
    const isGenuine = (response: readonly Parameter[]) =>
      verify(answerString(response), answer.sign ?? '', { signType: 'RSA2', publicKey }, 'UTF-8')
    expect(isGenuine(answer.response)).toBe(true)
    expect(isGenuine(answer.response.slice(1))).toBe(false)
    expect(answer.declared).toBe('UTF-8')
    expect(shown(answer.request)).toEqual([
      `out_trade_no=${order}`,
      'partner=2088621926786355',
      '_input_charset=utf-8',
      'service=single_trade_query',
    ])
    expect(answer.response.map((field) => field.name)).toEqual(answer.response.map((field) => field.name).toSorted())
    expect(answer.response).toContainEqual({ name: 'gmt_payment', value: expect.stringMatching(/^2020-.{14}$/) })
  })
})

describe('recorded, shape only', () => {
  it.each<[name: string, declared: string, request: string[], response: string[], signature: string]>([
    [
      '10-answer-query-hk-closed.xml',
      'GBK',
      [
        'partner_trans_id=210119130014206010598',
        'partner=2088000000000001',
        'service=alipay.acquire.overseas.query',
        '_input_charset=UTF-8',
        'sign=f68805e1a13d60429ae3cee14f39b784',
        'sign_type=MD5',
      ],
      [
        'alipay_buyer_login_id=852-****0000',
        'alipay_buyer_user_id=2088000000000000',
        'alipay_pay_time=20210119130016',
        'alipay_trans_id=2021011922001456571412147507',
        'alipay_trans_status=TRADE_CLOSED',
        'currency=HKD',
        'out_trade_no=210119130014206010598',
        'partner_trans_id=210119130014206010598',
        'payment_inst=ALIPAYHK',
        'result_code=SUCCESS',
        'trans_amount=0.10',
      ],
      'c8c8a6ed1e95c998a4a7748edfc0f509',
    ],
    [
      '11-answer-query-hk-success.xml',
      'GBK',
      [
        'partner_trans_id=201207152001584151024',
        'partner=2088000000000001',
        'service=alipay.acquire.overseas.query',
        '_input_charset=UTF-8',
        'sign=45cc17a9e1491fc5126f492713aab03c',
        'sign_type=MD5',
      ],
      [
        'alipay_buyer_login_id=132****0000',
        'alipay_buyer_user_id=2088000000000000',
        'alipay_pay_time=20201207152003',
        'alipay_trans_id=2020120722001401701436761112',
        'alipay_trans_status=TRADE_SUCCESS',
        'currency=HKD',
        'out_trade_no=201207152001584151024',
        'partner_trans_id=201207152001584151024',
        'payment_inst=ALIPAYCN',
        'result_code=SUCCESS',
        'trans_amount=3997.60',
      ],
      '0caa280a9d93707d30059f551ca8c4bc',
    ],
    [
      '13-answer-cancel-gbk-2014.xml',
      'UTF-8', // nothing declared, nothing but ASCII in it
      [
        'sign=3ce3e65c2f7d78490681a9f83c0da773',
        '_input_charset=GBK',
        'sign_type=MD5',
        'service=alipay.acquire.cancel',
        'partner=2088000000000002',
        'out_trade_no=20140319113639839',
      ],
      ['out_trade_no=20140319113639839', 'result_code=SUCCESS', 'retry_flag=N'],
      '8de5efd328e5a8a529db1bb0ddb00dc4',
    ],
    [
      '14-answer-precreate-utf8-2018.xml',
      'UTF-8',
      [
        'extend_params={"secondary_merchant_industry":"5812","secondary_merchant_id":"20170828500054","secondary_merchant_name":"蔡豆豆","store_id":"20170828500054","store_name":"蔡豆豆"}',
        '_input_charset=UTF-8',
        'subject=SALE',
        'sign=882660eafe34ae6d3932cc1e0448f957',
        'terminal_timestamp=1540549333201',
        'notify_url=http://notify.example.invalid/ITSBoss/alipayPayNotify/aliPayCB_TPMQRCReturn.do',
        'product_code=OVERSEAS_MBARCODE_PAY',
        'out_trade_no=CBO20181026207446',
        'trans_currency=SGD',
        'partner=2088421920790891',
        'service=alipay.acquire.precreate',
        'total_fee=0.02',
        'currency=SGD',
        'sign_type=MD5',
        'timestamp=1540549333201',
      ],
      [
        'big_pic_url=https://mobilecodec.alipay.com/show.htm?code=bax08616tgysbwsaty4o009b&picSize=L',
        'out_trade_no=CBO20181026207446',
        'pic_url=https://mobilecodec.alipay.com/show.htm?code=bax08616tgysbwsaty4o009b&picSize=M',
        'qr_code=https://qr.alipay.com/bax08616tgysbwsaty4o009b',
        'result_code=SUCCESS',
        'small_pic_url=https://mobilecodec.alipay.com/show.htm?code=bax08616tgysbwsaty4o009b&picSize=S',
        'voucher_type=qrcode',
      ],
      '47004d1f76eb470db5eda0825e8a3708',
    ],
    [
      '16-answer-refund-doc-sample.xml',
      'UTF-8',
      ['_input_charset=UTF-8', 'currency=USD'],
      ['alipay_trans_id=2011091703338463', 'partner_trans_id=201311221000000002', 'result_code=SUCCESS'],
      '6fb8a322f15cfd0fcfe65301b10f6994',
    ],
  ])('%s', (name, declared, request, response, signature) => {
    const answer = accepted(readAnswer(recorded(name)))
    expect(answer.declared).toBe(declared)
    expect(shown(answer.request)).toEqual(request)
    expect(shown(answer.response)).toEqual(response)
    expect([answer.sign, answer.signType]).toEqual([signature, 'MD5'])
  })

  it('13 is in GBK when its Content-Type says so', () => {
    const answer = readAnswer(recorded('13-answer-cancel-gbk-2014.xml'), { fallback: 'GBK' })
    expect(accepted(answer).declared).toBe('GBK')
  })

  it('12, the inside of an answer, is no answer, but readable', () => {
    const bytes = recorded('12-answer-query-wait-buyer-pay.fragment.xml')
    expect(readAnswer(bytes)).toMatchObject({ kind: 'unreadable', problem: 'no gateway answer' })
    const fragment = readXml(bytes)
    expect(fragment.ok && shown(fragment.root.children.map(({ name, text }) => ({ name, value: text })))).toEqual([
      'alipay_buyer_login_id=cnb*@alitest.*',
      'alipay_buyer_user_id=2088622937243084',
      'alipay_trans_id=2019112022001443081000035414',
      'alipay_trans_status=WAIT_BUYER_PAY',
      'currency=USD',
      'exchange_rate=6.64640000',
      'forex_total_fee=0.01',
      'out_trade_no=99003911198989',
      'partner_trans_id=99003911198989',
      'result_code=SUCCESS',
      'trans_amount=0.01',
      'trans_amount_cny=0.07',
      'trans_forex_rate=1',
    ])
  })

  it('15, refused', () => {
    expect(readAnswer(recorded('15-answer-refused.xml'))).toEqual({
      kind: 'refused',
      error: 'ILLEGAL_SIGN',
      declared: 'GBK',
    })
  })
})
