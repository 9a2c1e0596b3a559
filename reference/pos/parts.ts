/**
 * What a till is put together from. Each part may be taken out and another put in: a proxy for the transport, another book,
 * and, for the conformance kit, a part with a mistake in it (defects/). The good ones are here.
 */
import {
  type AlipayNotification,
  collectPayment,
  collectRefund,
  createAlipayClient,
  createHttpTransport,
  type NotificationSettings,
  readNotification,
  settlePayment,
  type Timings,
  type Transport,
} from '../client/index.ts'
import type { OpenPages, OrderBook } from './book/order-book.ts'
import { openSqliteBook } from './book/sqlite-book.ts'
import type { Loops } from './desk/desk-parts.ts'
import { recover } from './desk/recover.ts'
import { tellPayment, tellRefund } from './desk/tell.ts'
import { relayHop, relayRequest } from './hops/relay-hop.ts'
import { derivedIds, type Ids } from './ids.ts'
import { afterNotification, type Consequence, type Genuine } from './notify/after-notification.ts'
import { notificationDesk } from './notify/notification-desk.ts'
import { acknowledgement } from './notify/notification-endpoint.ts'
import { payOrder, refundOrder } from './orders.ts'
import type { PosSettings } from './settings.ts'
import { readPayment } from './till/read-request.ts'
import { createTill } from './till/till.ts'

export type PosParts = {
  /** Carries the requests to the gateway and the answers back. */
  readonly transport: (settings: PosSettings) => Transport
  readonly client: typeof createAlipayClient
  /** Above those of the settings. */
  readonly timings: Partial<Timings>
  readonly loops: Loops
  /** When a relay stands before the gateway. */
  readonly relayHop: typeof relayHop
  readonly relayRequest: typeof relayRequest
  readonly openBook: (file: string) => OrderBook
  readonly ids: Ids
  readonly payOrder: typeof payOrder
  readonly refundOrder: typeof refundOrder
  readonly tellPayment: typeof tellPayment
  readonly tellRefund: typeof tellRefund
  readonly recover: typeof recover
  readonly till: typeof createTill
  readonly readPayment: typeof readPayment
  readonly readNotification: (body: Uint8Array, settings: NotificationSettings) => AlipayNotification
  readonly afterNotification: (notification: Genuine, pages: OpenPages) => Consequence
  readonly notificationDesk: typeof notificationDesk
  readonly acknowledgement: typeof acknowledgement
}

export const goodParts: PosParts = {
  // The machine's clock, not the one that stops with the till: an exchange under way may end.
  transport: ({ clock }) => createHttpTransport({ clock }),
  client: createAlipayClient,
  timings: {},
  loops: { collectPayment, settlePayment, collectRefund },
  relayHop,
  relayRequest,
  openBook: openSqliteBook,
  ids: derivedIds,
  payOrder,
  refundOrder,
  tellPayment,
  tellRefund,
  recover,
  till: createTill,
  readPayment,
  readNotification,
  afterNotification,
  notificationDesk,
  acknowledgement,
}
