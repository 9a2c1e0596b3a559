/**
 * The next hop of a till or a relay, and the port at which it hears from it: the gateway's notifications, or a relay's pushes.
 * Source: introduction.md ("Steps of the four modes"); flows.md §5.
 */
import type { ExtendInfo } from '../../client/index.ts'
import { resolveTimings } from '../../client/index.ts'
import { createTerminalClient, type TerminalCredentials } from '../../terminal-api/terminal-client.ts'
import type { OrderBook } from '../book/order-book.ts'
import type { PaymentRecord } from '../book/records.ts'
import type { StoppableClock } from '../clock.ts'
import { type Bell, openBell } from '../desk/bell.ts'
import { openPort, urlOf } from '../http-server.ts'
import { notificationEndpoint, notifyPath } from '../notify/notification-endpoint.ts'
import type { PosParts } from '../parts.ts'
import type { GatewayAddress, RelayAddress, TillSettings } from '../settings.ts'
import { gatewayHop } from './gateway-hop.ts'
import type { NextHop } from './next-hop.ts'
import { pushEndpoint } from './push-endpoint.ts'

export type HopSettings = TillSettings & (GatewayAddress | RelayAddress)

export type Closer = () => void | Promise<void>

export type HopSurroundings = {
  readonly book: OrderBook
  readonly bell: Bell
  readonly clock: StoppableClock
  /** What is opened here is closed by them, last one first. */
  readonly closers: Closer[]
  /** Whose shop the payment is for. */
  readonly shopOf: (payment: PaymentRecord) => ExtendInfo
  /** As whom it is handed on to a relay; undefined when nobody knows. */
  readonly relayOf: (payment: PaymentRecord) => TerminalCredentials | undefined
}

export type OpenHop = {
  readonly nextHop: NextHop
  /** Where the next hop tells what it has to tell. */
  readonly notifyUrl: string
}

/** @throws (rejects) when the port is taken, or a setting cannot be meant */
export function openNextHop(settings: HopSettings, parts: PosParts, around: HopSurroundings): Promise<OpenHop> {
  return settings.relay === undefined ? openGatewayHop(settings, parts, around) : openRelayHop(settings, parts, around)
}

async function openGatewayHop(
  settings: TillSettings & GatewayAddress,
  parts: PosParts,
  { book, bell, clock, closers, shopOf }: HopSurroundings,
): Promise<OpenHop> {
  const { host = '127.0.0.1', gateway, partner, charset = 'UTF-8', credentials, random, log } = settings
  const { acknowledgement, afterNotification } = parts
  const readNotification = (body: Uint8Array) => parts.readNotification(body, { ...credentials, partner, charset })
  const desk = parts.notificationDesk({ book, bell, clock: settings.clock, log, readNotification, afterNotification })
  const endpoint = notificationEndpoint({ desk, acknowledgement, log })
  const port = await openPort(endpoint, { host, port: settings.notifyPort })
  closers.push(() => port.stop())
  const { notifyUrl = urlOf(host, port.port) + notifyPath } = settings
  const transport = parts.transport(settings)
  const client = parts.client({ ...credentials, gateway, partner, charset, clock, random, transport })
  closers.push(() => client.close())
  const context = (payment: PaymentRecord) => ({ ...settings, shop: shopOf(payment), notifyUrl })
  const nextHop = gatewayHop({
    client,
    loops: parts.loops,
    payOrder: (payment) => parts.payOrder(payment, context(payment)),
    refundOrder: (refund, payment) => parts.refundOrder(refund, payment, context(payment)),
  })
  return { nextHop, notifyUrl }
}

async function openRelayHop(
  settings: TillSettings & RelayAddress,
  parts: PosParts,
  { book, clock, closers, relayOf }: HopSurroundings,
): Promise<OpenHop> {
  const { host = '127.0.0.1', random, log } = settings
  const pushed = openBell(clock)
  const secretFor = (payment: PaymentRecord) => relayOf(payment)?.apiSecret
  const endpoint = pushEndpoint({ book, clock: settings.clock, pushed, log, secretFor })
  const port = await openPort(endpoint, { host, port: settings.notifyPort })
  closers.push(() => port.stop())
  const { answerTimeoutMs } = resolveTimings(settings.timings)
  const client = createTerminalClient({
    url: settings.relay.url,
    // The machine's clock, not the one that stops with the till: an exchange under way may end.
    clock: settings.clock,
    random,
    // The relay itself answers after one such time, with `pending` if it must.
    answerTimeoutMs: 2 * answerTimeoutMs,
  })
  closers.push(() => client.close())
  const nextHop = parts.relayHop({
    api: (payment) => client.as(relayOf(payment) ?? nobody),
    request: parts.relayRequest,
    clock,
    pushed,
  })
  return { nextHop, notifyUrl: settings.notifyUrl ?? urlOf(host, port.port) + notifyPath }
}

/** Refused by every relay: the sale ends as not paid, and the log says why. */
const nobody: TerminalCredentials = { apiKey: 'none' }
