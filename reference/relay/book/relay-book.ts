/**
 * The order book of a relay: that of a till, and in the same file its merchants, the nonces it has seen and the results it
 * owes. A result is written in the same commit as the state that it tells of: neither is ever without the other.
 */
import type { Instant } from '../../../protocol/beijing-time.ts'
import { groupCommit } from '../../pos/book/group-commit.ts'
import type { OrderBook } from '../../pos/book/order-book.ts'
import { openBookFile, openPages } from '../../pos/book/sqlite-book.ts'
import type { EventDraft } from './event-record.ts'
import type { EventsOf, OpenRelayPages, RelayPages } from './pages.ts'
import { openRelayPages } from './relay-pages.ts'

export type RelayBookParts = {
  readonly eventsOf: EventsOf
  readonly now: () => Instant
  /** Called once the commit is on the disk, with whom it owes something new. */
  readonly onEvents: (merchantIds: ReadonlySet<string>) => void
}

export type RelayBook = Omit<OrderBook, 'pages' | 'write'> & {
  readonly pages: RelayPages
  write<Result>(work: (pages: OpenRelayPages) => Result): Promise<Result>
}

/** @throws as openSqliteBook */
export function openRelayBook(file: string, { eventsOf, now, onEvents }: RelayBookParts): RelayBook {
  const database = openBookFile(file)
  const base = { ...openPages(database), ...openRelayPages(database) }
  const told = new Set<string>()
  const add = (drafts: readonly EventDraft[]) => {
    for (const draft of drafts) {
      base.addEvent(draft)
      told.add(draft.merchantId)
    }
  }
  const pages: OpenRelayPages = {
    ...base,
    putPayment(payment) {
      const before = base.payment(payment.paymentId)
      base.putPayment(payment)
      add(eventsOf.payment(before, payment, base, now()))
    },
    putRefund(refund) {
      const before = base.refund(refund.paymentId, refund.refundId)
      base.putRefund(refund)
      add(eventsOf.refund(before, refund, base, now()))
    },
  }
  const group = groupCommit(database)
  return {
    pages,
    async write(work) {
      const result = await group.add(() => work(pages))
      if (told.size > 0) {
        onEvents(new Set(told))
        told.clear()
      }
      return result
    },
    async close() {
      await group.drained()
      database.close()
    },
  }
}
