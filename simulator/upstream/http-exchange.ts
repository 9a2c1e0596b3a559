/** One HTTP exchange with the bytes as they are: what was received goes on, what comes back is kept whole. */
import type { IncomingMessage } from 'node:http'
import type { ReceivedRequest } from '../journal/exchange.ts'

export type HttpAnswer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly contentType: string
  readonly body: Buffer
}

export type Sent = { readonly ok: true; readonly answer: HttpAnswer } | { readonly ok: false; readonly why: string }

/** A connection's own, RFC 9110 §7.6.1, and what is made anew for each. */
const ofConnection: ReadonlySet<string> = new Set([
  ...['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection', 'te', 'trailer'],
  ...['transfer-encoding', 'upgrade', 'host', 'content-length', 'accept-encoding', 'expect'],
])

const answerBytesMost = 10_000_000

/**
 * @param url its path is kept, the request's query goes behind it
 * @param timeoutMs until the last byte of the answer
 */
export async function sendOn(
  request: ReceivedRequest,
  { url, timeoutMs, more = {} }: { url: URL; timeoutMs: number; more?: Readonly<Record<string, string>> },
): Promise<Sent> {
  const { request: open } = await (url.protocol === 'https:' ? import('node:https') : import('node:http'))
  const mark = request.target.indexOf('?')
  const path = `${url.pathname}${mark === -1 ? '' : request.target.slice(mark)}`
  return new Promise((resolve) => {
    const fail = (error: NodeJS.ErrnoException) => resolve({ ok: false, why: error.code ?? error.message })
    const outgoing = open(
      {
        ...{ protocol: url.protocol, hostname: url.hostname.replace(/^\[|\]$/g, ''), port: url.port, path },
        method: request.method,
        headers: { ...passedOn(request.rawHeaders), ...more, 'content-length': request.body.length },
        signal: AbortSignal.timeout(timeoutMs),
      },
      (incoming) => {
        collect(incoming).then((answer) => resolve({ ok: true, answer }), fail)
      },
    )
    outgoing.on('error', fail)
    outgoing.end(request.body)
  })
}

function passedOn(rawHeaders: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {}
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] ?? '').toLowerCase()
    if (!ofConnection.has(name)) headers[name] = rawHeaders[i + 1] ?? ''
  }
  return headers
}

async function collect(incoming: IncomingMessage): Promise<HttpAnswer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming) {
    size += chunk.length
    if (size > answerBytesMost) throw new Error(`the answer is larger than ${answerBytesMost} bytes`)
    chunks.push(chunk)
  }
  return {
    status: incoming.statusCode ?? 0,
    headers: passedOn(incoming.rawHeaders),
    contentType: incoming.headers['content-type'] ?? '',
    body: Buffer.concat(chunks),
  }
}
