import type { AddressInfo } from 'node:net'
import { createServer, type Server, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createHttpTransport } from './http-transport.ts'
import { manualClock } from './testing/manual-clock.ts'
import { type ScriptedGateway, sends, startScriptedGateway } from './testing/scripted-gateway.ts'
import type { Transport, TransportRequest } from './transport.ts'

let gateway: ScriptedGateway
let transport: Transport
const request = (more: Partial<TransportRequest> = {}): TransportRequest => ({
  url: gateway.url,
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: 'a=1',
  connectTimeoutMs: 2_000,
  answerTimeoutMs: 2_000,
  bodyBytesMax: 1_000,
  ...more,
})

beforeAll(async () => {
  gateway = await startScriptedGateway()
  transport = createHttpTransport()
})
afterAll(async () => {
  transport.close()
  await gateway.close()
})

describe('an exchange', () => {
  it('brings status, content type and bytes', async () => {
    gateway.script(sends('body', { status: 418, headers: { 'content-type': 'text/html;charset=UTF-8' } }))
    expect(await transport.exchange(request())).toEqual({
      ok: true,
      status: 418,
      contentType: 'text/html;charset=UTF-8',
      body: Buffer.from('body'),
    })
    expect(gateway.received.at(-1)?.body).toBe('a=1')
  })

  it('goes over the connection of the one before', async () => {
    gateway.script(sends('x'))
    await transport.exchange(request())
    await transport.exchange(request())
    const [before, now] = gateway.received.slice(-2)
    expect(now?.connection).toBe(before?.connection)
  })

  it('takes a body of exactly the largest size', async () => {
    gateway.script(sends('x'.repeat(1_000)), sends('x'.repeat(1_001)))
    expect(await transport.exchange(request())).toMatchObject({ ok: true, body: { length: 1_000 } })
    expect(await transport.exchange(request())).toMatchObject({ ok: false, failure: 'tooLarge' })
  })

  it('keeps what had come when it fails', async () => {
    gateway.script((response) => {
      response.write('the beginning')
    })
    expect(await transport.exchange(request({ answerTimeoutMs: 1_000 }))).toEqual({
      ok: false,
      failure: 'answerTimeout',
      detail: 'after 1000 ms',
      received: Buffer.from('the beginning'),
    })
  })

  it('takes its time from the clock it was given', async () => {
    const impatient = createHttpTransport({ clock: manualClock() })
    gateway.script(() => undefined)
    expect(await impatient.exchange(request({ answerTimeoutMs: 3_600_000 }))).toMatchObject({
      failure: 'answerTimeout',
    })
    impatient.close()
  })
})

describe('a caller who gives up', () => {
  it('ends the exchange', async () => {
    const caller = new AbortController()
    gateway.script(() => caller.abort())
    expect(await transport.exchange(request({ signal: caller.signal }))).toMatchObject({
      ok: false,
      failure: 'aborted',
    })
  })

  it('before it was sent sends nothing', async () => {
    const before = gateway.received.length
    gateway.script(sends('x'))
    expect(await transport.exchange(request({ signal: AbortSignal.abort() }))).toMatchObject({ failure: 'aborted' })
    await transport.exchange(request())
    expect(gateway.received).toHaveLength(before + 1)
  })
})

describe('no connection', () => {
  const servers: Server[] = []
  const sockets: Socket[] = []
  const listen = async (onSocket: (socket: Socket) => void): Promise<number> => {
    const server = createServer((socket) => {
      sockets.push(socket)
      socket.on('error', () => undefined)
      onSocket(socket)
    })
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return (server.address() as AddressInfo).port
  }
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy()
    for (const server of servers.splice(0)) server.close()
  })

  it('is unreachable when nobody listens', async () => {
    const port = await listen(() => undefined)
    await new Promise((resolve) => servers[0]?.close(resolve))
    const url = `http://127.0.0.1:${port}/gateway.do`
    expect(await transport.exchange(request({ url }))).toMatchObject({
      failure: 'unreachable',
      detail: expect.stringContaining('ECONNREFUSED'),
    })
  })

  it('is a connect timeout while TLS is not agreed upon', async () => {
    const url = `https://127.0.0.1:${await listen(() => undefined)}/gateway.do`
    expect(await transport.exchange(request({ url, connectTimeoutMs: 50 }))).toMatchObject({
      failure: 'connectTimeout',
    })
  })

  it('is unreachable when TLS fails', async () => {
    const url = `https://127.0.0.1:${await listen((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))}/`
    expect(await transport.exchange(request({ url }))).toMatchObject({ failure: 'unreachable' })
  })

  it.each([
    ['no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['a header without end', `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(100_000)}`],
    ['an upgrade nobody asked for', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'],
    ['hints for ever', 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(100)],
  ])('that speaks %s is broken', async (_, bytes) => {
    const url = `http://127.0.0.1:${await listen((socket) => socket.once('data', () => socket.end(bytes)))}/`
    expect(await transport.exchange(request({ url }))).toMatchObject({ ok: false, failure: 'broken' })
  })
})
