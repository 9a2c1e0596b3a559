/**
 * The address that a relay pushes results to: signed by the secret of the caller it is about, written down once by its event
 * id, and only then acknowledged. It settles nothing: it wakes whoever waits, and the relay is asked.
 * Source: introduction.md ("by the pre-defined notification method"); flows.md §5 (the same rules for Alipay's own).
 */
import { Hono } from 'hono'
import type { Clock } from '../../client/index.ts'
import { isSignedWith, signatureHeaders } from '../../terminal-api/call-signature.ts'
import type { RelayEvent } from '../../terminal-api/words.ts'
import type { OrderBook } from '../book/order-book.ts'
import type { PaymentRecord } from '../book/records.ts'
import type { Bell } from '../desk/bell.ts'
import { boundedBody } from '../http-server.ts'
import { messageOf, type PosLog } from '../log.ts'
import { notifyPath } from '../notify/notification-endpoint.ts'

export type PushEndpointParts = {
  readonly book: OrderBook
  readonly clock: Pick<Clock, 'now'>
  readonly pushed: Bell
  readonly log: PosLog
  /** What pushes about this payment are signed with; undefined when they cannot be told from anybody's. */
  readonly secretFor: (payment: PaymentRecord) => string | undefined
}

export function pushEndpoint({ book, clock, pushed, log, secretFor }: PushEndpointParts): Hono {
  const refuse = (detail: string) => {
    log({ level: 'alarm', what: 'A push was not believed.', detail })
    return new Response('refused', { status: 400 })
  }
  const app = new Hono()
  app.post(notifyPath, async (c) => {
    const body = await boundedBody(c.req.raw)
    if (body === undefined) return new Response('too large', { status: 413 })
    const event = readEvent(body)
    const payment = event && book.pages.paymentNamed(event.payment.payment_id)
    if (event === undefined || payment === undefined) return refuse('it is about no payment of ours')
    const header = (name: keyof typeof signatureHeaders) => c.req.header(signatureHeaders[name]) ?? ''
    const secret = secretFor(payment)
    const { pathname, search } = new URL(c.req.url)
    const signed = {
      method: 'POST',
      target: pathname + search,
      body,
      timestamp: header('timestamp'),
      nonce: header('nonce'),
    }
    if (secret === undefined || !isSignedWith(secret, signed, header('signature')))
      return refuse('its signature is wrong')
    const isNew = await book.write((pages) => {
      if (pages.hasNotification(event.event_id)) return false
      pages.addNotification({ notifyId: event.event_id, receivedAt: clock.now(), body })
      return true
    })
    if (isNew) pushed.ring(payment.paymentId)
    return new Response('success')
  })
  app.notFound(() => new Response(`pushes go to ${notifyPath}`, { status: 404 }))
  app.onError((error) => {
    // Not written down, so not acknowledged: it comes again.
    log({ level: 'alarm', what: 'A push could not be written down.', detail: messageOf(error) })
    return new Response('failed', { status: 500 })
  })
  return app
}

function readEvent(body: Uint8Array): RelayEvent | undefined {
  try {
    const read = JSON.parse(Buffer.from(body).toString()) as Partial<RelayEvent> | null
    const isEvent = typeof read?.event_id === 'string' && typeof read.payment?.payment_id === 'string'
    return isEvent ? (read as RelayEvent) : undefined
  } catch {
    return undefined
  }
}
