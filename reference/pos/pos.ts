/**
 * A merchant's backend put together: the client, a durable order book, the terminal API, the address for notifications. All it
 * opens it closes again. Source: terminal-api.md; flows.md §3 (merchant direct); design.md ("reference/pos").
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type AlipayClient, defaultTimings, resolveTimings } from '../client/index.ts'
import type { OrderBook } from './book/order-book.ts'
import { type StoppableClock, stoppableClock } from './clock.ts'
import { type Bell, openBell } from './desk/bell.ts'
import type { DeskParts } from './desk/desk-parts.ts'
import { paymentDesk } from './desk/payment-desk.ts'
import { refundDesk } from './desk/refund-desk.ts'
import { type OpenPort, openPort } from './http-server.ts'
import { notificationEndpoint, notifyPath } from './notify/notification-endpoint.ts'
import { goodParts, type PosParts } from './parts.ts'
import type { PosSettings } from './settings.ts'
import { capabilitiesOf } from './till/capabilities.ts'
import { httpApi } from './till/http-api.ts'
import type { Till } from './till/till.ts'

export type Pos = AsyncDisposable & {
  /** `http://127.0.0.1:4200`; undefined when no port was asked for. */
  readonly url: string | undefined
  /** Where the gateway is told to send notifications. */
  readonly notifyUrl: string
  readonly till: Till
  /** Ends between two steps; what is owed stays in the book and goes on at the next start. */
  stop(): Promise<void>
}

/** @throws (rejects) when a port is taken, the book is another till's, or a setting cannot be meant */
export async function startPos(settings: PosSettings, parts: PosParts = goodParts): Promise<Pos> {
  const closers: Closer[] = []
  const close = async () => {
    for (const closer of closers.splice(0).toReversed()) await closer()
  }
  try {
    const pos = await open(settings, parts, closers)
    return { ...pos, stop: close, [Symbol.asyncDispose]: close }
  } catch (error) {
    await close()
    throw error
  }
}

type Closer = () => void | Promise<void>

async function open(settings: PosSettings, parts: PosParts, closers: Closer[]): Promise<Omit<Pos, 'stop' | symbol>> {
  const { host = '127.0.0.1', charset = 'UTF-8', stateDir, log } = settings
  mkdirSync(stateDir, { recursive: true })
  const book = parts.openBook(join(stateDir, 'orders.db'))
  closers.push(() => book.close())
  const clock = stoppableClock(settings.clock)
  const bell = openBell(settings.clock)
  const timings = { ...defaultTimings, ...settings.timings, ...parts.timings }
  const scaledTimings = resolveTimings(timings)

  const notifyPort = await openNotifyPort(settings, parts, { book, bell })
  closers.push(() => notifyPort.stop())
  const { notifyUrl = urlOf(host, notifyPort.port) + notifyPath } = settings

  const client = openClient(settings, parts, clock)
  closers.push(() => client.close())
  const order = { ...settings, notifyUrl }
  const { loops, tellPayment, tellRefund } = parts
  const deskParts: DeskParts = {
    ...{ book, client, loops, clock, bell, log, timings, scaledTimings, tellPayment, tellRefund },
    payOrder: (payment) => parts.payOrder(payment, order),
    refundOrder: (refund, payment) => parts.refundOrder(refund, payment, order),
  }
  const desks = { payments: paymentDesk(deskParts), refunds: refundDesk(deskParts) }
  closers.push(async () => {
    clock.stop()
    await Promise.all([desks.payments.idle(), desks.refunds.idle()])
  })
  await parts.recover(book, desks, log)

  const till = parts.till({
    ...{ book, desks, bell, charset, ids: parts.ids, readPayment: parts.readPayment, clock: settings.clock },
    capabilities: capabilitiesOf({ timings, charset }),
    patienceMs: scaledTimings.answerTimeoutMs,
  })
  const url =
    settings.port === undefined ? undefined : await openTerminalPort({ ...settings, host }, till, { bell, closers })
  return { url, notifyUrl, till }
}

function openClient(settings: PosSettings, parts: PosParts, clock: StoppableClock): AlipayClient {
  const { gateway, partner, charset = 'UTF-8', credentials, random } = settings
  const transport = parts.transport(settings)
  return parts.client({ ...credentials, gateway, partner, charset, clock, random, transport })
}

type Shared = { readonly book: OrderBook; readonly bell: Bell }

function openNotifyPort(settings: PosSettings, parts: PosParts, { book, bell }: Shared): Promise<OpenPort> {
  const { host = '127.0.0.1', partner, charset = 'UTF-8', credentials, clock, log, notifyPort } = settings
  const { acknowledgement, afterNotification } = parts
  const readNotification = (body: Uint8Array) => parts.readNotification(body, { ...credentials, partner, charset })
  const desk = parts.notificationDesk({ book, bell, clock, log, readNotification, afterNotification })
  return openPort(notificationEndpoint({ desk, acknowledgement, log }), { host, port: notifyPort })
}

type Terminal = { readonly bell: Bell; readonly closers: Closer[] }

async function openTerminalPort(
  { host, port = 0, log }: PosSettings & { readonly host: string },
  till: Till,
  { bell, closers }: Terminal,
): Promise<string> {
  let stopping = false
  const terminal = await openPort(httpApi({ till, log, isStopping: () => stopping }), { host, port })
  closers.push(() => {
    stopping = true
    // Whoever waits for a payment is told `pending` now.
    bell.close()
    return terminal.stop()
  })
  return urlOf(host, terminal.port)
}

function urlOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
