import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { toPem } from '../../protocol/key.ts'
import { money } from '../../protocol/money.ts'
import type { Signer } from '../../protocol/signature.ts'
import { type AlipayClient, type ClientSettings, createAlipayClient } from './client.ts'
import {
  cancelDone,
  cancelFailed,
  coffee,
  coffeeBack,
  payFailed,
  payPaid,
  payWaiting,
  queryClosed,
  queryFailed,
  queryFinished,
  queryGivenBack,
  queryPaid,
  queryWaiting,
  refundDone,
  refundFailed,
  tradeNo,
} from './testing/orders.ts'
import {
  answers,
  md5Signer,
  type Reply,
  refuses,
  type ScriptedGateway,
  sends,
  sent,
  signedAnswer,
  startScriptedGateway,
  testKey,
  testPartner,
} from './testing/scripted-gateway.ts'

let gateway: ScriptedGateway
let client: AlipayClient
const begun: AlipayClient[] = []

type Settings = Partial<ClientSettings>

function clientOf(settings: Settings = {}): AlipayClient {
  const key = settings.alipayPublicKey === undefined ? { key: testKey } : {}
  const made = createAlipayClient({ gateway: gateway.url, partner: testPartner, ...key, ...settings } as ClientSettings)
  begun.push(made)
  return made
}

beforeAll(async () => {
  gateway = await startScriptedGateway()
})
beforeEach(() => {
  client = clientOf()
})
afterAll(async () => {
  for (const made of begun) made.close()
  await gateway.close()
})

const last = () => gateway.received.at(-1)
const alipay = generateKeyPairSync('rsa', { modulusLength: 2048 })
const merchant = generateKeyPairSync('rsa', { modulusLength: 2048 })
const rsa2: Signer = { signType: 'RSA2', privateKey: alipay.privateKey }
const rsa2Settings = { privateKey: merchant.privateKey, alipayPublicKey: alipay.publicKey } as const

describe('a request', () => {
  it('is the worked example of spot-pay.md §8, signature included', async () => {
    gateway.script(answers(payPaid))
    const { exchange } = await client.pay(coffee)
    expect(exchange.request.signedString).toBe(
      '_input_charset=UTF-8&alipay_seller_id=2088000000000001&biz_product=OVERSEAS_MBARCODE_PAY&buyer_identity_code=287654321098765432&currency=USD&extend_info={"secondary_merchant_id":"S001","secondary_merchant_name":"Demo Cafe","secondary_merchant_industry":"5812","store_id":"ST01","store_name":"Demo Cafe Airport"}&identity_code_type=barcode&notify_url=https://merchant.example/alipay/notify&partner=2088000000000001&partner_trans_id=SIM20240115000001&service=alipay.acquire.overseas.spot.pay&trans_amount=39.25&trans_create_time=20240115103000&trans_name=Coffee',
    )
    expect(sent(last(), 'sign')).toBe('569c64815836f3abdae737e8d08ddfd9')
  })

  it('is the worked example of query.md §6, cancel.md §7 and refund.md §8', async () => {
    client = clientOf({ clock: { now: () => 1_705_286_400_000, sleep: () => new Promise(() => undefined) } })
    gateway.script(refuses('SYSTEM_ERROR'))
    await client.query({ partnerTransId: coffee.partnerTransId })
    expect(sent(last(), 'sign')).toBe('1759737b519f6a9d90ed30fd1974843a')
    await client.cancel({ partnerTransId: coffee.partnerTransId })
    expect(sent(last(), 'timestamp')).toBe('1705286400000')
    expect(sent(last(), 'sign')).toBe('723d97eb6a3a99ec92cd333dd699e110')
    await client.refund(coffeeBack)
    expect(sent(last(), 'sign')).toBe('e3b29fa1284de54019e249d08dfbde7d')
  })

  it('is a POST that names its charset in the URL alone', async () => {
    gateway.script(answers(payPaid))
    await client.pay(coffee)
    expect(last()?.method).toBe('POST')
    expect(last()?.url.search).toBe('?_input_charset=UTF-8')
    expect(last()?.body).not.toContain('_input_charset')
    expect(last()?.headers['content-type']).toBe('application/x-www-form-urlencoded;charset=UTF-8')
  })

  it('is written and signed in GBK when that is the charset', async () => {
    client = clientOf({ charset: 'GBK' })
    gateway.script(answers(payPaid, { charset: 'GBK' }))
    const paid = await client.pay({ ...coffee, transName: '拿铁咖啡' })
    expect(paid.outcome).toBe('paid')
    expect(last()?.body).toContain('trans_name=%C4%C3%CC%FA%BF%A7%B7%C8')
    expect(sent(last(), 'trans_name')).toBe('拿铁咖啡')
  })

  it('is not sent when the charset cannot write it', async () => {
    client = clientOf({ charset: 'GBK' })
    const before = gateway.received.length
    await expect(client.pay({ ...coffee, transName: 'Coffee ☕️🍰' })).rejects.toMatchObject({ code: 'NOT_IN_CHARSET' })
    expect(gateway.received).toHaveLength(before)
  })

  it('has whole yen, and the currency of the price when it is not that of the settlement', async () => {
    gateway.script(refuses('SYSTEM_ERROR'))
    await client.pay({ ...coffee, amount: money(1200, 'JPY') })
    expect(sent(last(), 'trans_amount')).toBe('1200')
    expect(sent(last(), 'trans_currency')).toBeUndefined()
    await client.pay({ ...coffee, amount: money(9900, 'TWD'), settlementCurrency: 'USD' })
    expect(sent(last(), 'currency')).toBe('USD')
    expect(sent(last(), 'trans_currency')).toBe('TWD')
    expect(sent(last(), 'trans_amount')).toBe('99.00')
  })

  it('keeps the exchange for logs', async () => {
    gateway.script(answers(payPaid))
    const { exchange } = await client.pay(coffee)
    expect(exchange.request.body).toBe(last()?.body)
    expect(exchange.request.body).toContain('&sign=569c64815836f3abdae737e8d08ddfd9')
    expect(exchange.status).toBe(200)
    expect(Buffer.from(exchange.received).toString('latin1')).toContain('<result_code>SUCCESS</result_code>')
  })
})

