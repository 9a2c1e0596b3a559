/**
 * How the calls of an order follow each other: which id, how often, how fast, and when it ends.
 * Source: flows.md §1; query.md §5; cancel.md §6.
 */
import { closedBy, firstFinal, isRepeated, isTroubled, ofService, orders, series, slackMs } from './call-sequence.ts'
import type { Call, Evidence, Finding, Rule, Sale } from './evidence.ts'

type Told = { readonly text: string; readonly calls: readonly Call[] }

/** A rule that looks at one order at a time. */
function eachOrder(look: (calls: readonly Call[], sale: Sale, evidence: Evidence) => Told | undefined): Rule['check'] {
  return (evidence) =>
    evidence.sales.flatMap((sale) =>
      orders(sale).flatMap((calls): readonly Finding[] => {
        const told = look(calls, sale, evidence)
        return told === undefined
          ? []
          : [{ text: told.text, witness: 'wire', exchanges: told.calls.map(({ id }) => id) }]
      }),
    )
}

const queryIntervalMs = 3_000
const cancelIntervalMs = 5_000
const queriesMost = 20
const cancelsMost = 5

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`

/**
 * From the first call of a series to each of the others: a busy machine that holds one call up makes the next gap shorter,
 * and the way from the first no shorter.
 */
function tooFast(calls: readonly Call[], service: string, leastMs: number, evidence: Evidence): Told | undefined {
  for (const one of series(calls, service)) {
    const [first, ...others] = one
    const index = others.findIndex(
      ({ at }, gap) => at - (first?.at ?? at) < (gap + 1) * leastMs * 0.9 - slackMs(evidence),
    )
    const hasty = others[index]
    if (first === undefined || hasty === undefined) continue
    const text = `${service} ${index + 2} times within ${seconds(hasty.at - first.at)}`
    return { text, calls: one.slice(0, index + 2) }
  }
  return undefined
}

const volatile = new Set(['sign', 'sign_type'])

function plain({ values }: Call): string {
  return JSON.stringify([...values].filter(([name]) => !volatile.has(name)).sort())
}

export const wireOrderRules: readonly Rule[] = [
  {
    id: 'wire/order-id-unique',
    sentence: 'An order id belongs to one payment.',
    clause: 'spot-pay.md §1',
    level: 'must',
    check: eachOrder((calls, { codes }) => {
      const [pay] = ofService(calls, 'pay')
      return codes.length > 1 && pay !== undefined
        ? { text: `one partner_trans_id for ${codes.length} payment codes`, calls: [pay] }
        : undefined
    }),
  },
  {
    id: 'wire/order-id-stable',
    sentence: 'What the SUT tells of an order id is what it sent, and it does not change.',
    clause: 'flows.md §1',
    level: 'must',
    check: ({ sales }) =>
      sales.flatMap(({ history, calls }): readonly Finding[] => {
        const told = new Set(history.flatMap(({ partner_trans_id: id }) => (id === undefined ? [] : [id])))
        const sent = new Set(ofService(calls, 'pay').map(({ partnerTransId }) => partnerTransId))
        const strange = [...told].find((id) => sent.size > 0 && !sent.has(id))
        if (strange !== undefined)
          return [{ text: `told partner_trans_id ${strange}, which no pay carried`, witness: 'told' }]
        return told.size > 1 && closedBy(calls) === undefined
          ? [{ text: `told ${told.size} order ids for one payment`, witness: 'told' }]
          : []
      }),
  },
  {
    id: 'wire/new-order-while-open',
    sentence: 'A new order id is never sent for a sale whose old one is still open.',
    clause: 'flows.md §1',
    level: 'must',
    check: ({ sales }) =>
      sales.flatMap((sale): readonly Finding[] => {
        const [first, second] = orders(sale).filter((calls) => ofService(calls, 'pay').length > 0)
        const next = second?.[0]
        if (first === undefined || next === undefined) return []
        const over = closedBy(first)
        if (over !== undefined && over.at <= next.at) return []
        const text = `a second order id, ${next.partnerTransId}, while ${first[0]?.partnerTransId} was open`
        return [{ text, witness: 'wire', exchanges: [next.id] }]
      }),
  },
  {
    id: 'wire/repeat-identical',
    sentence: 'A pay that is sent again is identical in every parameter.',
    clause: 'flows.md §1',
    level: 'must',
    check: eachOrder((calls) => {
      const [first, ...more] = ofService(calls, 'pay')
      const other = more.find((call) => first !== undefined && plain(call) !== plain(first))
      return other === undefined ? undefined : { text: 'pay repeated with other parameters', calls: [other] }
    }),
  },
  {
    id: 'wire/query-interval',
    sentence: 'Queries follow each other no faster than every 3 s.',
    clause: 'flows.md §1',
    level: 'must',
    check: eachOrder((calls, _, evidence) =>
      isRepeated(evidence) || isTroubled(evidence) ? undefined : tooFast(calls, 'query', queryIntervalMs, evidence),
    ),
  },
  {
    id: 'wire/queries-at-most',
    sentence: 'No payment is queried more than 20 times.',
    clause: 'flows.md §1',
    level: 'must',
    check: eachOrder((calls) => {
      const queries = ofService(calls, 'query')
      return queries.length > queriesMost
        ? { text: `${queries.length} queries`, calls: queries.slice(queriesMost) }
        : undefined
    }),
  },
  {
    id: 'wire/cancel-interval',
    sentence: 'A cancel is repeated no sooner than after 5 s.',
    clause: 'cancel.md §6',
    level: 'must',
    check: eachOrder((calls, { cancelAsked }, evidence) =>
      cancelAsked || isTroubled(evidence) ? undefined : tooFast(calls, 'cancel', cancelIntervalMs, evidence),
    ),
  },
  {
    id: 'wire/cancels-at-most',
    sentence: 'A cancel is sent five times at most.',
    clause: 'flows.md §1',
    level: 'must',
    check: eachOrder((calls, _, evidence) => {
      const cancels = ofService(calls, 'cancel')
      return cancels.length > cancelsMost && !isTroubled(evidence)
        ? { text: `${cancels.length} cancels`, calls: cancels.slice(cancelsMost) }
        : undefined
    }),
  },
  {
    id: 'wire/silent-after-final',
    sentence: 'Once an order has ended, nobody pays or asks for it again.',
    clause: 'flows.md §1',
    level: 'must',
    check: eachOrder((calls, { cancelAsked }, evidence) => {
      const final = firstFinal(calls)
      if (final === undefined || cancelAsked || isRepeated(evidence) || isTroubled(evidence)) return undefined
      // Too late to cancel: found by a query, given back by a refund.
      if (final.service === 'cancel' && final.word === 'not cancelled') return undefined
      const late = calls.filter(
        ({ at, service }) => (service === 'pay' || service === 'query') && at > final.endedAt + slackMs(evidence),
      )
      return late.length === 0
        ? undefined
        : { text: `${late[0]?.service} after the ${final.service} said ${final.word}`, calls: late }
    }),
  },
  {
    id: 'wire/no-cancel-after-end',
    sentence: 'What is surely paid or refused is not cancelled, unless the cashier asks for it.',
    clause: 'flows.md §1',
    level: 'must',
    check: eachOrder((calls, { cancelAsked }, evidence) => {
      const final = firstFinal(calls)
      if (final === undefined || final.service === 'cancel' || cancelAsked || isTroubled(evidence)) return undefined
      const late = ofService(calls, 'cancel').filter(({ at }) => at > final.endedAt)
      return late.length === 0
        ? undefined
        : { text: `cancel after the ${final.service} said ${final.word}`, calls: late }
    }),
  },
]
