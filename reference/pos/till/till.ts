/**
 * What a till may ask for, in the words of the terminal API and without a transport. Idempotent by the caller's ids: the book
 * decides in one writing whether something is new. Source: terminal-api.md.
 */
import type { Charset } from '../../../protocol/charset.ts'
import type { Clock } from '../../client/index.ts'
import type { Capabilities, Payment, PaymentPage, Refund, TerminalErrorCode } from '../../terminal-api/words.ts'
import type { OrderBook } from '../book/order-book.ts'
import type { Bell } from '../desk/bell.ts'
import { giveUp } from '../desk/give-up.ts'
import type { Desks } from '../desk/recover.ts'
import { refundKey } from '../desk/refund-desk.ts'
import type { Ids } from '../ids.ts'
import { type BookScope, wholeBook } from './book-scope.ts'
import { newPayment, newRefund } from './new-record.ts'
import { isSamePayment, type readPayment, readRefund } from './read-request.ts'
import { viewPayment, viewRefund } from './view.ts'

export type TillAnswer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly code: TerminalErrorCode; readonly message: string }

export type Till = {
  capabilities(): Capabilities
  pay(body: unknown): Promise<TillAnswer<Payment>>
  get(paymentId: string): TillAnswer<Payment>
  cancel(paymentId: string): Promise<TillAnswer<Payment>>
  refund(paymentId: string, body: unknown): Promise<TillAnswer<Refund>>
  getRefund(paymentId: string, refundId: string): TillAnswer<Refund>
  list(query: { readonly cursor?: unknown; readonly limit?: unknown }): TillAnswer<PaymentPage>
}

export type TillParts = {
  readonly book: OrderBook
  readonly desks: Desks
  readonly bell: Bell
  readonly clock: Pick<Clock, 'now'>
  readonly ids: Ids
  readonly readPayment: typeof readPayment
  readonly charset: Charset
  readonly capabilities: Capabilities
  /** How long a call waits for what it has begun, before it answers `pending`. */
  readonly patienceMs: number
  /** Which part of the book the caller sees. @default all of it */
  readonly scope?: BookScope
}

export function createTill(parts: TillParts): Till {
  const { book, desks, bell, charset, patienceMs, scope = wholeBook } = parts
  const { pages } = book

  function get(paymentId: string): TillAnswer<Payment> {
    const key = scope.keyOf(paymentId)
    const payment = pages.payment(key)
    return payment === undefined ? unknownPayment(paymentId) : ok(viewPayment(payment, pages.refundsOf(key)))
  }

  function getRefund(paymentId: string, refundId: string): TillAnswer<Refund> {
    const refund = pages.refund(scope.keyOf(paymentId), refundId)
    if (refund !== undefined) return ok(viewRefund(refund))
    return refuse('not_found', `The payment "${paymentId}" has no refund "${refundId}".`)
  }

  async function untilKnown(paymentId: string): Promise<TillAnswer<Payment>> {
    const key = scope.keyOf(paymentId)
    if (pages.payment(key)?.status === 'pending') await bell.wait(key, patienceMs)
    return get(paymentId)
  }

  return {
    capabilities: () => parts.capabilities,
    get,
    getRefund,

    async pay(body) {
      const read = parts.readPayment(body, charset)
      if (!read.ok) return refuse('bad_request', read.message)
      const { request, amount } = read
      const paymentId = request.payment_id
      const key = scope.keyOf(paymentId)
      const begun = await book.write((open) => {
        const known = open.payment(key)
        if (known !== undefined) return isSamePayment(known.request, request, amount.currency)
        const payment = newPayment(parts, read, key)
        if (open.paymentNamed(payment.partnerTransId) !== undefined) return false
        open.putPayment(payment)
        return true
      })
      if (!begun) return refuse('conflict', `"${paymentId}" is another payment already.`)
      desks.payments.start(key)
      return untilKnown(paymentId)
    },

    async cancel(paymentId) {
      const key = scope.keyOf(paymentId)
      const givenUp = await book.write((open) => {
        const payment = open.payment(key)
        const next = payment && giveUp(payment, open.refundsOf(key))
        if (next?.kind === 'write') open.putPayment(next.payment)
        return next
      })
      if (givenUp === undefined) return unknownPayment(paymentId)
      if (givenUp.kind === 'refused') return refuse('conflict', givenUp.message)
      desks.payments.abort(key)
      return untilKnown(paymentId)
    },

    async refund(paymentId, body) {
      const paymentKey = scope.keyOf(paymentId)
      const payment = pages.payment(paymentKey)
      if (payment === undefined) return unknownPayment(paymentId)
      const read = readRefund(body, payment.amount.currency, charset)
      if (!read.ok) return refuse('bad_request', read.message)
      const refundId = read.request.refund_id
      const begun = await book.write((open) => newRefund(open, parts.ids, { ...read, paymentId: paymentKey }))
      if (!begun.ok) return refuse('conflict', begun.message)
      const key = refundKey({ paymentId: paymentKey, refundId })
      desks.refunds.start(key)
      if (pages.refund(paymentKey, refundId)?.owes === 'refund') await bell.wait(key, patienceMs)
      return getRefund(paymentId, refundId)
    },

    list({ cursor = '0', limit = '100' }) {
      const after = wholeNumber(cursor)
      const most = wholeNumber(limit)
      if (after === undefined) return refuse('bad_request', 'cursor must be the `next` of an earlier page.')
      if (most === undefined || most < 1 || most > 500) return refuse('bad_request', 'limit must be 1 to 500.')
      const page = pages.payments({ after, limit: most, keysFrom: scope.keyOf('') })
      const payments = page.map((payment) => viewPayment(payment, pages.refundsOf(payment.paymentId)))
      return ok({ payments, next: page.length < most ? null : String(page.at(-1)?.position ?? after) })
    },
  }
}

function wholeNumber(value: unknown): number | undefined {
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

function ok<Value>(value: Value): TillAnswer<Value> {
  return { ok: true, value }
}

function refuse(code: TerminalErrorCode, message: string): TillAnswer<never> {
  return { ok: false, code, message }
}

function unknownPayment(paymentId: string): TillAnswer<never> {
  return refuse('not_found', `There is no payment "${paymentId}".`)
}
