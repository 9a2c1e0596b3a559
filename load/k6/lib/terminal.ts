/** The terminal API as the journeys call it: one call, one answer. Source: terminal-api.md. */
import { type Called, call, countNonsense } from './call.ts'
import type { Sale } from './sale.ts'
import { text } from './settings.ts'

/** `status` is undefined when the answer said nothing that can be read; `error` tells why. */
export type Said = { readonly status: string | undefined; readonly error: string | undefined }

const base = text('LOAD_TERMINAL_URL').replace(/\/+$/, '')
const headers: Readonly<Record<string, string>> = {
  ...JSON.parse(text('LOAD_TERMINAL_HEADERS')),
  'content-type': 'application/json',
}
/** Too late for it: an answer, and no failure. */
const conflict = 409

export function pay({ paymentId, code, amount }: Sale): Said {
  return said(post('/payments', 'pay', { payment_id: paymentId, code, amount, currency: text('LOAD_CURRENCY') }))
}

export function get(paymentId: string): Said {
  return said(call({ method: 'GET', url: `${base}/payments/${paymentId}`, name: 'get', headers }))
}

export function cancel(paymentId: string): Said {
  return said(post(`/payments/${paymentId}/cancel`, 'cancel'))
}

export function refund(paymentId: string, { refundId, amount }: NonNullable<Sale['refund']>): Said {
  return said(post(`/payments/${paymentId}/refunds`, 'refund', { refund_id: refundId, amount }))
}

export function getRefund(paymentId: string, refundId: string): Said {
  const url = `${base}/payments/${paymentId}/refunds/${refundId}`
  return said(call({ method: 'GET', url, name: 'get refund', headers }))
}

/**
 * By the key, Go's client knows that it may send the call again when the idle connection that it took was just being closed,
 * as every client of a till would: the same ids never do anything twice.
 */
function post(path: string, name: string, body: object = {}): Called {
  const keyed = { ...headers, 'idempotency-key': path }
  return call({
    method: 'POST',
    url: base + path,
    name,
    headers: keyed,
    body: JSON.stringify(body),
    expected: [conflict],
  })
}

function said({ status, body, error }: Called): Said {
  if (error !== undefined) return { status: undefined, error }
  if (status === conflict) return { status: undefined, error: 'conflict' }
  try {
    const { status: word } = JSON.parse(body) as { status?: unknown }
    if (typeof word === 'string') return { status: word, error: undefined }
  } catch {
    // Told below, like a body without a status.
  }
  return { status: undefined, error: countNonsense() }
}
