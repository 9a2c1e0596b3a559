/** The services beside the four, over the wire: one refund looked up, a store registered and asked after. */
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sideFieldTables } from '../protocol/field-tables.ts'
import { type SideService, sideServiceNames } from '../protocol/service.ts'
import { validateFields } from '../protocol/validate-fields.ts'
import { openControlRoom } from './control-room.ts'
import { openShop, type Shop } from './shop.ts'
import { call, type Fields, isGenuine, md5Key, payFields, pid, refundFields } from './signed-call.ts'

const common = (service: SideService): Fields => ({
  service: sideServiceNames[service],
  partner: pid,
  _input_charset: 'UTF-8',
})
const refundQuery = (out_trade_no: string, out_return_no: string): Fields => ({
  ...common('refundQuery'),
  out_trade_no,
  out_return_no,
})
const store = { secondary_merchant_id: 'S001', store_id: 'ST01' }
const registration = (changes: Fields = {}): Fields => ({
  ...common('merchantMaintain'),
  timestamp: '2024-01-15 10:29:00',
  ...store,
  secondary_merchant_name: '咖啡 Demo Cafe Pte Ltd',
  store_name: 'Demo Cafe Airport',
  store_country: 'SG',
  store_address: '80 Airport Boulevard',
  store_industry: '5812',
  secondary_merchant_type: 'ENTERPRISE',
  contact_no: '+65 6000 0000',
  ...changes,
})
const statusQuery = (changes: Fields = {}): Fields => ({
  ...common('merchantStatus'),
  timestamp: '2024-01-15 10:30:00',
  ...store,
  payment_method: 'INSTORE_PAYMENT',
  ...changes,
})

/** The answer's fields, which are genuine and as their table says. */
async function ask(shop: Shop, service: SideService, fields: Fields): Promise<Fields> {
  const told = await shop.ask(fields)
  if (told.answer.kind !== 'accepted') return told.fields
  expect(isGenuine(told)).toBe(true)
  const { answer } = sideFieldTables[service]
  expect(validateFields(answer, new Map(Object.entries(told.fields)), { lengthUnit: 'characters' })).toEqual([])
  const listed = answer.map(({ name }) => name as string)
  expect(Object.keys(told.fields).filter((name) => !listed.includes(name))).toEqual([])
  return told.fields
}

describe('a refund that is asked after', () => {
  it('is told as done, as being processed, as waiting for funds, as failed', async () => {
    await using shop = await openShop()
    const { alipay_trans_id } = (await shop.ask(payFields('T1'))).fields
    await shop.ask(refundFields('T1', 'R1', { refund_amount: '1.00' }))
    const known = {
      gmt_create: '2024-01-15 10:30:00',
      out_return_no: 'R1',
      out_trade_no: 'T1',
      response_code: 'SUCCESS',
      trade_no: alipay_trans_id,
    }
    expect(await ask(shop, 'refundQuery', refundQuery('T1', 'R1'))).toEqual({ ...known, refund_result_code: 'SUCCESS' })
    const dayMs = 86_400_000
    await shop.advance(dayMs)
    shop.simulator.partner.setFunded(false)
    await shop.ask(refundFields('T1', 'R2', { refund_amount: '1.00', is_sync: 'N' }))
    const later = async () => {
      const { refund_result_code: result, refund_error_code: error } = await ask(
        shop,
        'refundQuery',
        refundQuery('T1', 'R2'),
      )
      return [result, error]
    }
    expect(await later()).toEqual(['PROCESSING', undefined])
    await shop.advance(dayMs)
    expect(await later()).toEqual(['PROCESSING', 'MERCHANT_BALANCE_NOT_ENOUGH'])
    await shop.advance(200 * dayMs)
    expect(await later()).toEqual(['FAILED', 'MERCHANT_BALANCE_NOT_ENOUGH'])
  })

  it('is not found, nor is its trade', async () => {
    await using shop = await openShop()
    await shop.ask(payFields('T1'))
    expect(await ask(shop, 'refundQuery', refundQuery('T1', 'R9'))).toEqual({ response_code: 'NOT_FOUND' })
    expect(await ask(shop, 'refundQuery', refundQuery('T9', 'R1'))).toEqual({ response_code: 'TRADE_NOT_EXIST' })
    expect(await shop.lastExchange()).toMatchObject({
      service: 'refundQuery',
      partnerTransId: 'T9',
      outcome: 'TRADE_NOT_EXIST',
    })
  })
})

