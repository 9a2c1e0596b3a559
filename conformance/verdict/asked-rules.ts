/** Rules that hold only where a case says so: what exactly should have gone over the wire. Source: certification.md §6. */
import { isDeaf, ofService, orders } from './call-sequence.ts'
import type { Evidence, Finding, Rule } from './evidence.ts'

type Bounds = { readonly least?: number; readonly most?: number }

function counted(service: string, { least = 0, most = Number.POSITIVE_INFINITY }: Bounds): Rule['check'] {
  return (evidence: Evidence) =>
    evidence.sales.flatMap((sale) =>
      orders(sale).flatMap((calls): readonly Finding[] => {
        const found = ofService(calls, service)
        // Who has heard nothing asks again, as it should.
        if (found.length >= least && (found.length <= most || isDeaf(evidence))) return []
        const wanted = least === most ? `${least}` : found.length < least ? `at least ${least}` : `at most ${most}`
        return [
          {
            text: `${found.length} ${service} calls, expected ${wanted}`,
            witness: 'wire',
            exchanges: found.map(({ id }) => id),
          },
        ]
      }),
    )
}

const row = (id: string, sentence: string, clause: string, check: Rule['check']): Rule => ({
  id: `wire/${id}`,
  sentence,
  clause,
  level: 'must',
  on: 'asked',
  check,
})

export const askedRules: readonly Rule[] = [
  row('one-pay', 'Exactly one pay is sent.', 'certification.md §6 (K01)', counted('pay', { least: 1, most: 1 })),
  row(
    'no-query',
    'No query is sent: the answer was clear.',
    'certification.md §6 (K01)',
    counted('query', { most: 0 }),
  ),
  row('no-cancel', 'No cancel is sent.', 'certification.md §6 (K01)', counted('cancel', { most: 0 })),
  row('queried', 'The SUT asks by query.', 'certification.md §6 (K03)', counted('query', { least: 1 })),
  row('cancelled', 'A cancel is sent.', 'certification.md §6 (K04)', counted('cancel', { least: 1 })),
  row(
    'one-cancel',
    'Exactly one cancel is sent.',
    'certification.md §6 (K11)',
    counted('cancel', { least: 1, most: 1 }),
  ),
  row(
    'queries-to-the-limit',
    'A payment that waits is queried ten times at least before it is cancelled.',
    'flows.md §1',
    counted('query', { least: 10 }),
  ),
  row('no-pay', 'Nothing reaches the gateway.', 'spot-pay.md §4', ({ sales }) =>
    sales.flatMap(({ calls }): readonly Finding[] =>
      calls.length === 0
        ? []
        : [{ text: `${calls.length} calls, expected none`, witness: 'wire', exchanges: calls.map(({ id }) => id) }],
    ),
  ),
  row('one-order', 'All pays of the sale carry one order id.', 'flows.md §1', ({ sales }) =>
    sales.flatMap((sale): readonly Finding[] => {
      const ids = orders(sale).filter((calls) => ofService(calls, 'pay').length > 0)
      return ids.length <= 1 ? [] : [{ text: `${ids.length} order ids, expected one at most`, witness: 'wire' }]
    }),
  ),
  row('refund-instead', 'What can no longer be cancelled is refunded.', 'certification.md §2 (R5)', ({ sales }) =>
    sales.flatMap(({ calls }): readonly Finding[] =>
      ofService(calls, 'refund').length > 0 ? [] : [{ text: 'no refund was sent', witness: 'wire' }],
    ),
  ),
]
