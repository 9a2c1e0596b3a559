/** What the journeys told, kept small: a soak has a million of them. */

import { maskIdentityCode } from '../../protocol/identity-code.ts'
import { type BookFact, markOf, type SaleFact } from '../audit/facts.ts'
import type { Journey } from '../k6/lib/plans.ts'
import { nthSale, type SaleSettings } from '../k6/lib/sale.ts'
import { quantile, type TimelineEvent } from '../report/timeline.ts'
import type { Told } from './journey-line.ts'

type Kept = TimelineEvent & { readonly n: number; readonly id: string; readonly refunded?: string }

export type ToldBox = {
  add(told: Told): void
  events(): readonly TimelineEvent[]
  /** Ids of the payments that were begun. */
  ids(): readonly string[]
  sales(): readonly SaleFact[]
  /** Where k6 itself is the shop: what it heard is its book. */
  ownBook(): readonly BookFact[]
  /** To a definite result: sorted, milliseconds. */
  times(): readonly number[]
}

export function toldBox(settings: SaleSettings, journey: Journey): ToldBox {
  const kept: Kept[] = []
  // The storm tells of notifications; its sales were made before it.
  const paying = () => (journey === 'notify' ? [] : kept)
  const amountOf = (n: number) => Number(nthSale(settings, n).amount.replace('.', ''))
  return {
    add: ({ n, id, at, until, told, ms, refunded }) =>
      void kept.push({
        n,
        id,
        at,
        until,
        told,
        ...(ms !== undefined && { ms }),
        ...(refunded !== undefined && { refunded }),
      }),
    events: () => kept,
    ids: () => paying().map(({ id }) => id),
    sales: () =>
      paying().map(({ n, id, at, ms, told }) => ({
        paymentId: id,
        mark: saleMark(settings, n),
        told: definite(told),
        toldAt: ms === undefined ? undefined : at + ms,
      })),
    ownBook: () =>
      paying().map(({ n, id, told, refunded }) => ({
        paymentId: id,
        mark: saleMark(settings, n),
        status:
          told === 'undecided' ? 'pending' : definite(told) === 'undecided' ? 'unclear' : (told as BookFact['status']),
        amount: amountOf(n),
        refunded: refunded === undefined ? 0 : Number(refunded.replace('.', '')),
        orders: [id],
      })),
    times: () => kept.flatMap(({ ms }) => (ms === undefined ? [] : [ms])).sort((a, b) => a - b),
  }
}

export function saleMark(settings: SaleSettings, n: number): string {
  const { code, amount } = nthSale(settings, n)
  return markOf(maskIdentityCode(code), Number(amount.replace('.', '')))
}

/** In the words of the audit. */
export function definite(told: string): SaleFact['told'] {
  return told === 'paid' || told === 'not_paid' || told === 'cancelled' ? told : 'undecided'
}

/** p50, p95, p99. */
export function percentiles(sorted: readonly number[]) {
  return { p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95), p99: quantile(sorted, 0.99) }
}
