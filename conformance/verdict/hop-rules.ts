/**
 * What holds of a relay beside what holds of any backend: results reach their merchants once, signed and true, merchants are kept
 * apart, and a payment is handed on as one. Silent where no relay is tested.
 * Source: introduction.md ("Steps of the four modes"); flows.md §3, §5; docs/modes.md ("What a hop promises").
 */

import { isTroubled } from './call-sequence.ts'
import type { ChainSeen } from './chain-seen.ts'
import type { Evidence, Finding, Rule } from './evidence.ts'
import { heardOf, isMasked, isTaken, leaks, meaning, pushes, wrongShop } from './hop-questions.ts'

type Look = (chain: ChainSeen, evidence: Evidence) => readonly string[]

const row = (
  id: string,
  sentence: string,
  clause: string,
  look: Look,
  { witness = 'told', on }: { readonly witness?: Finding['witness']; readonly on?: 'asked' } = {},
): Rule => ({
  id: `hop/${id}`,
  sentence,
  clause,
  level: 'must',
  ...(on !== undefined && { on }),
  check: (evidence) =>
    evidence.chain === undefined ? [] : look(evidence.chain, evidence).map((text) => ({ text, witness })),
})

const finals = ['paid', 'not_paid', 'cancelled', 'unclear']

export const hopRules: readonly Rule[] = [
  row(
    'told',
    'Every end is told to the merchant by the method that was agreed.',
    'flows.md §3',
    ({ heard }, { sales }) =>
      sales.flatMap((sale) => {
        const own = heardOf(heard, sale).filter(isTaken)
        const { status = 'pending' } = sale.told ?? {}
        const missing =
          finals.includes(status) && !own.some((one) => one.status === status)
            ? [`${sale.name} ended ${status}, and ${sale.merchant} never heard so`]
            : []
        return [
          ...missing,
          ...sale.refunds.flatMap(({ name, told }) =>
            told === undefined ||
            told.status === 'pending' ||
            own.some(({ refund_id: id, refund_status: was }) => id === told.refund_id && was === told.status)
              ? []
              : [`refund ${name} ended ${told.status}, and ${sale.merchant} never heard so`],
          ),
        ]
      }),
  ),
  row('told-once', 'A result is one event, however often it is sent.', 'flows.md §5', ({ heard }) =>
    [...Map.groupBy(heard, meaning)].flatMap(([what, all]) => {
      const ids = new Set(all.map(({ event_id: id }) => id))
      // Paid once, cancelled, and found paid after all would be two; nothing in the kit does that.
      return ids.size > 1 ? [`${ids.size} events say ${what}`] : []
    }),
  ),
  row('same-event', 'An event that is sent again is the same, byte for byte.', 'flows.md §5', ({ heard }) =>
    [...Map.groupBy(pushes(heard), ({ event_id: id }) => id)].flatMap(([id, all]) =>
      new Set(all.map(({ body }) => body)).size > 1 ? [`${id} was sent with different bodies`] : [],
    ),
  ),
  row('signed', "A push is signed with the merchant's secret and a timestamp of now.", 'flows.md §5', ({ heard }) =>
    pushes(heard).flatMap(({ signed, event_id: id, merchant }) =>
      signed ? [] : [`${id} came to ${merchant} without its signature`],
    ),
  ),
  row('not-again', 'What was acknowledged is not sent again.', 'flows.md §5', ({ heard }, evidence) =>
    isTroubled(evidence)
      ? []
      : [...Map.groupBy(pushes(heard), ({ event_id: id }) => id)].flatMap(([id, all]) => {
          const at = all.findIndex(({ answered }) => answered === 200)
          return at >= 0 && all.length > at + 1 ? [`${id} was sent ${all.length - at - 1} times more`] : []
        }),
  ),
  row('own-only', 'Nobody hears of what is not his.', 'flows.md §3', leaks),
  row(
    'event-as-asked',
    'A result names the amount and the currency of the sale.',
    'spot-pay.md §3',
    ({ heard }, { sales }) =>
      sales.flatMap((sale) =>
        heardOf(heard, sale).flatMap(({ amount, currency }) =>
          Number(amount) === Number(sale.request.amount) && currency === sale.request.currency
            ? []
            : [`${sale.name} of ${sale.request.amount} ${sale.request.currency} was told as ${amount} ${currency}`],
        ),
      ),
  ),
  row(
    'secondary-merchant',
    'Alipay is told for which merchant and store a payment is.',
    'spot-pay.md §2',
    ({ merchants }, { sales }) => sales.flatMap((sale) => wrongShop(sale, merchants)),
    { witness: 'wire' },
  ),
  row(
    'handed-on-once',
    'A payment is handed on under one id, however often it is asked for or repeated.',
    'spot-pay.md §1',
    ({ next }, { sales }) =>
      sales.length === 1 && new Set(next.filter(({ call }) => call === 'pay').map(({ payment_id: id }) => id)).size > 1
        ? ['the payment was handed on under several ids']
        : [],
    { witness: 'wire' },
  ),
  row(
    'handed-on-as-asked',
    'A payment is handed on in the name of its merchant, signed, and with the amount of the sale.',
    'flows.md §3',
    ({ next }, { sales }) =>
      next.flatMap(({ call, merchant, signed, amount, code, currency }) => {
        if (!signed) return [`${call} was handed on ${merchant === '' ? 'by nobody' : 'unsigned'}`]
        const sale = sales.find(({ request }) => call === 'pay' && isMasked(code, request.code))
        if (sale === undefined) return []
        if (sale.merchant !== merchant) return [`${sale.name} of ${sale.merchant} was handed on as ${merchant}`]
        return Number(amount) === Number(sale.request.amount) && currency === sale.request.currency
          ? []
          : [`${sale.name} was handed on as ${amount} ${currency}`]
      }),
    { witness: 'wire' },
  ),
  row(
    'refund-id-kept',
    'A refund is handed on under one id, however often it is repeated.',
    'refund.md §7',
    ({ next, answers }, { sales }) => {
      const byHand = answers.filter(({ call, status }) => call === 'refund' && status < 300).length
      const asked = sales.reduce((sum, { refunds }) => sum + refunds.length, byHand)
      const ids = new Set(next.filter(({ call }) => call === 'refund').map(({ refund_id: id }) => id)).size
      return ids > asked ? [`${ids} refund ids were handed on for ${asked} refunds`] : []
    },
    { witness: 'wire' },
  ),
  row(
    'patient',
    'What is not acknowledged comes again after longer and longer pauses.',
    'flows.md §5',
    ({ heard }) => {
      const times = pushes(heard).map(({ at }) => at)
      const pauses = times.slice(1).map((at, index) => at - (times[index] ?? at))
      const [last = 0, usual = 0] = [pauses.at(-1), pauses.toSorted((a, b) => a - b)[Math.floor(pauses.length / 2)]]
      if (pauses.length < 4) return [`${times.length} pushes, expected five at least`]
      return last >= 2 * usual ? [] : [`the last pause is ${last} ms, and ${usual} ms are usual`]
    },
    { on: 'asked' },
  ),
]
