import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { restConversation } from './rest.ts'
import { restMappingSchema } from './rest-mapping.ts'

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

type Received = { method: string | undefined; url: string | undefined; body: unknown }

const status = "body.state == 'P' && 'paid' || body.state == 'W' && 'pending' || null"

async function backend(answer: { status: number; body: unknown }, more: object = {}) {
  const received: Received[] = []
  const server = createServer(async (incoming, outgoing) => {
    const text = (await incoming.toArray()).join('')
    received.push({ method: incoming.method, url: incoming.url, body: text === '' ? undefined : JSON.parse(text) })
    const body = typeof answer.body === 'function' ? answer.body() : answer.body
    outgoing.writeHead(answer.status).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stops.push(() => server.close())
  const mapping = restMappingSchema.parse({
    calls: {
      pay: {
        path: '/orders',
        body: {
          ref: '{{payment_id}}',
          shop: 'shop-{{store_id}}',
          note: '{{subject}}',
          sum: { $: 'to_number(asked.amount)' },
        },
        answer: { status, partner_trans_id: 'body.no' },
        errors: { conflict: 'status == `409`' },
      },
      get: {
        method: 'GET',
        path: '/orders/{{payment_id}}',
        answer: { status },
        errors: { not_found: 'status == `404`' },
      },
      ...more,
    },
  })
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { received, sut: restConversation({ baseUrl, mapping, capabilities: { version: 1 }, timeoutMs: 2_000 }) }
}

const request = { payment_id: 'a/b', code: '1', amount: '12.30', currency: 'USD' }

describe('an API of its own, mapped', () => {
  it('is asked as the templates say; what was not asked is left out', async () => {
    const { sut, received } = await backend({ status: 201, body: { state: 'P', no: 'T7' } })
    expect(await sut.pay({ ...request, store_id: 'S' })).toMatchObject({ status: 'paid', partner_trans_id: 'T7' })
    expect(received).toEqual([{ method: 'POST', url: '/orders', body: { ref: 'a/b', shop: 'shop-S', sum: 12.3 } }])
    await sut.get('a/b')
    expect(received[1]?.url).toBe('/orders/a%2Fb')
  })

  it('is refused as the mapping says', async () => {
    const { sut } = await backend({ status: 409, body: {} })
    await expect(sut.pay(request)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('talks nonsense when an expression yields nothing', async () => {
    const { sut } = await backend({ status: 200, body: { state: 'X' } })
    await expect(sut.get('a')).rejects.toMatchObject({ code: 'nonsense' })
  })

  const book = {
    path: '/orders?from={{cursor}}',
    first: '0',
    items: 'body.orders',
    answer: { payment_id: 'body.ref' },
    next: 'body.more',
  }

  it('reads its book page by page, each item as the answer of get', async () => {
    const pages = [
      { orders: [{ ref: 'A', state: 'P' }], more: 1 },
      { orders: [{ ref: 'B', state: 'W' }], more: null },
    ]
    const { sut, received } = await backend({ status: 200, body: () => pages.shift() }, { list: book })
    const payments = await Array.fromAsync(sut.list())
    expect(payments.map(({ payment_id: id, status: is }) => `${id} ${is}`)).toEqual(['A paid', 'B pending'])
    expect(received.map(({ url }) => url)).toEqual(['/orders?from=0', '/orders?from=1'])
  })

  it('does not turn the last page over for ever', async () => {
    const { sut } = await backend({ status: 200, body: { orders: [], more: 0 } }, { list: book })
    expect(await Array.fromAsync(sut.list())).toEqual([])
  })

  it('has an empty book when none is mapped, and talks nonsense when its page has no list', async () => {
    expect(await Array.fromAsync((await backend({ status: 200, body: {} })).sut.list())).toEqual([])
    const { sut } = await backend({ status: 200, body: {} }, { list: book })
    await expect(Array.fromAsync(sut.list())).rejects.toMatchObject({ code: 'nonsense' })
  })

  it('tells an expression that cannot be read, with its place', () => {
    const mapping = restMappingSchema.parse({
      calls: {
        pay: { path: '/a', answer: { status: 'body..state' } },
        get: { path: '/b', answer: { status: 'body' } },
      },
    })
    expect(() => restConversation({ baseUrl: 'http://x', mapping, capabilities: {}, timeoutMs: 1 })).toThrow(
      /^\[BAD_EXPRESSION\] calls\.pay\.answer\.status: "body\.\.state" is no JMESPath/,
    )
  })
})
