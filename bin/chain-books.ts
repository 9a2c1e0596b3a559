/**
 * The books of a topology whose hops have been stopped: one sale under the id that each hop knows it by, with all that was
 * written down about it there. Source: issue 7 ("the books of every hop agreeing to the cent").
 */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock, systemRandom } from '../reference/client/index.ts'
import type { PaymentRecord, RefundRecord, StepRecord } from '../reference/pos/book/records.ts'
import { openSqliteBook } from '../reference/pos/book/sqlite-book.ts'
import { ownedBy } from '../reference/pos/till/book-scope.ts'
import { viewPayment } from '../reference/pos/till/view.ts'
import type { EventRecord } from '../reference/relay/book/event-record.ts'
import { openRelayBook } from '../reference/relay/book/relay-book.ts'
import { eventsOf } from '../reference/relay/events/events-of.ts'
import { nonceMaker, signedHeaders } from '../reference/terminal-api/call-signature.ts'
import type { Payment } from '../reference/terminal-api/words.ts'
import { demoShop } from './demo-shop.ts'
import type { RunningHop } from './topology-hop.ts'
import type { HopName, HopPlan } from './topology-plan.ts'

/** A sale in the book of one hop. */
export type HopPage = {
  readonly hop: HopName
  readonly payment: PaymentRecord
  readonly refunds: readonly RefundRecord[]
  /** As the hop tells it to whoever calls it. */
  readonly told: Payment
  /** Of the payment and of its refunds. */
  readonly steps: readonly StepRecord[]
  /** What a relay had to tell, and how far that came. */
  readonly events: readonly EventRecord[]
  /** Whether it was told this by its next hop. */
  hasHeard(notifyId: string): boolean
}

export type ChainBooks = {
  /** From the till to the one that calls the gateway. */
  sale(paymentId: string): readonly HopPage[]
  close(): Promise<void>
}

/** @param plans from the gateway outwards; the hops are stopped, for a book belongs to one process at a time */
export function openChainBooks(plans: readonly HopPlan[]): ChainBooks {
  const books = plans.toReversed().map((plan) => ({ plan, book: openBook(plan) }))
  return {
    sale(paymentId) {
      const pages: HopPage[] = []
      let id = paymentId
      for (const { plan, book } of books) {
        const key = plan.command === 'pos' ? id : ownedBy(merchantId).keyOf(id)
        const payment = book.pages.payment(key)
        if (payment === undefined) break
        const refunds = book.pages.refundsOf(key)
        const subjects = [{ paymentId: key }, ...refunds.map(({ refundId }) => ({ paymentId: key, refundId }))]
        pages.push({
          ...{ hop: plan.name, payment, refunds, told: viewPayment(payment, refunds) },
          steps: subjects.flatMap((subject) => book.pages.stepsOf(subject)),
          events: book.events().filter((event) => event.paymentId === key),
          hasHeard: (notifyId) => book.pages.hasNotification(notifyId),
        })
        id = payment.partnerTransId
      }
      return pages
    },
    async close() {
      for (const { book } of books) await book.close()
    },
  }
}

const merchantId = demoShop.secondaryMerchantId ?? ''

function openBook({ command, stateDir }: HopPlan) {
  const file = join(stateDir, 'orders.db')
  if (command === 'pos') return { ...openSqliteBook(file), events: (): readonly EventRecord[] => [] }
  const book = openRelayBook(file, { eventsOf, now: systemClock.now, onEvents: () => undefined })
  return { ...book, events: () => book.pages.events(merchantId, { after: 0, limit: 1_000 }) }
}

/** Resolves when every relay has delivered what it owes, or given it up. */
export async function pushesDone(hops: readonly RunningHop[]): Promise<void> {
  const nonce = nonceMaker({ now: systemClock.now, random: systemRandom })
  for (const { plan } of hops) {
    const [file] = plan.files
    if (file === undefined) continue
    const [merchant] = JSON.parse(file.text) as readonly [{ api_key: string; api_secret: string }]
    for (;;) {
      const target = '/events?limit=500'
      const call = { method: 'GET', target, body: '', timestamp: String(systemClock.now()), nonce: nonce() }
      const headers = { authorization: `Bearer ${merchant.api_key}`, ...signedHeaders(merchant.api_secret, call) }
      const answer = await fetch(plan.url + target, { headers })
      const { events } = (await answer.json()) as { events: readonly { delivery: { state: string } }[] }
      if (!events.some(({ delivery }) => delivery.state === 'due')) break
      await sleep(20)
    }
  }
}