describe('a believed answer', () => {
  const kinds: [string, Settings, Reply][] = [
    ['MD5, declared GBK', {}, answers(payPaid)],
    ['MD5, declared UTF-8', {}, answers(payPaid, { declared: 'UTF-8' })],
    ['RSA2', rsa2Settings, answers(payPaid, { signer: rsa2 })],
    [
      'RSA',
      { ...rsa2Settings, signType: 'RSA' },
      answers(payPaid, { signer: { signType: 'RSA', privateKey: alipay.privateKey } }),
    ],
    ['unknown fields more', {}, answers({ ...payPaid, promo_tag: 'spring', zzz: '1' })],
    ['without an echo', {}, answers(payPaid, { echo: [] })],
    ['indented', {}, sends(signedAnswer(payPaid).toString('latin1').replaceAll('><', '>\n  <'))],
  ]
  it.each(kinds)('is: %s', async (_, settings, reply) => {
    gateway.script(reply)
    expect(await clientOf(settings).pay(coffee)).toMatchObject({
      outcome: 'paid',
      trade: {
        alipayTransId: tradeNo,
        alipayBuyerLoginId: 'cao***@example.com',
        alipayBuyerUserId: '2088102105236945',
        alipayPayTime: Date.UTC(2024, 0, 15, 2, 30, 2),
        transAmount: { amount: 3925, currency: 'USD' },
        transAmountCny: { amount: 28088, currency: 'CNY' },
        exchangeRate: '7.15630000',
      },
    })
  })

  it('is the answer printed in spot-pay.md §8, query.md §6, cancel.md §7, refund.md §8', async () => {
    const printed = (inner: string, sign: string) =>
      sends(
        `<?xml version="1.0" encoding="GBK"?><alipay><is_success>T</is_success><response><alipay>${inner}</alipay></response><sign>${sign}</sign><sign_type>MD5</sign_type></alipay>`,
      )
    const xml = (text: string) =>
      text
        .split('&')
        .map((pair) => pair.replace(/^([^=]+)=(.*)$/, '<$1>$2</$1>'))
        .join('')
    gateway.script(
      printed(
        '<alipay_buyer_login_id>cao***@example.com</alipay_buyer_login_id><alipay_buyer_user_id>2088102105236945</alipay_buyer_user_id><alipay_pay_time>20240115103002</alipay_pay_time><alipay_trans_id>2024011522001436940500000001</alipay_trans_id><currency>USD</currency><exchange_rate>7.15630000</exchange_rate><partner_trans_id>SIM20240115000001</partner_trans_id><result_code>SUCCESS</result_code><trans_amount>39.25</trans_amount><trans_amount_cny>280.88</trans_amount_cny>',
        '9caf9338b2bfef98d140becde540f6f0',
      ),
      printed(
        xml(
          'alipay_buyer_login_id=cao***@example.com&alipay_buyer_user_id=2088102105236945&alipay_pay_time=20240115103002&alipay_trans_id=2024011522001436940500000001&alipay_trans_status=TRADE_SUCCESS&currency=USD&exchange_rate=7.15630000&forex_total_fee=39.25&out_trade_no=SIM20240115000001&partner_trans_id=SIM20240115000001&result_code=SUCCESS&trans_amount=39.25&trans_amount_cny=280.88&trans_forex_rate=1',
        ),
        '4c1a1c61bb90e8308e987dd1a675d6d6',
      ),
      printed(
        xml(
          'action=refund&out_trade_no=SIM20240115000001&result_code=SUCCESS&retry_flag=N&trade_no=2024011522001436940500000001',
        ),
        '35462a8efea0fe2216b40b6628ccd25e',
      ),
      printed(
        xml(
          'alipay_trans_id=2024011522001436940500000001&currency=USD&exchange_rate=7.15630000&partner_refund_id=SIMR20240115000001&partner_trans_id=SIM20240115000001&refund_amount=10.00&refund_amount_cny=71.56&result_code=SUCCESS',
        ),
        '8e60a75b795332e33d81a0ab705fd586',
      ),
    )
    expect((await client.pay(coffee)).outcome).toBe('paid')
    expect((await client.query(coffee)).outcome).toBe('paid')
    expect((await client.cancel(coffee)).outcome).toBe('cancelled')
    expect((await client.refund(coffeeBack)).outcome).toBe('refunded')
  })

  it.each(['UTF-8', 'GBK'] as const)('has Chinese text signed in the charset of the request, %s', async (charset) => {
    const chinese = { ...payPaid, alipay_buyer_login_id: '蔡**' }
    client = clientOf({ charset })
    gateway.script(answers(chinese, { charset, declared: 'GBK' }))
    expect(await client.pay(coffee)).toMatchObject({ outcome: 'paid', trade: { alipayBuyerLoginId: '蔡**' } })
  })

  it('whose Chinese text is signed in the other charset is not', async () => {
    gateway.script(answers({ ...payPaid, alipay_buyer_login_id: '蔡**' }, { charset: 'GBK' }))
    expect(await client.pay(coffee)).toMatchObject({ outcome: 'unknown', distrust: 'wrongSignature' })
  })
})

