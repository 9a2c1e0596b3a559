/**
 * A system integrator or an acquirer put together: the terminal API in, for many merchants that never see each other; a next
 * hop out; a durable book between them, and the results that go back. All it opens it closes again.
 * Source: introduction.md ("Steps of the four modes"); terminal-api.md; design.md ("reference/relay").
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Hono } from 'hono'
import { defaultTimings, resolveTimings } from '../client/index.ts'
import { stoppableClock } from '../pos/clock.ts'
import { openBell } from '../pos/desk/bell.ts'
import { paymentDesk } from '../pos/desk/payment-desk.ts'
import { refundDesk } from '../pos/desk/refund-desk.ts'
import { type Closer, openNextHop } from '../pos/hops/open-next-hop.ts'
import { openPort, urlOf } from '../pos/http-server.ts'
import { ownerOf } from '../pos/till/book-scope.ts'
import { capabilitiesOf } from '../pos/till/capabilities.ts'
import { nonceMaker } from '../terminal-api/call-signature.ts'
import { eventsBellKey } from './door/events-api.ts'
import { merchantApp } from './door/merchant-app.ts'
import { relayApi } from './door/relay-api.ts'
import type { PushDesk } from './events/push-desk.ts'
import { goodParts, type RelayParts } from './parts.ts'
import type { RelaySettings } from './settings.ts'

export type Relay = AsyncDisposable & {
  /** `http://127.0.0.1:4300` */
  readonly url: string
  /** Where its next hop tells what it has to tell. */
  readonly notifyUrl: string
  /** Ends between two steps; what is owed stays in the book and goes on at the next start. */
  stop(): Promise<void>
}

/** @throws (rejects) when a port is taken, the book is another's, or a setting cannot be meant */
export async function startRelay(settings: RelaySettings, parts: RelayParts = goodParts): Promise<Relay> {
  const closers: Closer[] = []
  const stop = async () => {
    for (const closer of closers.splice(0).toReversed()) await closer()
  }
  try {
    const relay = await open(settings, parts, closers)
    return { ...relay, stop, [Symbol.asyncDispose]: stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function open(
  settings: RelaySettings,
  parts: RelayParts,
  closers: Closer[],
): Promise<Pick<Relay, 'url' | 'notifyUrl'>> {
  const { host = '127.0.0.1', charset = 'UTF-8', stateDir, log, port = 0 } = settings
  mkdirSync(stateDir, { recursive: true })
  const clock = stoppableClock(settings.clock)
  const bell = openBell(settings.clock)
  let pushes: PushDesk | undefined
  const book = parts.openRelayBook(join(stateDir, 'orders.db'), {
    eventsOf: parts.eventsOf,
    now: settings.clock.now,
    onEvents(merchantIds) {
      for (const merchantId of merchantIds) bell.ring(eventsBellKey(merchantId))
      pushes?.wake()
    },
  })
  closers.push(() => book.close())
  await book.write((pages) => {
    for (const merchant of settings.merchants) pages.putMerchant(merchant)
  })
  const merchantOf = (paymentKey: string) => book.pages.merchant(ownerOf(paymentKey).merchantId)
  const timings = { ...defaultTimings, ...settings.timings, ...parts.timings }
  const scaledTimings = resolveTimings(timings)

  const { nextHop, notifyUrl } = await openNextHop({ ...settings, shop: {} }, parts, {
    ...{ book, bell, clock, closers },
    shopOf({ paymentId, request }) {
      const merchant = merchantOf(paymentId)
      return merchant === undefined ? {} : parts.shopOf(merchant, request.store_id)
    },
    relayOf({ paymentId }) {
      const merchant = merchantOf(paymentId)
      return merchant && parts.nextCredentials(merchant)
    },
  })
  const { tellPayment, tellRefund } = parts
  const deskParts = { book, nextHop, clock, bell, log, timings, scaledTimings, tellPayment, tellRefund }
  const desks = { payments: paymentDesk(deskParts), refunds: refundDesk(deskParts) }
  const transport = parts.pushTransport(settings)
  const nonce = nonceMaker({ now: settings.clock.now, random: settings.random })
  pushes = parts.pushDesk({
    ...{ book, clock, log, pauseAfterPush: parts.pauseAfterPush },
    push: (one) => parts.push({ transport, clock: settings.clock, nonce }, one),
    timeScale: settings.pushTimeScale ?? scaledTimings.timeScale,
  })
  const { wake, idle } = pushes
  closers.push(async () => {
    clock.stop()
    await Promise.all([desks.payments.idle(), desks.refunds.idle(), idle()])
    transport.close()
  })
  await parts.recover(book, desks, log)

  let stopping = false
  const apps = new Map<string, Hono>()
  const common = { book, desks, bell, charset, timings, parts, log, wake, isStopping: () => stopping }
  const capabilities = capabilitiesOf({ timings, charset, role: settings.role })
  const appOf = (merchantId: string) => {
    const app = apps.get(merchantId) ?? merchantApp({ ...common, merchantId, capabilities, clock: settings.clock })
    apps.set(merchantId, app)
    return app
  }
  const door = parts.openDoor(book, settings.clock)
  const api = relayApi({
    ...{ log, capabilities, operatorKey: settings.operatorKey, appOf },
    ...{ readMerchant: parts.readMerchant, isOperator: parts.isOperator },
    admit: (call) => parts.admit(door, call, settings.clock),
    merchants: () => book.pages.merchants(),
    putMerchant: (merchant) => book.write((pages) => pages.putMerchant(merchant)),
  })
  const terminal = await openPort(api, { host, port })
  closers.push(() => {
    stopping = true
    // Whoever waits for a payment is told `pending` now, and streams end.
    bell.close()
    return terminal.stop()
  })
  return { url: urlOf(host, terminal.port), notifyUrl }
}
