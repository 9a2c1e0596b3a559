/** What real clients were seen to send and to demand: test/recorded/README.md. */
import { describe, expect, it } from 'vitest'
import { decodeForm } from '../protocol/parameter.ts'
import { loadDialect } from '../simulator/dialect/dialect.ts'
import { recorded } from './recordings.ts'
import { openShop } from './shop.ts'
import {
  cancelFields,
  isGenuine,
  payFields,
  queryFields,
  readBytes,
  refundFields,
  send,
  signed,
} from './signed-call.ts'

/** Of an answer, the names of its response in the order of their elements. */
const responseNames = (bytes: Buffer) => {
  const { answer } = readBytes(bytes)
  return answer.kind === 'accepted' ? answer.response.map(({ name }) => name) : []
}

describe('what real clients send', () => {
  it('a POST under a label of its own', async () => {
    await using shop = await openShop()
    const label = 'application/x-www-form-urlencoded; text/html; charset=utf-8'
    const told = await shop.ask(payFields('T1', { trans_name: '咖啡' }), { headers: { 'content-type': label } })
    expect(told.fields.result_code).toBe('SUCCESS')
    expect(isGenuine(told)).toBe(true)
  })

  it.each(['text/plain', 'application/octet-stream', 'multipart/form-data'])('a form labelled %s', async (label) => {
    await using shop = await openShop()
    const told = await shop.ask(payFields('T1'), { headers: { 'content-type': label } })
    expect(told.fields.result_code).toBe('SUCCESS')
  })

  it.each([
    ['milliseconds', '1705286400000'],
    ['a date and time with a blank', '2024-01-15 10:40:00'],
    ['14 digits', '20240115104000'],
    ['an old one', '2014-01-15 10:40:00'],
  ])('a cancel whose timestamp is %s', async (_, timestamp) => {
    await using shop = await openShop()
    expect((await shop.ask(cancelFields('T1', { timestamp }))).fields.result_code).toBe('SUCCESS')
  })

  it('a cancel without timestamp, when the dialect lets it pass', async () => {
    const without = cancelFields('T1', { timestamp: undefined })
    await using shop = await openShop({ dialect: await loadDialect('global', { cancelTimestamp: 'optional' }) })
    expect((await shop.ask(without)).fields.result_code).toBe('SUCCESS')
  })

  it.each(['1705286400', 'yesterday', '2024-13-01 00:00:00'])('but no cancel at %s', async (timestamp) => {
    await using shop = await openShop()
    expect((await shop.ask(cancelFields('T1', { timestamp }))).fields).toEqual({ error: 'INVALID_PARAMETER' })
  })

  it('unknown parameters, signed: accepted and echoed', async () => {
    await using shop = await openShop()
    const told = await shop.ask(payFields('T1', { sendFormat: 'normal', my_own: '1+1 = 2 & more', Zebra: 'Z' }))
    expect(told.fields.result_code).toBe('SUCCESS')
    const { answer } = told
    expect(answer.kind === 'accepted' && answer.request).toEqual(
      expect.arrayContaining([
        { name: 'sendFormat', value: 'normal' },
        { name: 'my_own', value: '1+1 = 2 & more' },
        { name: 'Zebra', value: 'Z' },
      ]),
    )
  })

  it('unknown parameters, not signed: refused', async () => {
    await using shop = await openShop()
    const extra = [...signed(payFields('T1')), { name: 'my_own', value: '1' }]
    expect((await send(shop.gateway, extra)).fields).toEqual({ error: 'ILLEGAL_SIGN' })
  })

  it('empty parameters, not signed: as if they were not there', async () => {
    await using shop = await openShop()
    const told = await shop.ask(payFields('T1', { memo: '', trans_currency: '', quantity: '', notify_url: '' }))
    expect(told.fields.result_code).toBe('SUCCESS')
  })

  it('the reason of a refund under both of its names', async () => {
    await using shop = await openShop()
    await shop.ask(payFields('T1'))
    await shop.ask(refundFields('T1', 'R1', { refund_reason: 'right' }))
    await shop.ask(refundFields('T1', 'R2', { refund_reson: 'misspelt' }))
    const held = await shop.simulator.store.trade(shop.simulator.partner.pid, { partnerTransId: 'T1' })
    expect(held).toMatchObject({ refunds: [{ reason: 'right' }, { reason: 'misspelt' }] })
  })

  it('every recorded request that is one of the four services, with its recorded key', async () => {
    const urls = recorded('20-requests-md5-known-key.txt').toString().trim().split('\n')
    await using shop = await openShop({ partners: [{ pid: '1000000000000000', md5Key: `1${'0'.repeat(31)}` }] })
    const results: Record<string, string | undefined> = {}
    for (const url of urls) {
      const query = url.slice(url.indexOf('?') + 1)
      const { parameters } = decodeForm(Buffer.from(query), 'UTF-8')
      const { fields } = await send(shop.gateway, parameters, { method: 'GET' })
      const { value: service = '' } = parameters.find(({ name }) => name === 'service') ?? {}
      results[service] = fields.error
    }
    expect(urls).toHaveLength(13)
    expect(results).toMatchObject({
      'alipay.acquire.overseas.query': 'TRADE_NOT_EXIST',
      'alipay.acquire.overseas.spot.refund': 'PURCHASE_TRADE_NOT_EXIST',
      'alipay.wap.create.direct.pay.by.user': 'ILLEGAL_SERVICE',
    })
    expect(Object.values(results)).not.toContain('ILLEGAL_SIGN')
  })
})

describe('what real clients demand of an answer', () => {
  it('the fields and their order of a recorded query from Hong Kong', async () => {
    await using shop = await openShop({ dialect: await loadDialect('hk') })
    await shop.ask(payFields('T1', { currency: 'HKD' }))
    const told = await shop.ask(queryFields('T1'))
    expect(responseNames(told.bytes)).toEqual(responseNames(recorded('11-answer-query-hk-success.xml')))
    expect(told.bytes.toString().startsWith('<?xml version="1.0" encoding="GBK"?>')).toBe(true)
  })

  it('the fields of the recorded cancel of what nobody knows', async () => {
    await using shop = await openShop()
    const told = await shop.ask(cancelFields('T1'))
    expect(responseNames(told.bytes)).toEqual(responseNames(recorded('13-answer-cancel-gbk-2014.xml')))
  })

  it('the recorded refusal, byte by byte but for a line break', async () => {
    await using shop = await openShop()
    const forged = payFields('T1', { sign: '0'.repeat(32), sign_type: 'MD5' })
    const parameters = Object.entries(forged).map(([name, value]) => ({ name, value: value ?? '' }))
    const told = await send(shop.gateway, parameters)
    expect(told.bytes.toString()).toBe(recorded('15-answer-refused.xml').toString().trim().replace('?>\n', '?>'))
  })
})
