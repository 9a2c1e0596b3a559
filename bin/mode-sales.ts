/**
 * One sale of each kind at the till of a running topology: what the customer's phone shows, what the gateway is made to do,
 * and how the sale is expected to end. The demonstration walks this table, and so does the test of the modes.
 * Source: introduction.md ("Steps of the four modes"); flows.md §1, §2, §4.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Payment, Refund } from '../reference/terminal-api/words.ts'
import type { Topology } from './topology.ts'

export type SaleKind = {
  readonly name: string
  /** The number of a behaviour of the simulator. */
  readonly behaviour: string
  readonly after?: 'cancel' | 'refund' | 'refund later'
  readonly status: Payment['status']
  /** Given back by refunds. */
  readonly refunded: string
  /** What the ledger of the gateway says in the end. */
  readonly trade: 'TRADE_SUCCESS' | 'TRADE_CLOSED' | 'none'
  /** What the customer's phone says, oldest first; `*` by SMS as well. */
  readonly messages: readonly string[]
}

export const price = '12.30'
export const refundPrice = '2.30'

export const saleKinds: readonly SaleKind[] = [
  { name: 'paid', behaviour: '0000', status: 'paid', refunded: '0.00', trade: 'TRADE_SUCCESS', messages: ['paid*'] },
  {
    name: 'password',
    behaviour: '0101',
    status: 'paid',
    refunded: '0.00',
    trade: 'TRADE_SUCCESS',
    messages: ['password wanted', 'paid*'],
  },
  {
    name: 'refused',
    behaviour: '0206',
    status: 'not_paid',
    refunded: '0.00',
    trade: 'none',
    messages: ['refused*'],
  },
  {
    name: 'unknown then paid',
    behaviour: '0303',
    status: 'paid',
    refunded: '0.00',
    trade: 'TRADE_SUCCESS',
    messages: ['paid*'],
  },
  {
    name: 'cancelled',
    behaviour: '0000',
    after: 'cancel',
    status: 'cancelled',
    refunded: '0.00',
    trade: 'TRADE_CLOSED',
    messages: ['paid*', 'cancelled*'],
  },
  {
    name: 'refunded',
    behaviour: '0000',
    after: 'refund',
    status: 'paid',
    refunded: refundPrice,
    trade: 'TRADE_SUCCESS',
    messages: ['paid*', 'refunded*'],
  },
  {
    name: 'refunded later',
    behaviour: '0426',
    after: 'refund later',
    status: 'paid',
    refunded: refundPrice,
    trade: 'TRADE_SUCCESS',
    messages: ['paid*', 'refund accepted', 'refunded*'],
  },
]

export type Sale = {
  readonly kind: SaleKind
  readonly paymentId: string
  readonly buyer: string
  /** As the till tells it in the end. */
  readonly payment: Payment
  readonly refund?: Refund
}

export const refundId = 'R1'

/** Takes a sale from the cashier's first click until nothing is pending at the till. */
export async function makeSale(chain: Topology, kind: SaleKind): Promise<Sale> {
  const { partner } = chain
  const paymentId = `SALE-${kind.name.toUpperCase().replaceAll(' ', '-')}`
  const { user_id: buyer } = await partner.buyers.create({ language: 'en', balance: '1000.00', password_above: null })
  const { code } = await partner.buyers.code(buyer)
  await partner.rules.put([
    { id: kind.name.replaceAll(' ', '-'), match: { code: { exactly: code } }, behaviour: kind.behaviour },
  ])
  const till = tillAt(chain.till().plan.url)
  await till.ask<Payment>('/payments', { payment_id: paymentId, code, amount: price, currency: 'USD' })
  const path = `/payments/${paymentId}`
  let payment = await till.settled<Payment>(path)
  if (kind.after === undefined) return { kind, paymentId, buyer, payment }
  if (kind.after === 'cancel') {
    await till.ask<Payment>(`${path}/cancel`, {})
    return { kind, paymentId, buyer, payment: await till.settled<Payment>(path) }
  }
  const isSync = kind.after === 'refund'
  await till.ask<Refund>(`${path}/refunds`, { refund_id: refundId, amount: refundPrice, is_sync: isSync })
  const refund = await till.settled<Refund>(`${path}/refunds/${refundId}`)
  payment = await till.ask<Payment>(path)
  return { kind, paymentId, buyer, payment, refund }
}

function tillAt(url: string) {
  const ask = async <Value>(path: string, body?: object): Promise<Value> => {
    const answer = await fetch(url + path, body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`The till said ${answer.status} to ${path}: ${await answer.text()}`)
    return (await answer.json()) as Value
  }
  return {
    ask,
    async settled<Value extends { readonly status: string }>(path: string): Promise<Value> {
      for (;;) {
        const value = await ask<Value>(path)
        if (value.status !== 'pending') return value
        await sleep(20)
      }
    },
  }
}
