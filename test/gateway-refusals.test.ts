import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { toPem } from '../protocol/key.ts'
import { encodeForm, type Parameter } from '../protocol/parameter.ts'
import { openShop, type Shop } from './shop.ts'
import {
  cancelFields,
  type Fields,
  md5Key,
  payFields,
  pid,
  queryFields,
  readBytes,
  refundFields,
  signed,
} from './signed-call.ts'

/** May only query; knows no RSA. */
const poor = '2088000000000003'
const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
const partners = [
  { pid, md5Key, publicKey: toPem(publicKey) },
  { pid: poor, md5Key, services: ['query'], currencies: ['USD', 'JPY'] },
] as const

/** One thing wrong with a request: with its fields, with its parameters once they are signed, or with its bytes. */
type Fault = {
  readonly name: string
  readonly code: string
  readonly fields?: Fields
  readonly parameters?: Fields
  readonly bytes?: string
}

/** In the order in which the gateway looks. Source: gateway.md §7. */
const faults: readonly Fault[] = [
  { name: 'a charset that there is not', code: 'ILLEGAL_CHARSET', fields: { _input_charset: 'ISO-8859-1' } },
  { name: 'a broken escape', code: 'ILLEGAL_ARGUMENT', bytes: '&memo=%zz' },
  { name: 'a parameter sent twice', code: 'ILLEGAL_ARGUMENT', bytes: '&trans_name=Tea' },
  { name: 'an unknown service', code: 'ILLEGAL_SERVICE', fields: { service: 'alipay.acquire.oversea.spot.pay' } },
  { name: 'an unknown partner', code: 'ILLEGAL_PARTNER', fields: { partner: '2088999999999999' } },
  { name: 'an unknown sign type', code: 'ILLEGAL_SIGN_TYPE', parameters: { sign_type: 'DSA' } },
  {
    name: 'a sign type without key',
    code: 'ILLEGAL_SECURITY_PROFILE',
    fields: { partner: poor },
    parameters: { sign_type: 'RSA2' },
  },
  { name: 'a wrong signature', code: 'ILLEGAL_SIGN', parameters: { sign: '0'.repeat(32) } },
  { name: 'a service beyond the contract', code: 'ILLEGAL_PARTNER_EXTERFACE', fields: { partner: poor } },
  { name: 'an amount that is none', code: 'INVALID_PARAMETER', fields: { trans_amount: '1.234' } },
]

function override(parameters: readonly Parameter[], changes: Fields = {}): Parameter[] {
  return parameters.map(({ name, value }) => ({ name, value: changes[name] ?? value }))
}

/** The first fault named wins where two change the same thing. */
async function sendFaulty(shop: Shop, [first, second]: readonly [Fault, Fault?]): Promise<string | undefined> {
  const fields = payFields('T1', { ...second?.fields, ...first.fields })
  const parameters = override(signed(fields), { ...second?.parameters, ...first.parameters })
  const body = `${encodeForm(parameters, 'UTF-8')}${first.bytes ?? ''}${second?.bytes ?? ''}`
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const response = await fetch(shop.gateway, { method: 'POST', body, headers })
  expect(response.status).toBe(200)
  const { answer, fields: told } = readBytes(Buffer.from(await response.arrayBuffer()))
  expect(answer.kind).toBe('refused')
  return told.error
}

describe('a request that is wrong', () => {
  it.each(faults)('by $name is refused with $code, and nothing is booked', async (fault) => {
    await using shop = await openShop({ partners })
    expect(await sendFaulty(shop, [fault])).toBe(fault.code)
    const { diagnosis, outcome } = (await shop.lastExchange()) ?? {}
    expect(outcome).toBe(fault.code)
    expect(diagnosis).toMatchObject({
      code: fault.code,
      sentence: expect.stringMatching(/\.$/),
      next: expect.stringMatching(/\.$/),
    })
    expect(await shop.simulator.store.trades(pid, {})).toEqual({ rows: [], next: null })
    expect(await shop.simulator.store.trades(poor, {})).toEqual({ rows: [], next: null })
  })

  it('in two ways is refused for the one that is looked at first', async () => {
    await using shop = await openShop({ partners })
    for (const [i, first] of faults.entries())
      for (const second of faults.slice(i + 1))
        expect([first.name, second.name, await sendFaulty(shop, [first, second])]).toEqual([
          first.name,
          second.name,
          first.code,
        ])
  })

  it('before the trade is looked at', async () => {
    await using shop = await openShop()
    await shop.ask(payFields('T1'))
    const wrong = { trans_amount: '1.234' }
    expect((await shop.ask(payFields('T1', wrong))).fields.error).toBe('INVALID_PARAMETER')
    expect((await shop.ask(payFields('T1', { trans_amount: '1.23' }))).fields.error).toBe('CONTEXT_INCONSISTENT')
  })
})

