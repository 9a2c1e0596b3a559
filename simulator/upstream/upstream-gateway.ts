/**
 * Puts a real gateway in front: it answers, and the simulator is asked the same in its shadow, so that whoever has an account
 * sees where the two differ. Callers get the real answer, byte for byte.
 */
import type { ServerResponse } from 'node:http'
import type { Instant } from '../../protocol/beijing-time.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { receive } from '../gateway/receive.ts'
import { openHttpServer } from '../http-server.ts'
import type { ReceivedRequest } from '../journal/exchange.ts'
import { type HttpAnswer, type Sent, sendOn } from './http-exchange.ts'
import { type UpstreamRecord, upstreamRecord } from './upstream-record.ts'

export type UpstreamOptions = {
  /** The real gateway: `https://mapi.alipaydev.com/gateway.do`. */
  readonly url: string
  /** Told of each request once both have answered. */
  readonly onRecord: (record: UpstreamRecord) => void
  /** Until the real gateway has answered, in milliseconds. @default 60_000 */
  readonly timeoutMs?: number
}

export type UpstreamParts = {
  /** The simulator's own gateway. */
  readonly shadow: Gateway
  readonly now: () => Instant
  readonly onError: (error: unknown) => void
}

export type Upstream = { readonly gateway: Gateway; stop(): Promise<void> }

const shadowMs = 30_000

export async function openUpstream(
  { url, onRecord, timeoutMs = 60_000 }: UpstreamOptions,
  parts: UpstreamParts,
): Promise<Upstream> {
  const upstream = new URL(url)
  // A port that nobody is told: callers must only ever hear the real gateway.
  const { origin, stop } = await openHttpServer({
    host: '127.0.0.1',
    port: 0,
    gateway: parts.shadow,
    others: async () => (_, outgoing) => void outgoing.writeHead(404).end(),
    onError: parts.onError,
  })
  const own = new URL(`${origin}/gateway.do`)

  async function compare(request: ReceivedRequest, theirs: Sent): Promise<void> {
    const at = parts.now()
    onRecord(upstreamRecord(request, theirs, await sendOn(request, { url: own, timeoutMs: shadowMs }), at))
  }

  return {
    stop: () => stop(0),
    async gateway(incoming, outgoing) {
      const received = await receive(incoming)
      if (!received.ok) {
        if (received.status !== 0) outgoing.writeHead(received.status).end(received.message)
        return
      }
      const theirs = await sendOn(received.request, { url: upstream, timeoutMs })
      if (theirs.ok) passBack(outgoing, theirs.answer)
      else
        outgoing.writeHead(502, { 'content-type': 'text/plain;charset=UTF-8' }).end(`${upstream.host}: ${theirs.why}\n`)
      // After the answer: nobody waits for a comparison.
      await compare(received.request, theirs).catch(parts.onError)
    },
  }
}

function passBack(outgoing: ServerResponse, { status, headers, body }: HttpAnswer): void {
  outgoing.writeHead(status, { ...headers, 'content-length': body.length }).end(body)
}
