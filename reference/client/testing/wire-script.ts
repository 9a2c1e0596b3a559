/**
 * A client on a transport without sockets: each service has a list of what comes back over the wire, the last of which
 * repeats. For the loops, whose answers are bytes and whose time is made. Not published.
 */

import { decodeForm, type Parameter, valueNamed } from '../../../protocol/parameter.ts'
import type { Service } from '../../../protocol/service.ts'
import { serviceNamed } from '../../../protocol/service.ts'
import { type AlipayClient, createAlipayClient } from '../client.ts'
import type { TransportResult } from '../transport.ts'
import { type ManualClock, manualClock } from './manual-clock.ts'
import { signedAnswer, testKey, testPartner } from './scripted-gateway.ts'

/** What comes back, after how many milliseconds; an answer's fields are signed rightly. */
export type Comes = { readonly after?: number } & (
  | { readonly fields: Readonly<Record<string, string>> }
  | { readonly result: TransportResult }
  | { readonly silence: true }
)

export type Sent = { readonly service: Service; readonly at: number; readonly parameters: readonly Parameter[] }

export type WireScript = {
  readonly client: AlipayClient
  readonly clock: ManualClock
  readonly sent: readonly Sent[]
  /** What came back in time, in order. */
  readonly heard: readonly { readonly service: Service; readonly comes: Comes }[]
  /** `pay@0 query@5000 …` */
  story(): string
}

export function wireScript(script: Partial<Record<Service, readonly Comes[]>>): WireScript {
  const clock = manualClock()
  const sent: Sent[] = []
  const heard: { service: Service; comes: Comes }[] = []
  const client = createAlipayClient({
    gateway: 'http://gateway.invalid/gateway.do',
    partner: testPartner,
    key: testKey,
    clock,
    random: () => 0,
    transport: {
      close: () => undefined,
      async exchange({ body = '', answerTimeoutMs, signal }) {
        const { parameters } = decodeForm(Buffer.from(body), 'UTF-8')
        const service = serviceNamed(valueNamed(parameters, 'service') ?? '') ?? 'query'
        const calls = sent.filter((call) => call.service === service).length
        sent.push({ service, at: clock.now(), parameters })
        const list = script[service] ?? []
        const comes = list[Math.min(calls, list.length - 1)] ?? { silence: true }
        const waits = 'silence' in comes ? Number.POSITIVE_INFINITY : (comes.after ?? 0)
        await clock.sleep(Math.min(waits, answerTimeoutMs), signal)
        if (signal?.aborted === true) return failure('aborted')
        if ('silence' in comes || waits > answerTimeoutMs) return failure('answerTimeout')
        heard.push({ service, comes })
        if ('result' in comes) return comes.result
        return { ok: true, status: 200, contentType: 'text/xml;charset=GBK', body: signedAnswer(comes.fields) }
      },
    },
  })
  return { client, clock, sent, heard, story: () => sent.map(({ service, at }) => `${service}@${at}`).join(' ') }
}

export function failure(kind: 'answerTimeout' | 'aborted' | 'broken' | 'unreachable'): TransportResult {
  return { ok: false, failure: kind, detail: 'scripted', received: new Uint8Array() }
}

/** An answer 200 with this body. */
export function page(body: string | Buffer): TransportResult {
  return { ok: true, status: 200, contentType: 'text/xml;charset=GBK', body: Buffer.from(body) }
}
