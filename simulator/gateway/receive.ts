/**
 * Step 1, receive: a request's bytes off the socket, bounded in size; what is no gateway request at all gets a plain HTTP 4xx.
 * Knows no parameters. Source: design.md "The way of one request", gateway.md §2.
 */
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { ReceivedRequest } from '../journal/exchange.ts'

/** Real requests are under 4 KB. */
export const bodyBytesMax = 262_144
/**
 * What is larger is read on to here and thrown away before it is refused: a socket closed with bytes unread is reset, and
 * the caller would never see the refusal.
 */
const drainedBytesMax = 8_388_608

export type Received =
  | { readonly ok: true; readonly request: ReceivedRequest }
  | { readonly ok: false; readonly status: 405 | 413; readonly message: string }
  /** The caller went away before the request was whole: there is nobody to answer. */
  | { readonly ok: false; readonly status: 0 }

const noBytes = Buffer.alloc(0)

export async function receive(incoming: IncomingMessage): Promise<Received> {
  const { method = 'GET', url: target = '/' } = incoming
  const rawHeaders = headersOf(incoming)
  if (method === 'GET') return { ok: true, request: { method, target, rawHeaders, body: noBytes } }
  const body = await readBody(incoming)
  if (body === 'aborted') return { ok: false, status: 0 }
  if (method !== 'POST') return { ok: false, status: 405, message: 'The gateway takes GET and POST.\n' }
  if (body === 'too large')
    return { ok: false, status: 413, message: `The body is larger than ${bodyBytesMax} bytes.\n` }
  return { ok: true, request: { method, target, rawHeaders, body } }
}

const headersBefore = new WeakMap<Socket, readonly string[]>()

/** A connection's headers hardly change from one request to the next: the journal keeps those that do not once. */
function headersOf({ socket, rawHeaders }: IncomingMessage): readonly string[] {
  const before = headersBefore.get(socket)
  if (before?.length === rawHeaders.length && rawHeaders.every((text, i) => text === before[i])) return before
  headersBefore.set(socket, rawHeaders)
  return rawHeaders
}

function readBody(incoming: IncomingMessage): Promise<Buffer | 'too large' | 'aborted'> {
  if (Number(incoming.headers['content-length'] ?? 0) > drainedBytesMax) return Promise.resolve('too large')
  return new Promise((resolve) => {
    let chunks: Buffer[] = []
    let size = 0
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= bodyBytesMax) chunks.push(chunk)
      else chunks = []
      if (size <= drainedBytesMax) return
      incoming.pause()
      resolve('too large')
    })
    // Copied even when there is one chunk: a chunk is a window into the socket's larger read buffer.
    incoming.on('end', () => resolve(size > bodyBytesMax ? 'too large' : Buffer.concat(chunks, size)))
    incoming.on('close', () => resolve('aborted'))
    incoming.on('error', () => resolve('aborted'))
  })
}

/** The query string's bytes, without the question mark. */
export function queryBytes({ target }: ReceivedRequest): Buffer {
  const mark = target.indexOf('?')
  return mark === -1 ? noBytes : Buffer.from(target.slice(mark + 1), 'latin1')
}