describe('a store', () => {
  it('is registered, under review, and passes after a minute; a change is reviewed as one', async () => {
    await using shop = await openShop()
    const status = async () => (await ask(shop, 'merchantStatus', statusQuery())).status
    expect(await ask(shop, 'merchantStatus', statusQuery())).toEqual({
      error: 'RECORD_NOT_FOUND',
      result_code: 'FAILED',
    })
    expect(await ask(shop, 'merchantMaintain', registration())).toEqual({ result_code: 'SUCCESS' })
    expect(await ask(shop, 'merchantStatus', statusQuery())).toEqual({
      payment_method: 'INSTORE_PAYMENT',
      result_code: 'SUCCESS',
      secondary_merchant_id: 'S001',
      secondary_merchant_name: '咖啡 Demo Cafe Pte Ltd',
      secondary_merchant_type: 'ENTERPRISE',
      status: 'UNDER_REVIEW',
      store_id: 'ST01',
    })
    await shop.advance(60_000)
    expect(await status()).toBe('SUCCESS')
    await ask(shop, 'merchantMaintain', registration({ store_name: 'Another' }))
    expect(await status()).toBe('MODIFICATION_REVIEW')
    expect(await ask(shop, 'merchantStatus', statusQuery({ store_id: 'ST02' }))).toMatchObject({
      result_code: 'FAILED',
    })
  })

  it.each<[string, Fields, string]>([
    ['without a name', { secondary_merchant_name: undefined }, 'secondary_merchant_name'],
    ['with a hyphen in its merchant', { secondary_merchant_id: 'S-001' }, 'secondary_merchant_id'],
    ['in a country of three letters', { store_country: 'SGP' }, 'store_country'],
    ['half an hour late', { timestamp: '2024-01-15 10:00:00' }, 'timestamp'],
    ['with a timestamp of milliseconds', { timestamp: '1705285800000' }, 'timestamp'],
    ['without a charset', { _input_charset: undefined }, '_input_charset'],
  ])('%s is refused, and the diagnosis names the field', async (_, changes, parameter) => {
    await using shop = await openShop()
    expect(await ask(shop, 'merchantMaintain', registration(changes))).toEqual({ error: 'INVALID_PARAMETER' })
    expect(await shop.lastExchange()).toMatchObject({ service: 'merchantMaintain', diagnosis: { parameter } })
    expect(shop.simulator.partner.merchants.all()).toEqual([])
  })

  it('is asked after in time, and for payments in stores', async () => {
    await using shop = await openShop()
    for (const changes of [{ payment_method: 'ONLINE_PAYMENT' }, { timestamp: '2024-01-15 10:00:00' }])
      expect(await ask(shop, 'merchantStatus', statusQuery(changes))).toEqual({ error: 'INVALID_PARAMETER' })
    await ask(shop, 'merchantMaintain', registration())
    const ahead = statusQuery({ timestamp: '2034-01-15 10:00:00' })
    expect((await ask(shop, 'merchantStatus', ahead)).status).toBe('UNDER_REVIEW')
  })

  it('needs the signature of its partner, like everything', async () => {
    await using shop = await openShop()
    const told = await call(shop.gateway, registration(), { signer: { signType: 'MD5', key: 'x'.repeat(32) } })
    expect(told.fields).toEqual({ error: 'ILLEGAL_SIGN' })
    expect(await shop.lastExchange()).toMatchObject({ service: 'merchantMaintain', outcome: 'ILLEGAL_SIGN' })
  })
})

it('registered stores are seen and decided on through the control API, each partner its own, until a reset', async () => {
  await using room = await openControlRoom()
  const partner = room.admin.partner()
  await partner.clock.freeze('2024-01-15 10:30:00')
  const tell = (fields: Fields) => call(room.simulator.gateway, fields, { signer: { signType: 'MD5', key: md5Key } })
  await tell(registration())
  const view = {
    secondary_merchant_id: 'S001',
    store_id: 'ST01',
    status: 'UNDER_REVIEW',
    reject_reason: null,
    registered_at: { beijing: '2024-01-15 10:30:00' },
    fields: { store_name: 'Demo Cafe Airport', contact_no: '+65 6000 0000' },
  }
  expect(await partner.merchants.list()).toMatchObject([view])
  const other = room.admin.partner((await room.admin.partners.create()).pid)
  expect(await other.merchants.list()).toEqual([])
  const rejected = { status: 'FAILED', reject_reason: 'no photograph' } as const
  expect(await partner.merchants.review('S001', 'ST01', rejected)).toMatchObject({ ...view, ...rejected })
  expect((await tell(statusQuery())).fields).toMatchObject(rejected)
  expect(await partner.merchants.review('S001', 'ST01', { status: 'SUCCESS' })).toMatchObject({
    status: 'SUCCESS',
    reject_reason: null,
  })
  await expect(partner.merchants.review('S001', 'ST09', { status: 'SUCCESS' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
  await partner.reset()
  expect(await partner.merchants.list()).toEqual([])
})

it('registered stores survive with the state file', async () => {
  const state = join(await mkdtemp(join(tmpdir(), 'merchants-')), 'state.sqlite')
  for (const life of ['first', 'second']) {
    await using shop = await openShop({ state })
    if (life === 'first') await ask(shop, 'merchantMaintain', registration())
    expect(await ask(shop, 'merchantStatus', statusQuery())).toMatchObject({ status: 'UNDER_REVIEW' })
  }
})