describe('pay', () => {
  const rows: [string, Reply, object][] = [
    ['UNKNOW', answers(payWaiting), { outcome: 'waiting', trade: { alipayTransId: tradeNo } }],
    ['UNKNOWN', answers({ ...payWaiting, result_code: 'UNKNOWN' }), { outcome: 'waiting' }],
    [
      'a refusal',
      answers(payFailed('BUYER_BALANCE_NOT_ENOUGH')),
      { outcome: 'refused', level: 'business', error: 'BUYER_BALANCE_NOT_ENOUGH', row: { kind: 'final' } },
    ],
    ['a refusal with a prefix', answers(payFailed('ACQ.PAYMENT_FAIL')), { outcome: 'refused', row: { kind: 'final' } }],
    ['a code that no table has', answers(payFailed('MOON_IN_WAY')), { outcome: 'refused', row: undefined }],
    ['the gateway refusing', refuses('ILLEGAL_SIGN'), { outcome: 'refused', level: 'gateway', error: 'ILLEGAL_SIGN' }],
    ['SYSTEM_ERROR of the gateway', refuses('SYSTEM_ERROR'), { outcome: 'unknown', reason: 'systemError' }],
    ['SYSTEM_ERROR signed', answers(payFailed('SYSTEM_ERROR')), { outcome: 'unknown', reason: 'systemError' }],
    ['FAILED without a code', answers({ result_code: 'FAILED' }), { outcome: 'unknown', reason: 'unclearResult' }],
    ['no result_code', answers({ partner_trans_id: coffee.partnerTransId }), { reason: 'unclearResult' }],
  ]
  it.each(rows)('reads %s', async (_, reply, expected) => {
    gateway.script(reply)
    expect(await client.pay(coffee)).toMatchObject(expected)
  })

  it('tells the cashier a sentence, also about a code that nobody knows', async () => {
    gateway.script(answers(payFailed('BUYER_BALANCE_NOT_ENOUGH')), answers(payFailed('MOON_IN_WAY')))
    expect(await client.pay(coffee)).toMatchObject({ message: expect.stringMatching(/^Not paid\. .*money/) })
    expect(await client.pay(coffee)).toMatchObject({ message: expect.stringContaining('MOON_IN_WAY') })
  })
})

