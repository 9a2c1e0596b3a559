import { Agent, request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { encodeForm } from '../protocol/parameter.ts'
import { defaultLimits, openHttpServer } from '../simulator/http-server.ts'
import { httpRequest, shout, statusOf, talk } from './raw-socket.ts'
import { openReceiver } from './receiver.ts'
import { openShop } from './shop.ts'
import { payFields, pid, queryFields, signed } from './signed-call.ts'

const target = '/gateway.do?_input_charset=UTF-8'
const order = (partnerTransId: string) => encodeForm(signed(payFields(partnerTransId)), 'UTF-8')
const results = (text: string) => [...text.matchAll(/<result_code>(\w+)<\/result_code>/g)].map(([, code]) => code)

/** A server whose gateway only says that it was asked, and which has little patience. */
const openImpatient = () =>
  openHttpServer({
    host: '127.0.0.1',
    port: 0,
    gateway: async (incoming, outgoing) => {
      for await (const _ of incoming);
      outgoing.end('asked')
    },
    others: async () => (_, outgoing) => void outgoing.writeHead(404).end(),
    onError: () => {},
    limits: { ...defaultLimits, headersTimeout: 200, requestTimeout: 400, connectionsCheckingInterval: 50 },
  })

describe('one connection', () => {
  it('carries several requests sent at once, answered in their order', async () => {
    await using shop = await openShop()
    const query = encodeForm(signed(queryFields('T1')), 'UTF-8')
    const pipeline = [
      httpRequest('POST', target, order('T1'), {}),
      httpRequest('GET', `/gateway.do?${query}`, '', {}),
      httpRequest('POST', target, 'nothing=of+use', {}),
      httpRequest('POST', target, order('T1')),
    ]
    const { text, over } = await shout(shop.simulator.port, Buffer.concat(pipeline))
    expect(over).toBe('end')
    expect([...text.matchAll(/<(?:result_code|error)>(\w+)</g)].map(([, code]) => code)).toEqual([
      'SUCCESS',
      expect.stringMatching(/^(?:SUCCESS|TRADE_NOT_EXIST)$/),
      ...(text.includes('TRADE_NOT_EXIST') ? ['FAIL'] : []),
      'ILLEGAL_SERVICE',
      'SUCCESS',
    ])
    expect((await shop.simulator.store.trades(pid, {})).rows).toHaveLength(1)
  })

  it('may change its headers from one request to the next: the journal has those of each', async () => {
    await using shop = await openShop()
    const query = `/gateway.do?${encodeForm(signed(queryFields('T1')), 'UTF-8')}`
    const tills = ['A', 'A', 'B', 'A']
    const requests = tills.map((till, i) =>
      httpRequest('GET', query, '', i < 3 ? { 'x-till': till } : { 'x-till': till, connection: 'close' }),
    )
    await shout(shop.simulator.port, Buffer.concat(requests))
    const exchanges = await shop.simulator.store.exchanges({})
    const told = exchanges.map(({ request: { rawHeaders } }) => rawHeaders[rawHeaders.indexOf('x-till') + 1])
    expect(told).toEqual(tills)
  })

  it('whose caller has said all and only listens gets its answer', async () => {
    await using shop = await openShop()
    const { socket, text, over } = await talk(shop.simulator.port, httpRequest('POST', target, order('T1')))
    socket.end()
    expect(await over).toBe('end')
    expect(results(text())).toEqual(['SUCCESS'])
  })

  it('whose caller stops in the middle and closes its half is closed unanswered, and nothing is booked', async () => {
    await using shop = await openShop()
    const bytes = httpRequest('POST', target, order('T1'))
    const { socket, text, over } = await talk(shop.simulator.port, bytes.subarray(0, bytes.length - 5))
    socket.end()
    await over
    expect(results(text())).toEqual([])
    expect((await shop.simulator.store.trades(pid, {})).rows).toEqual([])
  })

  it('may come byte by byte', async () => {
    await using shop = await openShop()
    const { socket, text, over } = await talk(shop.simulator.port)
    socket.setNoDelay(true)
    for (const byte of httpRequest('POST', target, order('T1'))) socket.write(Buffer.of(byte))
    expect(await over).toBe('end')
    expect(results(text())).toEqual(['SUCCESS'])
  })
})

it('what nobody foresaw is a plain 500, told to whom it may concern, and the next call is answered', async () => {
  const errors: unknown[] = []
  const server = await openHttpServer({
    host: '127.0.0.1',
    port: 0,
    gateway: async (incoming, outgoing) => {
      if (incoming.url?.includes('late') === true) outgoing.write('half an answer')
      if (incoming.method === 'PUT') throw new Error('unforeseen')
      outgoing.end('fine')
    },
    others: () => Promise.reject(new Error('no control API')),
    onError: (error) => void errors.push(error),
  })
  const say = async (method: string, path: string) => (await shout(server.port, httpRequest(method, path))).text
  expect(statusOf(await say('PUT', '/gateway.do'))).toBe(500)
  expect(await say('PUT', '/gateway.do?late')).not.toMatch(/\r\n0\r\n\r\n$/)
  expect(statusOf(await say('GET', '/_admin'))).toBe(500)
  expect(await say('GET', '/gateway.do')).toMatch(/fine$/)
  expect(errors.map(String)).toEqual(['Error: unforeseen', 'Error: unforeseen', 'Error: no control API'])
  await server.stop(1_000)
})

describe('a slow caller', () => {
  it.each([
    ['headers', `POST ${target} HTTP/1.1\r\nhost: a\r\n`, 'x: y\r\n'],
    ['body', `POST ${target} HTTP/1.1\r\nhost: a\r\ncontent-length: 100000\r\n\r\n`, 'abc'],
  ])('whose %s never end is cut off, and keeps nobody waiting meanwhile', async (_, opening, drop) => {
    const server = await openImpatient()
    const slow = await Promise.all(Array.from({ length: 20 }, () => talk(server.port, opening)))
    const dripping = setInterval(() => slow.forEach(({ socket }) => void (socket.writable && socket.write(drop))), 20)
    expect((await shout(server.port, httpRequest('POST', target, 'a=b'))).text).toMatch(/asked$/)
    await Promise.all(slow.map(({ over }) => over))
    clearInterval(dripping)
    for (const { text } of slow) expect([0, 408]).toContain(statusOf(text()))
    await server.stop(1_000)
  })

  it('is cut off by the limits that a simulator has: seconds, not minutes', () => {
    expect(defaultLimits.headersTimeout).toBeLessThanOrEqual(10_000)
    expect(defaultLimits.requestTimeout).toBeLessThanOrEqual(30_000)
    expect(defaultLimits.connectionsCheckingInterval).toBeLessThanOrEqual(defaultLimits.headersTimeout)
  })
})

describe('a graceful stop', () => {
  it('lets a request under way end with its answer, takes no new connection, and may be asked for twice', async () => {
    await using shop = await openShop()
    const { simulator } = shop
    const bytes = httpRequest('POST', target, order('T1'), {})
    const { socket, text, over } = await talk(simulator.port, bytes.subarray(0, bytes.length - 5))
    const idle = await talk(simulator.port)
    // The first half has arrived once an exchange behind it has been answered.
    await shop.ask(queryFields('T1'))
    const stops = [simulator.stop(), simulator.stop()]
    await expect(shop.ask(queryFields('T1'))).rejects.toThrow('fetch failed')
    socket.write(bytes.subarray(bytes.length - 5))
    await Promise.all(stops)
    await Promise.all([over, idle.over])
    expect(results(text())).toEqual(['SUCCESS'])
    await simulator.stop()
  })

  it('waits for no idle connection that is kept alive', async () => {
    const shop = await openShop()
    const agent = new Agent({ keepAlive: true })
    const status = await new Promise((resolve, reject) => {
      const outgoing = request(`${shop.gateway}?a=b`, { agent }, (incoming) => {
        incoming.resume()
        incoming.on('end', () => resolve(incoming.statusCode))
      })
      outgoing.on('error', reject).end()
    })
    expect(status).toBe(200)
    await shop[Symbol.asyncDispose]()
    agent.destroy()
  }, 3_000)

  it('waits for what follows the last byte of an answer: the journal', async () => {
    let isWritten = false
    const server = await openHttpServer({
      host: '127.0.0.1',
      port: 0,
      gateway: async (_, outgoing) => {
        await new Promise((done) => outgoing.end('said', () => done(undefined)))
        await new Promise((done) => setTimeout(done, 50))
        isWritten = true
      },
      others: async () => () => {},
      onError: () => {},
    })
    const { text, over } = await talk(server.port, httpRequest('GET', '/gateway.do'))
    await over
    expect([text().endsWith('said'), isWritten]).toEqual([true, false])
    await server.stop(1_000)
    expect(isWritten).toBe(true)
  })

  it('cuts what is still not answered when its patience ends', async () => {
    const server = await openHttpServer({
      host: '127.0.0.1',
      port: 0,
      gateway: () => new Promise(() => {}),
      others: async () => () => {},
      onError: () => {},
    })
    const { over, text } = await talk(server.port, httpRequest('GET', '/gateway.do'))
    await new Promise((resolve) => setTimeout(resolve, 20))
    await server.stop(100)
    await over
    expect(text()).toBe('')
  })

  it('leaves what is due later in the store, and sends no more of it', async () => {
    await using receiver = await openReceiver()
    await using shop = await openShop()
    await shop.ask(payFields('T1', { notify_url: receiver.url }))
    await shop.simulator.stop()
    await shop.advance(3_600_000)
    expect(receiver.posted).toEqual([])
  })
})
