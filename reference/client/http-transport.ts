/**
 * The transport over node:http and node:https: connections kept alive, bounded in time and size, no redirect followed.
 * Knows nothing of the gateway. Source: gateway.md §2.
 */
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { type Clock, systemClock } from './clock.ts'
import type { Transport, TransportFailure, TransportRequest, TransportResult } from './transport.ts'

export type HttpTransportSettings = {
  /** Time for the two timeouts. @default the machine's */
  clock?: Clock
  /**
   * How long an unused connection is kept. Shorter than a server keeps it, so that a payment is not written into a
   * connection that the other side is just closing. @default 4000
   */
  idleSocketMs?: number
}

type Agents = { readonly http: HttpAgent; readonly https: HttpsAgent }

export function createHttpTransport({
  clock = systemClock,
  idleSocketMs = 4_000,
}: HttpTransportSettings = {}): Transport {
  const agents = {
    http: new HttpAgent({ keepAlive: true, timeout: idleSocketMs }),
    https: new HttpsAgent({ keepAlive: true, timeout: idleSocketMs }),
  }
  return {
    exchange: (request) => new Promise((resolve) => carry(request, { agents, clock, resolve })),
    close() {
      agents.http.destroy()
      agents.https.destroy()
    },
  }
}

type Carrier = { agents: Agents; clock: Clock; resolve: (result: TransportResult) => void }

function carry(request: TransportRequest, { agents, clock, resolve }: Carrier): void {
  const over = new AbortController()
  const body = boundedBody(request.bodyBytesMax)
  let connected = false
  const end = (result: TransportResult) => {
    if (over.signal.aborted) return
    over.abort()
    if (!result.ok) outgoing.destroy()
    resolve(result)
  }
  const fail = (failure: TransportFailure, detail: string) =>
    end({ ok: false, failure, detail, received: body.bytes() })
  const failAfter = (ms: number, failure: 'connectTimeout' | 'answerTimeout', isLate: () => boolean) => {
    const check = () => {
      if (isLate()) fail(failure, `after ${ms} ms`)
    }
    clock.sleep(ms, over.signal).then(check, check)
  }

  const secure = request.url.startsWith('https:')
  const { method, headers } = request
  const outgoing = secure
    ? httpsRequest(request.url, { method, headers, agent: agents.https })
    : httpRequest(request.url, { method, headers, agent: agents.http })
  outgoing.on('error', (error) => fail(connected ? 'broken' : 'unreachable', messageOf(error)))
  outgoing.once('socket', (socket) => {
    connected = !socket.connecting
    if (connected) return
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      connected = true
    })
    failAfter(request.connectTimeoutMs, 'connectTimeout', () => !connected)
  })
  outgoing.once('upgrade', (_, socket) => {
    socket.destroy()
    fail('broken', 'answered with another protocol')
  })
  outgoing.once('response', (incoming) => receive(incoming, { body, end, fail }))
  failAfter(request.answerTimeoutMs, 'answerTimeout', () => true)
  request.signal?.addEventListener('abort', () => fail('aborted', 'given up by the caller'), { signal: over.signal })
  if (request.signal?.aborted === true) fail('aborted', 'given up before it was sent')
  else outgoing.end(request.body)
}

type Receiver = {
  body: BoundedBody
  end: (result: TransportResult) => void
  fail: (failure: TransportFailure, detail: string) => void
}

function receive(incoming: IncomingMessage, { body, end, fail }: Receiver): void {
  const tooLarge = () => fail('tooLarge', `more than ${body.bytesMax} bytes`)
  if (Number(incoming.headers['content-length'] ?? 0) > body.bytesMax) tooLarge()
  incoming.on('data', (chunk: Buffer) => {
    if (!body.take(chunk)) tooLarge()
  })
  incoming.on('error', (error) => fail('broken', messageOf(error)))
  incoming.once('end', () => {
    const contentType = incoming.headers['content-type']
    end({ ok: true, status: incoming.statusCode ?? 0, contentType, body: body.bytes() })
  })
}

type BoundedBody = { readonly bytesMax: number; take(chunk: Buffer): boolean; bytes(): Uint8Array }

function boundedBody(bytesMax: number): BoundedBody {
  const chunks: Buffer[] = []
  let size = 0
  return {
    bytesMax,
    take(chunk) {
      const room = bytesMax - size
      size += chunk.length
      if (room > 0) chunks.push(chunk.subarray(0, room))
      return size <= bytesMax
    },
    bytes: () => Buffer.concat(chunks),
  }
}

/** `AggregateError`s of a host with several addresses have an empty message and the reason in their code. */
function messageOf(error: NodeJS.ErrnoException): string {
  return error.message === '' ? (error.code ?? error.name) : error.message
}