describe('query', () => {
  const rows: [string, Reply, object][] = [
    ['TRADE_SUCCESS', answers(queryPaid), { outcome: 'paid', trade: { forexTotalFee: { amount: 3925 } } }],
    ['WAIT_BUYER_PAY', answers(queryWaiting), { outcome: 'waiting' }],
    ['TRADE_CLOSED', answers(queryClosed), { outcome: 'closed' }],
    [
      'a trade given back',
      answers(queryGivenBack),
      { outcome: 'closed', trade: { refundAmountCny: { amount: 28088 } } },
    ],
    ['TRADE_FINISHED', answers(queryFinished), { outcome: 'finished' }],
    ['TRADE_PENDING', answers({ ...queryPaid, alipay_trans_status: 'TRADE_PENDING' }), { reason: 'unclearResult' }],
    ['a status of Object', answers({ ...queryPaid, alipay_trans_status: 'constructor' }), { reason: 'unclearResult' }],
    ['TRADE_NOT_EXIST', answers(queryFailed('TRADE_NOT_EXIST')), { outcome: 'notFound' }],
    ['TRANS_NOT_FOUND', answers(queryFailed('TRANS_NOT_FOUND')), { outcome: 'notFound' }],
    ['SYSTEM_ERROR', answers(queryFailed('SYSTEM_ERROR')), { outcome: 'unknown', reason: 'systemError' }],
    ['another failure', answers(queryFailed('ILLEGAL_ARGUMENT')), { outcome: 'refused', error: 'ILLEGAL_ARGUMENT' }],
  ]
  it.each(rows)('reads %s', async (_, reply, expected) => {
    gateway.script(reply)
    expect(await client.query(coffee)).toMatchObject(expected)
  })

  it('finds by either id', async () => {
    gateway.script(answers(queryPaid))
    expect((await client.query({ alipayTransId: tradeNo })).outcome).toBe('paid')
    expect(sent(last(), 'alipay_trans_id')).toBe(tradeNo)
    expect(sent(last(), 'partner_trans_id')).toBeUndefined()
  })
})

describe('cancel', () => {
  const rows: [string, Reply, object][] = [
    ['a trade closed', answers(cancelDone('close')), { outcome: 'cancelled', action: 'close' }],
    ['a payment given back', answers(cancelDone('refund')), { action: 'refund', trade: { alipayTransId: tradeNo } }],
    ['nothing told', answers(cancelDone()), { outcome: 'cancelled', action: 'none' }],
    ['retry_flag Y', answers(cancelFailed('SELLER_BALANCE_NOT_ENOUGH', 'Y')), { outcome: 'refused', retry: true }],
    ['retry_flag N', answers(cancelFailed('TRADE_HAS_FINISHED', 'N')), { outcome: 'refused', retry: false }],
    [
      'no retry_flag at all',
      answers({ out_trade_no: coffee.partnerTransId, detail_error_code: 'CANCEL_NOT_ALLOWED', result_code: 'FAIL' }),
      { outcome: 'refused', retry: false },
    ],
    ['SYSTEM_ERROR', answers(cancelFailed('SYSTEM_ERROR', 'N')), { outcome: 'unknown', reason: 'systemError' }],
    ['the gateway refusing', refuses('INVALID_PARAMETER'), { outcome: 'refused', retry: false, level: 'gateway' }],
  ]
  it.each(rows)('reads %s', async (_, reply, expected) => {
    gateway.script(reply)
    expect(await client.cancel(coffee)).toMatchObject(expected)
  })
})

