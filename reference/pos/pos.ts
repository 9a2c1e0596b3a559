/**
 * A merchant's backend put together: the client, a durable order book, the terminal API, the address for notifications. All it
 * opens it closes again. Source: terminal-api.md; flows.md §3 (merchant direct); design.md ("reference/pos").
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { defaultTimings, resolveTimings } from '../client/index.ts'
import { stoppableClock } from './clock.ts'
import { type Bell, openBell } from './desk/bell.ts'
import type { DeskParts } from './desk/desk-parts.ts'
import { paymentDesk } from './desk/payment-desk.ts'
import { refundDesk } from './desk/refund-desk.ts'
import { type Closer, openNextHop } from './hops/open-next-hop.ts'
import { openPort, urlOf } from './http-server.ts'
import { goodParts, type PosParts } from './parts.ts'
import type { AnyPosSettings } from './settings.ts'
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
export async function startPos(settings: AnyPosSettings, parts: PosParts = goodParts): Promise<Pos> {
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

async function open(settings: AnyPosSettings, parts: PosParts, closers: Closer[]): Promise<Omit<Pos, 'stop' | symbol>> {
  const { host = '127.0.0.1', charset = 'UTF-8', stateDir, log } = settings
  mkdirSync(stateDir, { recursive: true })
  const book = parts.openBook(join(stateDir, 'orders.db'))
  closers.push(() => book.close())
  const clock = stoppableClock(settings.clock)
  const bell = openBell(settings.clock)
  const timings = { ...defaultTimings, ...settings.timings, ...parts.timings }
  const scaledTimings = resolveTimings(timings)

  const { nextHop, notifyUrl } = await openNextHop(settings, parts, {
    ...{ book, bell, clock, closers },
    shopOf: () => settings.shop,
    relayOf: () => settings.relay,
  })
  const { tellPayment, tellRefund } = parts
  const deskParts: DeskParts = {
    ...{ book, nextHop, clock, bell, log, timings, scaledTimings, tellPayment, tellRefund },
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

type Terminal = { readonly bell: Bell; readonly closers: Closer[] }

async function openTerminalPort(
  { host, port = 0, log }: AnyPosSettings & { readonly host: string },
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
