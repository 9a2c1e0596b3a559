/** Mistakes around the refund. Source: refund.md §1, §2, §4, §7; certification.md §6 (K18 to K20). */
import { money } from '../../../protocol/money.ts'
import type { RefundOutcome } from '../../client/index.ts'
import type { Defect } from './defect.ts'
import { clientMistake, refundTellingMistake, tillMistake, timingMistake, viewMistake } from './wrap.ts'

function refundMistake(misread: (outcome: RefundOutcome) => RefundOutcome): Defect['apply'] {
  return clientMistake((good) => ({ refund: async (order, call) => misread(await good.refund(order, call)) }))
}

/** How often something was asked for, from 1. */
function counter(): (key: string) => number {
  const counts = new Map<string, number>()
  return (key) => {
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    return count
  }
}

export const refundDefects: readonly Defect[] = [
  {
    name: 'refund-with-a-new-id',
    sentence: 'A refund without an answer is sent again under a new id.',
    source: 'refund.md §7',
    kills: 'wire/refund-id-kept',
    apply: clientMistake((good) => {
      const nth = counter()
      return {
        refund(order, call) {
          const { partnerRefundId } = order
          const count = nth(partnerRefundId)
          return good.refund(count === 1 ? order : { ...order, partnerRefundId: `${partnerRefundId}_${count}` }, call)
        },
      }
    }),
  },
  {
    name: 'refund-repeated-with-less',
    sentence:
      'A refund without an answer is sent again with another amount, as the cashier entered it the second time.',
    source: 'refund.md §4',
    kills: 'wire/refund-repeat-identical',
    apply: clientMistake((good) => {
      const nth = counter()
      return {
        refund(order, call) {
          const { amount, currency } = order.amount
          const less = money(Math.max(1, amount - 1), currency)
          return good.refund(nth(order.partnerRefundId) === 1 ? order : { ...order, amount: less }, call)
        },
      }
    }),
  },
  {
    name: 'refund-sent-once',
    sentence: 'A refund without an answer is not repeated.',
    source: 'certification.md §6 (K19)',
    kills: 'wire/refund-until-clear',
    apply: timingMistake({ refundsMax: 1 }),
  },
  {
    name: 'refund-id-is-payment-id',
    sentence: 'A refund has the id of its payment.',
    source: 'refund.md §1',
    kills: 'wire/refund-id-own',
    apply: clientMistake((good) => ({
      refund: (order, call) => good.refund({ ...order, partnerRefundId: order.partnerTransId }, call),
    })),
  },
  {
    name: 'refund-of-the-whole',
    sentence: 'Whatever part is to be refunded, all is.',
    source: 'certification.md §6 (K18)',
    kills: 'money/refunded-as-told',
    apply: (parts) => ({
      ...parts,
      refundOrder: (refund, payment, context) =>
        parts.refundOrder({ ...refund, amount: payment.amount }, payment, context),
    }),
  },
  {
    name: 'accepted-is-refunded',
    sentence: 'SUCCESS of an asynchronous refund is told as refunded, though it is only accepted.',
    source: 'certification.md §6 (K20)',
    kills: 'money/refunded-as-told',
    apply: refundTellingMistake(({ end }, told) => (end === 'accepted' ? { ...told, status: 'refunded' } : told)),
  },
  {
    name: 'refused-refund-is-refunded',
    sentence: 'A refund that was refused is told as refunded: the till looks at `is_success` alone.',
    source: 'refund.md §5',
    kills: 'money/refunded-as-told',
    apply: refundMistake((outcome) =>
      outcome.outcome === 'refused' ? { outcome: 'refunded', refund: {}, exchange: outcome.exchange } : outcome,
    ),
  },
  {
    name: 'unclear-refund-is-refunded',
    sentence: 'A refund that nobody answered is told as refunded.',
    source: 'refund.md §7',
    kills: 'money/refunded-as-told',
    apply: refundTellingMistake(({ end }, told) => (end === 'unclear' ? { ...told, status: 'refunded' } : told)),
  },
  {
    name: 'unanswered-refund-is-refused',
    sentence: 'A refund without an answer is told as not refunded at once.',
    source: 'certification.md §6 (K19)',
    kills: 'money/refunded-as-told',
    apply: refundMistake((outcome) => {
      if (outcome.outcome !== 'unknown') return outcome
      const { exchange } = outcome
      const failed = { error: 'PAYMENT_FAIL', row: undefined, message: 'Not refunded.' }
      return { outcome: 'refused', level: 'business', ...failed, exchange }
    }),
  },
  {
    name: 'double-click-refunds-twice',
    sentence: 'The same refund asked for again is another refund.',
    source: 'refund.md §4',
    kills: 'wire/refund-id-kept',
    apply: tillMistake((good, { book }) => ({
      async refund(paymentId, body) {
        if (typeof body !== 'object' || body === null || !('refund_id' in body)) return good.refund(paymentId, body)
        const asked = String(body.refund_id)
        const times = book.pages.refundsOf(paymentId).filter(({ refundId }) => refundId.startsWith(asked)).length
        const answer = await good.refund(paymentId, { ...body, refund_id: times === 0 ? asked : `${asked}_${times}` })
        return answer.ok ? { ok: true, value: { ...answer.value, refund_id: asked } } : answer
      },
    })),
  },
  {
    name: 'part-refund-ends-the-sale',
    sentence: 'A sale of which a part was given back is told as cancelled.',
    source: 'refund.md §4',
    kills: 'money/told-not-paid',
    apply: viewMistake((payment) =>
      Number(payment.refunded) > 0 && payment.status === 'paid' ? { ...payment, status: 'cancelled' } : payment,
    ),
  },
  {
    name: 'refunded-sum-of-the-first',
    sentence: 'The sum that was given back is that of the first refund alone.',
    source: 'refund.md §4',
    kills: 'money/refunded-sum-told',
    apply: tillMistake((good, { book }) => ({
      get(paymentId) {
        const answer = good.get(paymentId)
        const [first] = book.pages.refundsOf(paymentId)
        if (!answer.ok || first === undefined) return answer
        const refund = good.getRefund(paymentId, first.refundId)
        const refunded = refund.ok && refund.value.status === 'refunded' ? refund.value.amount : '0'
        return { ok: true, value: { ...answer.value, refunded } }
      },
    })),
  },
]