describe('each service refuses', () => {
  it.each<[string, Fields]>([
    ['a pay for somebody else', payFields('T1', { alipay_seller_id: '2088000000000002' })],
    ['a pay without an amount', payFields('T1', { trans_amount: undefined })],
    ['a pay with a code of the wrong shape', payFields('T1', { buyer_identity_code: '2411111111111111' })],
    ['a pay with malformed extend_info', payFields('T1', { extend_info: '{"store_id":' })],
    ['a pay in a pricing currency that is none', payFields('T1', { trans_currency: 'EUR' })],
    ['a query without an ID', queryFields('', { partner_trans_id: undefined })],
    ['a cancel without a charset', cancelFields('T1', { _input_charset: undefined })],
    ['a cancel without a timestamp', cancelFields('T1', { timestamp: undefined })],
    ['a refund under the ID of the payment', refundFields('T1', 'T1')],
    ['a refund of a fraction of a cent', refundFields('T1', 'R1', { refund_amount: '100.999' })],
    ['a refund above 9999999.99', refundFields('T1', 'R1', { refund_amount: '10000000.00' })],
  ])('%s with INVALID_PARAMETER', async (_, fields) => {
    await using shop = await openShop()
    const told = await shop.ask(fields)
    expect(told.answer).toEqual({ kind: 'refused', error: 'INVALID_PARAMETER', declared: 'GBK' })
    expect((await shop.lastExchange())?.diagnosis?.parameter).toBeTruthy()
  })

  it('a currency beyond the contract', async () => {
    await using shop = await openShop({ partners })
    const euro = { partner: pid, currency: 'EUR' }
    expect((await shop.ask(payFields('T1', euro))).fields.result_code).toBe('SUCCESS')
    const narrow = [{ pid, md5Key, currencies: ['USD'] as const }]
    await using other = await openShop({ partners: narrow })
    expect((await other.ask(payFields('T1', euro))).fields).toEqual({ error: 'INVALID_PARAMETER' })
    expect((await other.lastExchange())?.diagnosis).toMatchObject({ parameter: 'currency', value: 'EUR' })
  })

  it('a refund that names another trade by its number, and says so in the journal', async () => {
    await using shop = await openShop()
    await shop.ask(payFields('T1'))
    const tradeNo = (await shop.ask(payFields('T2'))).fields.alipay_trans_id
    const refund = refundFields('T1', 'R1', { alipay_trans_id: tradeNo })
    expect((await shop.ask(refund)).fields).toEqual({ error: 'INVALID_PARAMETER' })
    expect((await shop.lastExchange())?.diagnosis).toMatchObject({ parameter: 'alipay_trans_id', value: tradeNo })
    expect((await shop.ask({ ...refund, partner_trans_id: 'T2' })).fields.result_code).toBe('SUCCESS')
  })
})

describe('a parameter that comes twice', () => {
  const twice = (shop: Shop, fields: Fields, query: string) =>
    fetch(`${shop.gateway}?${query}`, {
      method: 'POST',
      body: encodeForm(signed(fields), 'UTF-8'),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }).then(async (response) => readBytes(Buffer.from(await response.arrayBuffer())))

  it('with one value counts as once', async () => {
    await using shop = await openShop()
    const told = await twice(shop, payFields('T1'), '_input_charset=UTF-8&currency=USD&trans_name=Coffee&currency=USD')
    expect(told.fields.result_code).toBe('SUCCESS')
    expect(told.answer.kind === 'accepted' && told.answer.request).toHaveLength(signed(payFields('T1')).length)
  })

  it('with two values is refused, and told which', async () => {
    await using shop = await openShop()
    const told = await twice(shop, payFields('T1'), 'trans_amount=0.01')
    expect(told.fields).toEqual({ error: 'ILLEGAL_ARGUMENT' })
    expect((await shop.lastExchange())?.diagnosis).toMatchObject({
      parameter: 'trans_amount',
      sentence: 'trans_amount is sent twice with different values: "0.01" and "39.25".',
    })
  })
})
