import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { httpConversation } from './http.ts'
import type { Conversation } from './system-under-test.ts'

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

async function sutThat(answers: RequestListener, timeoutMs = 2_000): Promise<Conversation> {
  const server = createServer(answers)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stops.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return httpConversation({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, timeoutMs })
}

const payment = { payment_id: 'P/1', code: '280000001234567890', amount: '12.30', currency: 'USD', status: 'paid' }
const json =
  (status: number, body: unknown): RequestListener =>
  (_, answer) =>
    void answer.writeHead(status).end(JSON.stringify(body))

describe('the terminal API over HTTP', () => {
  it('asks by the documented paths, ids escaped', async () => {
    const seen: string[] = []
    const sut = await sutThat(({ method, url }, answer) => {
      seen.push(`${method} ${url}`)
      answer.end(JSON.stringify(url?.includes('refunds') ? { refund_id: 'R', status: 'refunded' } : payment))
    })
    await sut.pay(payment)
    await sut.get('P/1')
    await sut.cancel('P/1')
    await sut.refund('P/1', { refund_id: 'R', amount: '1' })
    await sut.getRefund('P/1', 'R')
    expect(seen).toEqual([
      'POST /payments',
      'GET /payments/P%2F1',
      'POST /payments/P%2F1/cancel',
      'POST /payments/P%2F1/refunds',
      'GET /payments/P%2F1/refunds/R',
    ])
  })

  it('reads the book page by page', async () => {
    const sut = await sutThat(({ url }, answer) => {
      const next = url === '/payments' ? 'second' : null
      answer.end(JSON.stringify({ payments: [payment], next }))
    })
    expect(await Array.fromAsync(sut.list())).toHaveLength(2)
  })

  it.each([
    [400, 'bad_request'],
    [404, 'not_found'],
    [409, 'conflict'],
    [500, 'internal'],
    [302, 'nonsense'],
  ])('takes status %i for %s', async (status, code) => {
    const sut = await sutThat(json(status, { detail: 'no' }))
    await expect(sut.get('P1')).rejects.toMatchObject({ name: 'SutError', code })
  })

  it.each([
    ['HTML', (_: unknown, answer: { end(text: string): void }) => answer.end('<html>hello</html>')],
    ['a status nobody knows', json(200, { ...payment, status: 'perhaps' })],
    ['an amount as a number', json(200, { ...payment, amount: 12.3 })],
  ] satisfies [string, RequestListener][])('takes %s for nonsense, and shows it', async (_, answers) => {
    const sut = await sutThat(answers)
    await expect(sut.get('P1')).rejects.toMatchObject({ code: 'nonsense', message: expect.stringContaining('It said') })
  })

  it('takes null for what is not known', async () => {
    const sut = await sutThat(json(200, { ...payment, buyer: null, reason: null }))
    expect((await sut.get('P1')).buyer).toBeUndefined()
  })

  it('does not wait for one that never answers', async () => {
    const sut = await sutThat(() => undefined, 50)
    await expect(sut.get('P1')).rejects.toMatchObject({ code: 'timeout' })
  })

  it('says that nobody listens', async () => {
    const sut = httpConversation({ baseUrl: 'http://127.0.0.1:1', timeoutMs: 1_000 })
    await expect(sut.get('P1')).rejects.toMatchObject({ code: 'unreachable' })
  })

  it('reads no more than it must of an endless answer', async () => {
    const sut = await sutThat((_, answer) => {
      const chunk = Buffer.alloc(1_000_000, 'x')
      const more = () => {
        while (answer.write(chunk)) if (answer.destroyed) return
        answer.once('drain', more)
      }
      more()
    })
    await expect(sut.get('P1')).rejects.toMatchObject({ code: 'nonsense' })
  })
})
