/**
 * Takes what was posted to the notification address: verified, written down and booked in one writing, and only then
 * acknowledged. A repeat is acknowledged and booked no second time.
 * Source: flows.md §5; signature.md §3, §5; certification.md §6 (K21).
 */
import { hash } from 'node:crypto'
import type { AlipayNotification, Clock } from '../../client/index.ts'
import type { OpenPages, OrderBook } from '../book/order-book.ts'
import type { Bell } from '../desk/bell.ts'
import { refundKey } from '../desk/refund-desk.ts'
import type { PosLog } from '../log.ts'
import type { Consequence, Genuine } from './after-notification.ts'

export type NotificationParts = {
  readonly book: OrderBook
  readonly bell: Bell
  readonly clock: Pick<Clock, 'now'>
  readonly log: PosLog
  readonly readNotification: (body: Uint8Array) => AlipayNotification
  readonly afterNotification: (notification: Genuine, pages: OpenPages) => Consequence
}

/** `refused`: forged, changed, or about nothing that we know. The others are acknowledged. */
export type Receipt = 'stored' | 'known' | 'refused'

export type NotificationDesk = { receive(body: Uint8Array): Promise<Receipt> }

export function notificationDesk(parts: NotificationParts): NotificationDesk {
  const { book, clock, log, readNotification, afterNotification } = parts

  async function keep(notification: Genuine, body: Uint8Array): Promise<Receipt> {
    // Repeats carry the same id; one without an id is known by its bytes.
    const notifyId = notification.notifyId ?? hash('sha256', body)
    const consequence = await book.write((pages) => {
      if (pages.hasNotification(notifyId)) return undefined
      const next = afterNotification(notification, pages)
      if (next.kind === 'foreign') return next
      pages.addNotification({ notifyId, receivedAt: clock.now(), body })
      enter(pages, next, clock.now())
      return next
    })
    if (consequence === undefined) return 'known'
    if (consequence.kind === 'foreign') {
      log({ level: 'alarm', what: 'A genuine notification is not about this book.', detail: consequence.why })
      return 'refused'
    }
    announce(parts, consequence)
    return 'stored'
  }

  return {
    async receive(body) {
      const notification = readNotification(body)
      if (notification.notification !== 'refused') return keep(notification, body)
      const { problem } = notification
      log({ level: 'alarm', what: 'A notification was not believed.', detail: problem })
      return 'refused'
    },
  }
}

function enter(pages: OpenPages, consequence: Consequence, at: number): void {
  if (consequence.kind !== 'refund') return
  const { refund } = consequence
  const { paymentId, refundId, status } = refund
  pages.putRefund(refund)
  pages.addStep({ paymentId, refundId, at, event: 'settled', step: status, detail: 'by a notification' })
}

function announce({ bell, log }: NotificationParts, consequence: Consequence): void {
  if (consequence.kind === 'refund') bell.ring(refundKey(consequence.refund))
  if (consequence.kind === 'alarm') log({ level: 'alarm', what: consequence.what, paymentId: consequence.paymentId })
}
