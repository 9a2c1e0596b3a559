import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeForm } from '../protocol/parameter.ts'
import { httpRequest, shout, statusOf, talk } from './raw-socket.ts'
import { openShop, type Shop } from './shop.ts'
import { payFields, pid, queryFields, signed } from './signed-call.ts'

const target = '/gateway.do?_input_charset=UTF-8'
const order = (partnerTransId: string) => encodeForm(signed(payFields(partnerTransId)), 'UTF-8')
const errorIn = (text: string) => /<error>([A-Z_]+)<\/error>/.exec(text)?.[1]
const post = (shop: Shop, body: string | Buffer, to = target) =>
  shout(shop.simulator.port, httpRequest('POST', to, body))

async function expectUnharmed(shop: Shop): Promise<void> {
  expect(await shop.simulator.store.trades(pid, {})).toEqual({ rows: [], next: null })
  expect((await shop.ask(payFields('sound'))).fields.result_code).toBe('SUCCESS')
}

describe('a body or query that cannot be read is refused, and nothing is booked', () => {
  it.each<[string, string | Buffer, string | undefined]>([
    ['a lone percent sign', `${order('T1')}&memo=100%`, 'ILLEGAL_ARGUMENT'],
    ['an escape that is no hex', `${order('T1')}&memo=%zz`, 'ILLEGAL_ARGUMENT'],
    ['an escape cut short', `memo=%4&${order('T1')}`, 'ILLEGAL_ARGUMENT'],
    ['invalid UTF-8', order('T1').replace('trans_name=Coffee', 'trans_name=%C3%28'), 'ILLEGAL_SIGN'],
    ['raw bytes that are no UTF-8', Buffer.from(order('T1').replace('Coffee', 'Caf\xe9'), 'latin1'), 'ILLEGAL_SIGN'],
    ['nothing', '', 'ILLEGAL_SERVICE'],
    ['XML', '<?xml version="1.0"?><pay/>', 'ILLEGAL_SERVICE'],
    ['JSON', '{"service":"alipay.acquire.overseas.spot.pay"}', 'ILLEGAL_SERVICE'],
    ['a million ampersands', '&'.repeat(200_000), 'ILLEGAL_SERVICE'],
    ['a hundred thousand names', Array.from({ length: 30_000 }, (_, i) => `p${i}=`).join('&'), 'ILLEGAL_SERVICE'],
    ['names from the prototype', '__proto__=1&constructor=2&toString=3&hasOwnProperty=4', 'ILLEGAL_SERVICE'],
    ['NUL bytes', order('T1').replace('Coffee', '%00%00'), 'ILLEGAL_SIGN'],
  ])('%s', async (_, body, error) => {
    await using shop = await openShop()
    const { text, over } = await post(shop, body)
    expect([statusOf(text), errorIn(text), over]).toEqual([200, error, 'end'])
    expect((await shop.lastExchange())?.request.body).toEqual(Buffer.from(body))
    await expectUnharmed(shop)
  })

  it('invalid GBK', async () => {
    await using shop = await openShop()
    const body = encodeForm(signed(payFields('T1', { _input_charset: 'GBK' })), 'GBK').replace('Coffee', '%81')
    const { text } = await post(shop, body, '/gateway.do?_input_charset=GBK')
    expect(errorIn(text)).toBe('ILLEGAL_SIGN')
    await expectUnharmed(shop)
  })

  it('signed JSON as deep as a body may be', async () => {
    await using shop = await openShop()
    const deep = `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`
    expect((await shop.ask(payFields('T1', { extend_info: deep }))).fields).toEqual({ error: 'INVALID_PARAMETER' })
    await expectUnharmed(shop)
  })
})

