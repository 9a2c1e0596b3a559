/**
 * The terminal API from the caller's side: one call, one answer, nothing repeated. What the relay or the network does is an
 * answer, never an exception. Source: terminal-api.md.
 */
import { type Clock, createHttpTransport, type Random, type Transport } from '../client/index.ts'
import { nonceMaker, signedHeaders } from './call-signature.ts'
import type { Payment, PaymentRequest, Refund, RefundRequest } from './words.ts'

export type TerminalCredentials = {
  readonly apiKey: string
  /** With it every call is signed. */
  readonly apiSecret?: string
}

export type TerminalAnswer<Value> =
  | { readonly ok: true; readonly value: Value }
  | {
      readonly ok: false
      /** `silence`: nobody knows whether it was done; the others: it was not. */
      readonly why: 'silence' | 'unknown' | 'conflict' | 'malformed' | 'denied'
      readonly detail: string
    }

/** Of one caller. */
export type TerminalApi = {
  pay(request: PaymentRequest): Promise<TerminalAnswer<Payment>>
  get(paymentId: string): Promise<TerminalAnswer<Payment>>
  cancel(paymentId: string): Promise<TerminalAnswer<Payment>>
  refund(paymentId: string, request: RefundRequest & { readonly is_sync?: boolean }): Promise<TerminalAnswer<Refund>>
  getRefund(paymentId: string, refundId: string): Promise<TerminalAnswer<Refund>>
}

export type TerminalClient = {
  as(credentials: TerminalCredentials): TerminalApi
  close(): void
}

export type TerminalClientSettings = {
  /** `http://127.0.0.1:4300`, without a path. */
  readonly url: string
  readonly clock: Clock
  readonly random: Random
  /** For the whole answer, in milliseconds. */
  readonly answerTimeoutMs: number
  /** @default node:http */
  readonly transport?: Transport
}

const answerBytesMax = 262_144

export function createTerminalClient(settings: TerminalClientSettings): TerminalClient {
  const { url, clock, random, answerTimeoutMs } = settings
  const { transport = createHttpTransport({ clock }) } = settings
  const nonce = nonceMaker({ now: clock.now, random })
  const base = url.replace(/\/$/, '')

  async function ask<Value>({ apiKey, apiSecret }: TerminalCredentials, path: string, send?: unknown) {
    const method = send === undefined ? 'GET' : 'POST'
    const body = send === undefined ? '' : JSON.stringify(send)
    const target = new URL(base + path).pathname
    const call = { method, target, body, timestamp: String(clock.now()), nonce: nonce() }
    const result = await transport.exchange({
      url: base + path,
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        accept: 'application/json',
        ...(method === 'POST' && {
          'content-type': 'application/json',
          'content-length': String(Buffer.byteLength(body)),
        }),
        ...(apiSecret !== undefined && signedHeaders(apiSecret, call)),
      },
      ...(method === 'POST' && { body }),
      connectTimeoutMs: answerTimeoutMs,
      answerTimeoutMs,
      bodyBytesMax: answerBytesMax,
    })
    return result.ok ? readAnswer<Value>(result.status, result.body) : silence(`${result.failure} ${result.detail}`)
  }

  return {
    as: (credentials) => ({
      pay: (request) => ask(credentials, '/payments', request),
      get: (paymentId) => ask(credentials, pathOf(paymentId)),
      cancel: (paymentId) => ask(credentials, `${pathOf(paymentId)}/cancel`, {}),
      refund: (paymentId, request) => ask(credentials, `${pathOf(paymentId)}/refunds`, request),
      getRefund: (paymentId, refundId) =>
        ask(credentials, `${pathOf(paymentId)}/refunds/${encodeURIComponent(refundId)}`),
    }),
    close: () => transport.close(),
  }
}

function pathOf(paymentId: string): string {
  return `/payments/${encodeURIComponent(paymentId)}`
}

const refusals: Readonly<Record<number, 'unknown' | 'conflict' | 'malformed' | 'denied'>> = {
  400: 'malformed',
  401: 'denied',
  403: 'denied',
  404: 'unknown',
  409: 'conflict',
  413: 'malformed',
}

function readAnswer<Value>(status: number, bytes: Uint8Array): TerminalAnswer<Value> {
  const body = objectIn(bytes)
  const why = refusals[status]
  if (why !== undefined) return { ok: false, why, detail: String(body?.detail ?? `status ${status}`) }
  if (status !== 200 || body === undefined) return silence(`status ${status}`)
  return { ok: true, value: body as Value }
}

function objectIn(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const read: unknown = JSON.parse(Buffer.from(bytes).toString())
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

function silence(detail: string): { ok: false; why: 'silence'; detail: string } {
  return { ok: false, why: 'silence', detail }
}
