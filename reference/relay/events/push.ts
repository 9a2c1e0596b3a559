/**
 * Sends one result to a merchant's address: signed, bounded in time and size, no redirect followed. Any answer of the 2xx is an
 * acknowledgement. Source: flows.md §5 (the same rules for Alipay's own).
 */
import type { Clock, Transport } from '../../client/index.ts'
import { signedHeaders } from '../../terminal-api/call-signature.ts'
import type { EventRecord } from '../book/event-record.ts'

export type Push = {
  readonly event: EventRecord
  readonly url: string
  readonly secret: string
}

export type PushSender = {
  readonly transport: Transport
  readonly clock: Pick<Clock, 'now'>
  readonly nonce: () => string
}

export type PushResult = { readonly acknowledged: boolean; readonly answer: string }

const answerTimeoutMs = 10_000
const answerBytesMax = 4_096

export async function push({ transport, clock, nonce }: PushSender, { event, url, secret }: Push): Promise<PushResult> {
  const { body } = event
  const { pathname, search } = new URL(url)
  const call = { method: 'POST', target: pathname + search, body, timestamp: String(clock.now()), nonce: nonce() }
  const result = await transport.exchange({
    url,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      ...signedHeaders(secret, call),
    },
    body,
    connectTimeoutMs: answerTimeoutMs,
    answerTimeoutMs,
    bodyBytesMax: answerBytesMax,
  })
  if (!result.ok) return { acknowledged: false, answer: `${result.failure} ${result.detail}` }
  const said = Buffer.from(result.body).toString().slice(0, 200)
  return { acknowledged: result.status >= 200 && result.status < 300, answer: `${result.status} ${said}` }
}