describe('what is too large', () => {
  it.each([
    [2, 'content-length'],
    [2, 'chunked'],
    [7, 'content-length'],
  ])('a body of %i MB (%s) gets 413 and the end of the connection', async (megabytes, how) => {
    await using shop = await openShop()
    const body = Buffer.alloc(megabytes * 1_048_576, 'a')
    const request =
      how === 'content-length'
        ? httpRequest('POST', target, body, {})
        : Buffer.concat([
            Buffer.from(`POST ${target} HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n`),
            Buffer.from(`${body.length.toString(16)}\r\n`),
            body,
            Buffer.from('\r\n0\r\n\r\n'),
          ])
    const { text, over } = await shout(shop.simulator.port, request)
    expect([statusOf(text), over]).toEqual([413, 'end'])
    expect(await shop.exchanges()).toEqual([])
    await expectUnharmed(shop)
  })

  it('a body that promises gigabytes is refused before it has come', async () => {
    await using shop = await openShop()
    const head = `POST ${target} HTTP/1.1\r\nhost: a\r\ncontent-length: 4000000000\r\n\r\n`
    expect(statusOf((await shout(shop.simulator.port, head)).text)).toBe(413)
    await expectUnharmed(shop)
  })

  it('a body of 256 KB is read', async () => {
    await using shop = await openShop()
    const rest = 262_144 - order('T1').length - '&memo='.length
    const { text } = await post(shop, `${order('T1')}&memo=${'x'.repeat(rest)}`)
    expect(errorIn(text)).toBe('ILLEGAL_SIGN')
    await expectUnharmed(shop)
  })

  it("a query of 64 KB is the gateway's to refuse", async () => {
    await using shop = await openShop()
    const { text, over } = await shout(shop.simulator.port, httpRequest('GET', `/gateway.do?a=${'x'.repeat(65_536)}`))
    expect([statusOf(text), errorIn(text), over]).toEqual([200, 'ILLEGAL_SERVICE', 'end'])
    const long = await shop.ask(payFields('T1', { memo: 'x'.repeat(65_536) }), { method: 'GET' })
    expect(long.fields).toEqual({ error: 'INVALID_PARAMETER' })
    expect((await shop.lastExchange())?.diagnosis).toMatchObject({
      parameter: 'memo',
      value: `${'x'.repeat(200)}… (65336 more)`,
    })
    await expectUnharmed(shop)
  })

  it('a query of 256 KB gets 431', async () => {
    await using shop = await openShop()
    const { text } = await shout(shop.simulator.port, httpRequest('GET', `/gateway.do?a=${'x'.repeat(262_144)}`))
    expect(statusOf(text)).toBe(431)
    await expectUnharmed(shop)
  })
})

describe('what is no request of the gateway', () => {
  it.each(['HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])(
    '%s gets 405 and the methods that there are',
    async (method) => {
      await using shop = await openShop()
      const { text } = await shout(
        shop.simulator.port,
        httpRequest(method, target, method === 'HEAD' ? '' : order('T1')),
      )
      expect(statusOf(text)).toBe(405)
      expect(text).toContain('allow: GET, POST\r\n')
      await expectUnharmed(shop)
    },
  )

  it.each([
    ['no HTTP at all', 'hello\r\n\r\n'],
    ['a header without a name', `GET ${target} HTTP/1.1\r\n: x\r\n\r\n`],
    ['two lengths', `POST ${target} HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab`],
    ['a TLS greeting', Buffer.from('16030100050100000100', 'hex')],
  ])('%s gets 400', async (_, bytes) => {
    await using shop = await openShop()
    expect(statusOf((await shout(shop.simulator.port, bytes)).text)).toBe(400)
    await expectUnharmed(shop)
  })

  it('another path is nobody’s payment', async () => {
    await using shop = await openShop()
    for (const path of ['/', '/gateway.dot', '/gateway.do/', '/Gateway.do'])
      expect(statusOf((await post(shop, order('T1'), path)).text)).toBe(404)
    await expectUnharmed(shop)
  })
})

it('whatever bytes are posted, there is an answer, nothing is booked, and the journal keeps its bound', async () => {
  await using shop = await openShop({ journalSize: 50 })
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
    fc
      .constantFrom(
        ...['service=', '&partner=', pid, '&sign_type=RSA', '&sign=', '%', '%E5', '=', '&', '_input_charset=GBK'],
        ...Object.values(queryFields('T1')).map(String),
      )
      .map((text) => Buffer.from(text)),
  )
  const body = fc.array(piece, { maxLength: 12 }).map((pieces) => Buffer.concat(pieces))
  const law = fc.asyncProperty(body, fc.constantFrom('/gateway.do', target), async (bytes, to) => {
    const answer = await fetch(`http://127.0.0.1:${shop.simulator.port}${to}`, { method: 'POST', body: bytes })
    expect(answer.status).toBe(200)
    expect(await answer.text()).toMatch(/<is_success>F<\/is_success><error>[A-Z_]+<\/error>/)
  })
  await fc.assert(law, { numRuns: 500 })
  const ofNobody = (await shop.exchanges()).filter(({ partner }) => partner === '')
  expect(ofNobody).toHaveLength(50)
  await expectUnharmed(shop)
})

it('a socket that goes away in the middle harms nobody', async () => {
  await using shop = await openShop()
  const request = httpRequest('POST', target, order('T1'))
  for (const cut of [10, request.length - 200, request.length - 1]) {
    const { socket } = await talk(shop.simulator.port, request.subarray(0, cut))
    socket.resetAndDestroy()
  }
  await expectUnharmed(shop)
})
