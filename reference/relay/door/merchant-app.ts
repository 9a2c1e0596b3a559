/**
 * All that one merchant may call: a till's terminal API over its own part of the book, and its results.
 * Source: terminal-api.md; spot-pay.md §2 (the store and the terminal are the merchant's).
 */
import type { Hono } from 'hono'
import type { Charset } from '../../../protocol/charset.ts'
import { type Clock, resolveTimings, type Timings } from '../../client/index.ts'
import type { Bell } from '../../pos/desk/bell.ts'
import type { Desks } from '../../pos/desk/recover.ts'
import type { PosLog } from '../../pos/log.ts'
import { httpApi } from '../../pos/till/http-api.ts'
import type { readPayment } from '../../pos/till/read-request.ts'
import type { Capabilities } from '../../terminal-api/words.ts'
import type { RelayBook } from '../book/relay-book.ts'
import type { RelayParts } from '../parts.ts'
import { eventsApi } from './events-api.ts'

export type MerchantAppParts = {
  readonly book: RelayBook
  readonly desks: Desks
  readonly bell: Bell
  readonly charset: Charset
  readonly timings: Timings
  readonly parts: Pick<RelayParts, 'ids' | 'readPayment' | 'refusingLatePays' | 'shopProblem' | 'scopeOf' | 'till'>
  readonly log: PosLog
  readonly wake: () => void
  isStopping(): boolean
  readonly merchantId: string
  readonly capabilities: Capabilities
  readonly clock: Pick<Clock, 'now'>
}

export function merchantApp(app: MerchantAppParts): Hono {
  const { book, desks, bell, charset, timings, parts, log, isStopping, merchantId, capabilities, clock, wake } = app
  const readOwnPayment: typeof readPayment = (body, charsetOfText) => {
    const read = parts.readPayment(body, charsetOfText)
    if (!read.ok) return read
    const merchant = book.pages.merchant(merchantId)
    const message = merchant && parts.shopProblem(merchant, read.request)
    return message === undefined ? read : { ok: false, message }
  }
  const scope = parts.scopeOf(merchantId)
  const own = parts.till({
    ...{ book, desks, bell, charset, clock, capabilities, ids: parts.ids },
    readPayment: readOwnPayment,
    patienceMs: resolveTimings(timings).answerTimeoutMs,
    scope,
  })
  const till = parts.refusingLatePays(own, { book, scope })
  return eventsApi({ book, bell, clock, merchantId, isStopping, wake }).route('/', httpApi({ till, log, isStopping }))
}
