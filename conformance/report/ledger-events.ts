/** What happened to the trades of a sale and when, read from the times that the ledger keeps. Pure. */
import type { RefundView, TransactionView } from '../../simulator/admin/client/index.ts'
import type { Call, Sale } from '../verdict/evidence.ts'
import type { Moment } from './moment.ts'

export type LedgerEvent = {
  readonly at: number
  readonly order: string
  /** Which call may have done it, and if none did: who acted on whom. */
  readonly by: 'pay' | 'cancel' | 'refund'
  readonly from: Moment['from']
  readonly words: string
  /** Of a refund: its id on the wire. */
  readonly refundId?: string
}

/** In the order of time. */
export function ledgerEvents({ trades }: Sale): readonly LedgerEvent[] {
  return trades.flatMap(eventsOf).toSorted((a, b) => a.at - b.at)
}

function eventsOf(trade: TransactionView): readonly LedgerEvent[] {
  const { partner_trans_id: order, trans_amount: price, paid_at: paid, closed_at: closed, closed_by: by } = trade
  const basics = { order, by: 'pay', from: 'gateway' } as const
  const amount = `${price.amount} ${price.currency}`
  const started = Date.parse(trade.created_at.iso)
  const waited = paid !== null && Date.parse(paid.iso) > started
  return [
    { ...basics, at: started, words: paid !== null && !waited ? 'trade made' : 'trade made, waits for the customer' },
    ...(paid === null
      ? []
      : [{ ...basics, at: Date.parse(paid.iso), from: 'customer' as const, words: `${amount} charged` }]),
    ...(closed === null || by === 'refund'
      ? []
      : [
          {
            ...basics,
            at: Date.parse(closed.iso),
            by: by === 'cancel' ? ('cancel' as const) : ('pay' as const),
            words: closedWords(by, paid === null ? undefined : amount),
          },
        ]),
    ...trade.refunds.flatMap((refund) => refundEvents(refund, order)),
  ]
}

function closedWords(by: TransactionView['closed_by'], paid: string | undefined): string {
  const back = paid === undefined ? '' : `, ${paid} given back`
  return by === 'cancel' ? `trade cancelled${back}` : by === 'expiry' ? 'trade closed: time is over' : 'trade refused'
}

function refundEvents(refund: RefundView, order: string): readonly LedgerEvent[] {
  const { partner_refund_id: refundId, refund_amount: given, done_at: done, failed_at: failed } = refund
  const basics = { order, by: 'refund', from: 'gateway', refundId } as const
  const amount = `${given.amount} ${given.currency}`
  if (done !== null) return [{ ...basics, at: Date.parse(done.iso), words: `${amount} given back` }]
  if (failed !== null) return [{ ...basics, at: Date.parse(failed.iso), words: `refund of ${amount} failed` }]
  return [{ ...basics, at: Date.parse(refund.requested_at.iso), words: `refund of ${amount} noted for later` }]
}

/** Whether it happened while that call was carried out. The ledger's clock and the journal's are the same. */
export function isDoneBy({ service, partnerTransId, at, endedAt, values }: Call, event: LedgerEvent): boolean {
  if (service !== event.by || partnerTransId !== event.order) return false
  if (event.refundId !== undefined && values.get('partner_refund_id') !== event.refundId) return false
  return event.at >= at && event.at <= Math.max(endedAt, at)
}
