/**
 * A call on the line between an integrator and its acquirer: what it is, who makes it, and the answers that a line can spoil.
 * Source: terminal-api.md; docs/modes.md.
 */
import type { IncomingMessage } from 'node:http'
import { isSignedWith, signatureHeaders, signedHeaders } from '../../reference/terminal-api/call-signature.ts'
import type { Clock } from '../../simulator/clock.ts'
import type { NextCall } from '../verdict/chain-seen.ts'
import { objectIn, withoutCodes } from './heard-result.ts'
import type { MerchantPlaces } from './kit-merchants.ts'

export type HopCall = {
  readonly incoming: IncomingMessage
  readonly target: string
  readonly body: string
  readonly call: string
  readonly paymentId: string
  readonly refundId: string | undefined
}

export type HopAnswer = { readonly status: number; readonly text: string }

/** Which call of the terminal API it is, or a push of the acquirer. */
export function readCall(incoming: IncomingMessage, body: string): HopCall {
  const target = incoming.url ?? '/'
  const [, , first, more, last] = target.split('/').map((part) => decodeURIComponent(part))
  const asked = objectIn(body)
  const payment = asked?.payment as Readonly<Record<string, unknown>> | undefined
  const isGet = incoming.method === 'GET'
  const read = { incoming, target, body }
  if (target === '/notify')
    return { ...read, call: 'push', paymentId: String(payment?.payment_id), refundId: undefined }
  if (first === undefined) return { ...read, call: 'pay', paymentId: String(asked?.payment_id), refundId: undefined }
  const call = more === 'cancel' ? 'cancel' : more === 'refunds' ? (isGet ? 'get refund' : 'refund') : 'get'
  const refundId = call === 'refund' ? String(asked?.refund_id) : last
  return { ...read, call, paymentId: first, refundId }
}

export function whoCalls(
  { headers, method = 'GET' }: IncomingMessage,
  { target, body }: HopCall,
  merchants: readonly MerchantPlaces[],
): Pick<NextCall, 'merchant' | 'signed'> {
  const merchant = merchants.find(({ next }) => headers.authorization === `Bearer ${next.apiKey}`)
  const header = (name: keyof typeof signatureHeaders) => String(headers[signatureHeaders[name]] ?? '')
  const signed = { method, target, body, timestamp: header('timestamp'), nonce: header('nonce') }
  return {
    merchant: merchant?.name ?? '',
    signed: merchant !== undefined && isSignedWith(merchant.next.apiSecret, signed, header('signature')),
  }
}

/** Those that belong to the call itself. */
export function passedOn({ headers }: IncomingMessage): Record<string, string> {
  const names = ['authorization', 'content-type', ...Object.values(signatureHeaders)]
  return Object.fromEntries(
    names.flatMap((name) => (headers[name] === undefined ? [] : [[name, String(headers[name])]])),
  )
}

export function changed({ status, text }: HopAnswer, change: Readonly<Record<string, string>>): HopAnswer {
  const said = objectIn(text)
  if (said === undefined) return { status, text }
  const known = Object.entries(change).filter(([name]) => name in said)
  return { status, text: JSON.stringify({ ...said, ...Object.fromEntries(known) }) }
}

/** Whoever knows the address says that it was paid, or was not: the other of what is true. */
export async function forge(url: string, truth: string, clock: Clock): Promise<void> {
  const payment = objectIn(truth) ?? {}
  const status = payment.status === 'paid' ? 'not_paid' : 'paid'
  const event = { event_id: 'evt_forged', type: 'payment', created_at: '', payment: { ...payment, status } }
  const body = withoutCodes(JSON.stringify(event))
  const call = { method: 'POST', target: '/notify', body, timestamp: String(clock.now()), nonce: 'forged-forged' }
  const headers = { 'content-type': 'application/json', ...signedHeaders('guessed-secret', call) }
  await fetch(url, { method: 'POST', headers, body })
}
