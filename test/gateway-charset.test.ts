import { describe, expect, it } from 'vitest'
import type { Charset } from '../protocol/charset.ts'
import { openShop, type Shop } from './shop.ts'
import { type CallOptions, call, type Fields, isGenuine, payFields, queryFields, type Told } from './signed-call.ts'

const chinese = '咖啡 & 蛋糕'
/** Nine bytes in UTF-8, which read as GBK leave one over. */
const oddChinese = '咖啡店'

const without = (fields: Fields): Fields => ({ ...fields, _input_charset: undefined })

function echoed({ answer }: Told, name: string): string | undefined {
  return answer.kind === 'accepted' ? answer.request.find((parameter) => parameter.name === name)?.value : undefined
}

function declared({ bytes }: Told): string | undefined {
  return /encoding="([^"]+)"/.exec(bytes.toString('latin1'))?.[1]
}

async function mistakes(shop: Shop): Promise<readonly string[]> {
  const signature = (await shop.lastExchange())?.diagnosis?.signature
  return signature?.mistakes.map(({ id }) => id) ?? []
}

describe('the charset may be named', () => {
  it.each<[string, CallOptions]>([
    ['in the URL of a POST', { charsetIn: 'url' }],
    ['in its body', { charsetIn: 'body' }],
    ['in both', { charsetIn: 'both' }],
    ['in a GET', { method: 'GET' }],
  ])('%s: ASCII is paid', async (_, how) => {
    await using shop = await openShop()
    const told = await shop.ask(payFields('T1'), how)
    expect(told.fields.result_code).toBe('SUCCESS')
    expect(
      told.answer.kind === 'accepted' && told.answer.request.filter(({ name }) => name === '_input_charset'),
    ).toEqual([{ name: '_input_charset', value: 'UTF-8' }])
    expect((await shop.ask(queryFields('T1'), how)).fields.alipay_trans_status).toBe('TRADE_SUCCESS')
  })

  it.each(['GET', 'POST'] as const)('not at all: ASCII is paid, by %s', async (method) => {
    await using shop = await openShop()
    expect((await shop.ask(without(payFields('T1')), { method })).fields.result_code).toBe('SUCCESS')
  })

  it.each(['utf-8', 'UTF-8', 'gbk', 'Gb2312'])('%s, in any letter case', async (name) => {
    await using shop = await openShop()
    const told = await shop.ask(payFields('T1', { _input_charset: name, trans_name: chinese }))
    expect(told.fields.result_code).toBe('SUCCESS')
    expect(echoed(told, '_input_charset')).toBe(name)
  })

  it('as nothing: that is not named', async () => {
    await using shop = await openShop()
    for (const how of [{ charsetIn: 'url' }, { charsetIn: 'body' }, { method: 'GET' }] as const)
      expect((await shop.ask(payFields('T1', { _input_charset: '' }), how)).fields.result_code).toBe('SUCCESS')
  })
})

describe('a Chinese name', () => {
  it.each<[string, Charset, CallOptions]>([
    ['UTF-8, named in the URL', 'UTF-8', { charsetIn: 'url' }],
    ['UTF-8, named in both', 'UTF-8', { charsetIn: 'both' }],
    ['UTF-8 by GET', 'UTF-8', { method: 'GET' }],
    ['GBK, named in the URL', 'GBK', { charsetIn: 'url' }],
    ['GBK by GET', 'GBK', { method: 'GET' }],
    ['GBK, named in the body only: the gateway reads GBK anyway', 'GBK', { charsetIn: 'body' }],
    ['GB2312, named in the URL', 'GB2312', { charsetIn: 'url' }],
  ])('in %s is paid, kept, and echoed readably', async (_, charset, how) => {
    await using shop = await openShop()
    const told = await shop.ask(payFields('T1', { _input_charset: charset, trans_name: chinese }), how)
    expect(told.fields.result_code).toBe('SUCCESS')
    expect(isGenuine(told, undefined, charset)).toBe(true)
    expect(declared(told)).toBe(charset)
    expect(told.contentType).toBe(`text/xml;charset=${charset}`)
    expect(echoed(told, 'trans_name')).toBe(chinese)
    expect(await shop.simulator.store.trade(shop.simulator.partner.pid, { partnerTransId: 'T1' })).toHaveProperty(
      'subject',
      chinese,
    )
  })

  it('in GBK without a word about it is paid: GBK is what the gateway takes it for', async () => {
    await using shop = await openShop()
    const told = await shop.ask(without(payFields('T1', { trans_name: chinese })), { charset: 'GBK' })
    expect(told.fields.result_code).toBe('SUCCESS')
    expect(echoed(told, 'trans_name')).toBe(chinese)
  })

  it.each<[string, Fields, CallOptions, string]>([
    [
      'UTF-8 named in the body only',
      payFields('T1', { trans_name: oddChinese }),
      { charsetIn: 'body' },
      'charset-not-in-url',
    ],
    [
      'UTF-8 named nowhere',
      without(payFields('T1', { trans_name: oddChinese })),
      { charset: 'UTF-8' },
      'charset-not-in-url',
    ],
    [
      'UTF-8 under the name of GBK',
      payFields('T1', { _input_charset: 'GBK', trans_name: oddChinese }),
      { charset: 'UTF-8' },
      'form-in-other-charset',
    ],
  ])('in %s is refused, and the mistake is told by name', async (_, fields, how, mistake) => {
    await using shop = await openShop()
    const told = await shop.ask(fields, how)
    expect(told.fields).toEqual({ error: 'ILLEGAL_SIGN' })
    expect(await mistakes(shop)).toContain(mistake)
    expect((await shop.ask(queryFields('T1'))).fields.error).toBe('TRADE_NOT_EXIST')
  })
})

describe('UTF-8 that happens to be GBK as well', () => {
  it('is paid when no charset is named, for the bytes are as signed, but under a garbled name', async () => {
    await using shop = await openShop()
    const told = await shop.ask(without(payFields('T1', { trans_name: chinese })), { charset: 'UTF-8' })
    expect(told.fields.result_code).toBe('SUCCESS')
    expect(echoed(told, 'trans_name')).toBe('鍜栧暋 & 铔嬬硶')
  })
})

describe('the charset that the XML declares', () => {
  it('is GBK for queries and refusals, whatever was asked, and the bytes are in it', async () => {
    await using shop = await openShop()
    await shop.ask(payFields('T1'))
    const query = await shop.ask(queryFields('T1', { remark: chinese }))
    expect(declared(query)).toBe('GBK')
    expect(query.contentType).toBe('text/xml;charset=GBK')
    expect(echoed(query, 'remark')).toBe(chinese)
    expect(isGenuine(query)).toBe(true)
    const refused = await call(shop.gateway, queryFields('T1', { partner: '2088000000000009' }))
    expect(refused.bytes.toString()).toBe(
      '<?xml version="1.0" encoding="GBK"?><alipay><is_success>F</is_success><error>ILLEGAL_PARTNER</error></alipay>',
    )
    expect(refused.contentType).toBe('text/xml;charset=GBK')
  })

  it('carries what it has no code for as a character reference', async () => {
    await using shop = await openShop()
    const told = await shop.ask(queryFields('T1', { remark: '☕ 😀' }))
    expect(declared(told)).toBe('GBK')
    expect(echoed(told, 'remark')).toBe('☕ 😀')
  })
})
