/**
 * The terminal API over HTTP in front of a system that is spoken to in another way, so that k6 has one vocabulary. Adds
 * nothing and keeps nothing. Source: terminal-api.md.
 */
import { createServer, type IncomingMessage } from 'node:http'
import { SutError, type SutErrorCode, type SystemUnderTest } from '../../conformance/adapter/system-under-test.ts'
import type { PaymentRequest, RefundRequest } from '../../reference/terminal-api/words.ts'
import { openPort } from '../../simulator/open-port.ts'

export type Bridge = { readonly url: string; stop(): Promise<void> }

type Asked = Pick<SystemUnderTest, 'pay' | 'get' | 'cancel' | 'refund' | 'getRefund'>

const statuses = {
  bad_request: 400,
  not_found: 404,
  conflict: 409,
  internal: 500,
  unreachable: 502,
  nonsense: 502,
  timeout: 504,
} as const satisfies Readonly<Record<SutErrorCode, number>>

export async function openBridge(sut: Asked): Promise<Bridge> {
  const server = createServer((request, response) => {
    const say = (status: number, body: unknown, type = 'application/json') => {
      response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body))
    }
    answer(sut, request).then(
      (body) => (body === undefined ? refuse('not_found', 'There is no such path.') : say(200, body)),
      (error: unknown) => {
        if (error instanceof SutError) return refuse(error.code, error.message)
        refuse('internal', error instanceof Error ? error.message : String(error))
      },
    )
    function refuse(code: SutErrorCode, detail: string) {
      const status = statuses[code]
      say(status, { type: 'about:blank', title: code, status, detail, code }, 'application/problem+json')
    }
  })
  const port = await openPort(server)
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const paymentPath = /^\/payments(?:\/([^/]+)(?:\/(cancel|refunds)(?:\/([^/]+))?)?)?$/

async function answer(sut: Asked, request: IncomingMessage): Promise<unknown> {
  const [, id, action, refundId] = paymentPath.exec(request.url ?? '')?.map(decoded) ?? []
  if (request.method === 'GET') {
    if (id !== undefined && action === undefined) return sut.get(id)
    return id !== undefined && action === 'refunds' && refundId !== undefined ? sut.getRefund(id, refundId) : undefined
  }
  const body = await jsonOf(request)
  if (id === undefined) return request.url === '/payments' ? sut.pay(body as PaymentRequest) : undefined
  if (action === 'cancel') return sut.cancel(id)
  return action === 'refunds' && refundId === undefined ? sut.refund(id, body as RefundRequest) : undefined
}

function decoded(part: string | undefined): string | undefined {
  return part === undefined ? undefined : decodeURIComponent(part)
}

async function jsonOf(request: IncomingMessage): Promise<unknown> {
  const pieces: Uint8Array[] = []
  for await (const piece of request) pieces.push(piece as Uint8Array)
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8'))
  } catch (cause) {
    throw new SutError('bad_request', { detail: 'The body is no JSON.', cause })
  }
}