describe('refund', () => {
  const rows: [string, Reply, object][] = [
    ['done', answers(refundDone), { outcome: 'refunded', refund: { refundAmountCny: { amount: 7156 } } }],
    ['refused', answers(refundFailed('RETURN_AMOUNT_EXCEED')), { outcome: 'refused', row: { kind: 'repair' } }],
    ['SYSTEM_EXCEPTION', answers(refundFailed('SYSTEM_EXCEPTION')), { outcome: 'unknown', reason: 'systemError' }],
    ['UNKNOW', answers({ ...refundDone, result_code: 'UNKNOW' }), { outcome: 'unknown', reason: 'unclearResult' }],
  ]
  it.each(rows)('reads %s', async (_, reply, expected) => {
    gateway.script(reply)
    expect(await client.refund(coffeeBack)).toMatchObject(expected)
    expect(sent(last(), 'is_sync')).toBe('Y')
  })

  it('is only accepted when it is asynchronous', async () => {
    gateway.script(answers(refundDone))
    expect((await client.refund({ ...coffeeBack, isSync: false })).outcome).toBe('accepted')
    expect(sent(last(), 'is_sync')).toBe('N')
  })
})

describe('confirmNotification', () => {
  it.each([
    ['true', 'genuine'],
    ['true\r\n', 'genuine'],
    ['false', 'notGenuine'],
    ['invalid', 'invalid'],
    ['untrue', 'unknown'],
    ['', 'unknown'],
  ])('reads %j as %s', async (body, outcome) => {
    gateway.script(sends(body, { headers: { 'content-type': 'text/plain' } }))
    expect((await client.confirmNotification('ac05+/%9')).outcome).toBe(outcome)
    expect(last()?.method).toBe('GET')
    expect(last()?.url.search).toBe(`?service=notify_verify&partner=${testPartner}&notify_id=ac05%2B%2F%259`)
  })

  it('does not take an error page for a word', async () => {
    gateway.script(sends('true', { status: 502 }))
    expect((await client.confirmNotification('n')).outcome).toBe('unknown')
  })
})

describe('settings', () => {
  const base = { gateway: 'http://127.0.0.1/gateway.do', partner: testPartner, key: testKey }
  it.each([
    ['UNUSABLE_GATEWAY', { ...base, gateway: 'gateway.do' }],
    ['UNUSABLE_GATEWAY', { ...base, gateway: 'ftp://host/gateway.do' }],
    ['UNUSABLE_GATEWAY', { ...base, gateway: 'http://host/gateway.do?service=x' }],
    ['UNUSABLE_SETTING', { ...base, answerTimeoutMs: 0 }],
    ['UNUSABLE_SETTING', { ...base, connectTimeoutMs: Number.NaN }],
    ['UNUSABLE_SETTING', { ...base, ...rsa2Settings }],
    ['UNUSABLE_SETTING', { ...base, key: undefined }],
    ['UNUSABLE_PUBLIC_KEY', { ...base, ...rsa2Settings, key: undefined, alipayPublicKey: 'x' }],
    ['PUBLIC_KEY_GIVEN', { ...base, ...rsa2Settings, key: undefined, privateKey: toPem(merchant.publicKey) }],
  ])('that cannot be meant are refused: %s', (code, settings) => {
    expect(() => createAlipayClient(settings as ClientSettings)).toThrow(expect.objectContaining({ code }))
  })

  it('may name the charset in lower case', async () => {
    client = clientOf({ charset: 'utf-8' as 'UTF-8' })
    gateway.script(answers(payPaid, { signer: md5Signer }))
    expect((await client.pay(coffee)).outcome).toBe('paid')
  })
})
