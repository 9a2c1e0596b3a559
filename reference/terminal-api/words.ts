/**
 * The words of the terminal API, version 1: what a till asks of a merchant's backend, and what the conformance kit asks of a
 * system under test. Types only; field names as on the wire. Source: terminal-api.md.
 */

/** `paid`, `not_paid` and `cancelled` are promises about money; `pending` and `unclear` are only late. */
export const paymentStatuses = ['pending', 'paid', 'not_paid', 'cancelled', 'unclear'] as const
export type PaymentStatus = (typeof paymentStatuses)[number]

export const refundStatuses = ['pending', 'refunded', 'not_refunded', 'unclear'] as const
export type RefundStatus = (typeof refundStatuses)[number]

export type PaymentRequest = {
  /** The caller's id: the same id and the same data again are the same payment. */
  readonly payment_id: string
  /** What was scanned. */
  readonly code: string
  /** @default 'barcode' */
  readonly code_type?: 'barcode' | 'qrcode'
  /** Decimal text in major units: `12.30`; `1200` for JPY. */
  readonly amount: string
  readonly currency: string
  readonly subject?: string
  readonly store_id?: string
  readonly terminal_id?: string
}

export type Payment = PaymentRequest & {
  readonly status: PaymentStatus
  /** The sum given back, decimal text. */
  readonly refunded?: string
  readonly partner_trans_id?: string
  readonly alipay_trans_id?: string
  readonly buyer?: string
  /** The gateway's error code. */
  readonly reason?: string
  /** A sentence for the cashier. */
  readonly message?: string
}

export type RefundRequest = {
  readonly refund_id: string
  readonly amount: string
  readonly reason?: string
}

export type Refund = RefundRequest & {
  readonly status: RefundStatus
  readonly message?: string
}

export type PaymentPage = { readonly payments: readonly Payment[]; readonly next: string | null }

/** A result that a relay pushes, streams or lists: what it says of the payment, and of the refund it is about. */
export type RelayEvent = {
  /** The same at every repeat. */
  readonly event_id: string
  readonly type: 'payment' | 'refund'
  /** ISO 8601. */
  readonly created_at: string
  readonly payment: Payment
  readonly refund?: Refund
}

export const features = [
  'cancel',
  'refund',
  'partial_refund',
  'async_refund',
  'notifications',
  'restart',
  'reconciliation',
] as const
export type Feature = (typeof features)[number]

/** In milliseconds, before `time_scale` divides them. */
export type CapabilityTimings = {
  readonly answer_timeout_ms: number
  readonly first_query_ms: number
  readonly query_interval_ms: number
  readonly queries_max: number
  readonly cancel_interval_ms: number
  readonly cancels_max: number
  /** 10: every wait is a tenth. */
  readonly time_scale: number
  /** Of a relay: by what the pauses between two pushes are divided. @default time_scale */
  readonly push_time_scale?: number
}

export type Capabilities = {
  readonly version: 1
  readonly name: string
  readonly role: 'merchant' | 'integrator' | 'acquirer'
  /** A feature that is not listed is not tested and not certified. */
  readonly features: readonly Feature[]
  readonly currencies: readonly string[]
  readonly sign_types: readonly string[]
  readonly charsets: readonly string[]
  readonly timings: CapabilityTimings
}

/** Of the stdio transport; over HTTP they are 400, 404, 409 and 500 with problem details. */
export const terminalErrorCodes = ['bad_request', 'not_found', 'conflict', 'internal'] as const
export type TerminalErrorCode = (typeof terminalErrorCodes)[number]

export const stdioOperations = ['hello', 'pay', 'get', 'cancel', 'refund', 'get_refund', 'list', 'bye'] as const
export type StdioOperation = (typeof stdioOperations)[number]
