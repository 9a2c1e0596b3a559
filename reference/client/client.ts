/**
 * The client: one call, one signed request, one outcome. It never repeats anything by itself; what comes after an
 * outcome is decided above it (collect-payment.ts, collect-refund.ts). Source: gateway.md §2; flows.md §1.
 */
import { type Charset, charsetNamed } from '../../protocol/charset.ts'
import type { Service } from '../../protocol/service.ts'
import { type CancelOrder, type CancelOutcome, cancelFields, readCancel } from './cancel.ts'
import { AlipayClientError } from './client-error.ts'
import { type Clock, type Random, systemClock, systemRandom } from './clock.ts'
import { type Confirmation, confirmationUrl, readConfirmation } from './confirm-notification.ts'
import { type Credentials, signerOf, verifierOf } from './credentials.ts'
import { type Heard, hear } from './hear.ts'
import { createHttpTransport } from './http-transport.ts'
import type { Exchange } from './outcome.ts'
import { type PayOrder, type PayOutcome, payFields, readPay } from './pay.ts'
import { type QueryOrder, type QueryOutcome, queryFields, readQuery } from './query.ts'
import { type RefundOrder, type RefundOutcome, readRefund, refundFields } from './refund.ts'
import { type RequestFields, type Sender, signRequest } from './request.ts'
import type { Transport } from './transport.ts'

export type ClientSettings = Credentials & {
  /** `https://globalmapi.alipay.com/gateway.do`; the simulator prints its own. No query. */
  readonly gateway: string
  /** The PID: 16 digits that begin with 2088. */
  readonly partner: string
  /** The charset of requests and of all signatures. @default 'UTF-8' */
  readonly charset?: Charset
  /** Until the connection stands. @default 3000. Source: gateway.md §2 */
  readonly connectTimeoutMs?: number
  /** For the whole answer, connection included. @default 15000. Source: gateway.md §2 */
  readonly answerTimeoutMs?: number
  /** @default the machine's */
  readonly clock?: Clock
  /** For the jitter of the loops. @default the machine's */
  readonly random?: Random
  /** @default node:http and node:https, connections kept alive */
  readonly transport?: Transport
}

/** What may differ from call to call. */
export type CallOptions = {
  /** Gives the exchange up; its outcome is then `unknown`, reason `aborted`: the request may have arrived. */
  readonly signal?: AbortSignal
  /** @default the client's */
  readonly answerTimeoutMs?: number
}

export type AlipayClient = {
  readonly partner: string
  readonly clock: Clock
  readonly random: Random
  pay(order: PayOrder, call?: CallOptions): Promise<PayOutcome>
  query(order: QueryOrder, call?: CallOptions): Promise<QueryOutcome>
  cancel(order: CancelOrder, call?: CallOptions): Promise<CancelOutcome>
  refund(order: RefundOrder, call?: CallOptions): Promise<RefundOutcome>
  /** Asks the gateway whether the notification of this id is its own, within a minute of its arrival. */
  confirmNotification(notifyId: string, call?: CallOptions): Promise<Confirmation>
  /** Closes the connections kept for later. */
  close(): void
}

/** Reading stops there: the largest real answer is under 4 KB. */
const answerBytesMax = 1_048_576

/** @throws AlipayClientError on a setting that cannot be meant, ProtocolError on an unusable key */
export function createAlipayClient(settings: ClientSettings): AlipayClient {
  const { partner, clock = systemClock, random = systemRandom } = settings
  const { transport = createHttpTransport({ clock }) } = settings
  const sender: Sender = {
    gateway: gatewayOf(settings.gateway),
    partner,
    charset: charsetOf(settings.charset ?? 'UTF-8'),
    signer: signerOf(settings),
  }
  const verifier = verifierOf(settings)
  const connectTimeoutMs = positive('connectTimeoutMs', settings.connectTimeoutMs ?? 3_000)
  const answerTimeoutMs = positive('answerTimeoutMs', settings.answerTimeoutMs ?? 15_000)

  const bounds = (call: CallOptions) => ({
    connectTimeoutMs,
    answerTimeoutMs: positive('answerTimeoutMs', call.answerTimeoutMs ?? answerTimeoutMs),
    bodyBytesMax: answerBytesMax,
    ...(call.signal && { signal: call.signal }),
  })

  async function ask(service: Service, fields: RequestFields, call: CallOptions): Promise<[Heard, Exchange]> {
    const limits = bounds(call)
    const request = await signRequest(sender, service, fields)
    const sentAt = clock.now()
    const result = await transport.exchange({
      url: request.url,
      method: 'POST',
      headers: {
        'content-type': `application/x-www-form-urlencoded;charset=${sender.charset}`,
        'content-length': String(Buffer.byteLength(request.body)),
        accept: 'text/xml',
      },
      body: request.body,
      ...limits,
    })
    const exchange = { request, sentAt, endedAt: clock.now(), ...receivedOf(result) }
    return [hear(result, request, { verifier, charset: sender.charset }), exchange]
  }

  return {
    partner,
    clock,
    random,
    async pay(order, call = {}) {
      const [heard, exchange] = await ask('pay', payFields(order, { partner, now: clock.now() }), call)
      return readPay(heard, order, exchange)
    },
    async query(order, call = {}) {
      const [heard, exchange] = await ask('query', queryFields(order), call)
      return readQuery(heard, order, exchange)
    },
    async cancel(order, call = {}) {
      const [heard, exchange] = await ask('cancel', cancelFields(order, clock.now()), call)
      return readCancel(heard, order, exchange)
    },
    async refund(order, call = {}) {
      const [heard, exchange] = await ask('refund', refundFields(order), call)
      return readRefund(heard, order, exchange)
    },
    async confirmNotification(notifyId, call = {}) {
      const url = confirmationUrl(sender.gateway, { partner, notifyId })
      return readConfirmation(await transport.exchange({ url, method: 'GET', headers: {}, ...bounds(call) }))
    },
    close: () => transport.close(),
  }
}

function receivedOf(result: Awaited<ReturnType<Transport['exchange']>>): Pick<Exchange, 'received' | 'status'> {
  if (!result.ok) return { received: result.received }
  const { status, contentType, body } = result
  return { received: body, status, ...(contentType !== undefined && { contentType }) }
}

function gatewayOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.search !== '')
    throw new AlipayClientError('UNUSABLE_GATEWAY', { detail: `gateway "${text}" cannot be used.` })
  return url
}

function charsetOf(name: string): Charset {
  const charset = charsetNamed(name)
  if (charset === undefined)
    throw new AlipayClientError('UNUSABLE_SETTING', { detail: `charset "${name}" is none of the gateway's.` })
  return charset
}

function positive(setting: string, value: number): number {
  if (value > 0 && Number.isFinite(value)) return value
  throw new AlipayClientError('UNUSABLE_SETTING', { detail: `${setting} is ${value}.` })
}
