/**
 * The whole loop of a sale: pay, find out, cancel what stays unclear; it ends in a definite state or says that a person
 * must look. Source: flows.md §1.
 */
import type { AlipayClient } from './client.ts'
import type { PayOrder } from './pay.ts'
import { notPaid, type PaymentEnd } from './payment-end.ts'
import { type BegunPayment, type PaymentOptions, startWalk } from './payment-walk.ts'

/**
 * Takes a payment and finds out what became of it. Sends one pay, never a second one and never another id.
 * @throws AlipayClientError on timings that cannot be meant, and on an order that the charset cannot write: then nothing
 * was sent. What `onStep` or the clock throws passes through.
 */
export async function collectPayment(
  client: AlipayClient,
  order: PayOrder,
  options: PaymentOptions = {},
): Promise<PaymentEnd> {
  const walk = startWalk(client, order, options)
  if (walk.gaveUp()) return notPaid('NOT_SENT')
  return walk.from(await walk.pay(order))
}

/**
 * Goes on with a payment that was begun and not ended, after a crash: it never sends a pay. `startAt: 'cancel'` for one
 * that was being cancelled, or that is to be cancelled now.
 * @throws as {@link collectPayment}
 */
export async function settlePayment(
  client: AlipayClient,
  payment: BegunPayment,
  options: PaymentOptions & { readonly startAt?: 'query' | 'cancel' } = {},
): Promise<PaymentEnd> {
  return startWalk(client, payment, options).from({ do: options.startAt ?? 'query' })
}
