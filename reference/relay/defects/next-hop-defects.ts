/** Mistakes in the calls to a next hop that is another relay. Source: flows.md §1, §3; docs/modes.md ("What a hop promises"). */
import type { RelayDefect } from './defect.ts'
import { callMistake, counter } from './wrap-hop.ts'

export const nextHopDefects: readonly RelayDefect[] = [
  {
    name: 'silence-is-not-paid',
    sentence: 'A next hop that does not answer has not paid.',
    source: 'flows.md §1',
    kills: 'money/told-not-paid',
    role: 'integrator',
    apply: callMistake(({ pay }) => ({
      async pay(request) {
        const answer = await pay(request)
        return answer.ok || answer.why !== 'silence' ? answer : { ...answer, why: 'malformed' }
      },
    })),
  },
  {
    name: 'new-id-at-every-pay',
    sentence: 'A pay that is repeated goes to the next hop under a new id.',
    source: 'spot-pay.md §1',
    kills: 'hop/handed-on-once',
    role: 'integrator',
    apply: (parts) => {
      const next = counter()
      return {
        ...parts,
        relayHop: (hopParts) =>
          parts.relayHop({
            ...hopParts,
            api(payment) {
              const good = hopParts.api(payment)
              return {
                ...good,
                async pay(request) {
                  const id = `${payment.partnerTransId}_${next()}`
                  const answer = await good.pay({ ...request, payment_id: id })
                  if (!answer.ok) return answer
                  return { ...answer, value: { ...answer.value, payment_id: payment.partnerTransId } }
                },
              }
            },
          }),
      }
    },
  },
  {
    name: 'answer-of-another-believed',
    sentence: 'An answer is believed, whatever payment it is about.',
    source: 'terminal-api.md',
    kills: 'next-hop/answer-of-another-payment',
    role: 'integrator',
    apply: callMistake(({ pay }) => ({
      async pay(request) {
        const answer = await pay(request)
        if (!answer.ok || answer.value.payment_id === request.payment_id) return answer
        return { ok: true, value: { ...answer.value, status: 'paid', payment_id: request.payment_id } }
      },
    })),
  },
  {
    name: 'amount-rounded',
    sentence: 'The next hop is asked for whole units.',
    source: 'spot-pay.md §3',
    kills: 'money/charged-as-asked',
    role: 'integrator',
    apply: (parts) => ({
      ...parts,
      relayRequest(payment) {
        const request = parts.relayRequest(payment)
        return { ...request, amount: String(Math.round(Number(request.amount))) }
      },
    }),
  },
  {
    name: 'new-refund-id-at-every-try',
    sentence: 'A refund that is repeated goes to the next hop under a new id.',
    source: 'refund.md §7',
    kills: 'hop/refund-id-kept',
    role: 'integrator',
    apply: (parts) => {
      const next = counter()
      return {
        ...parts,
        relayHop: (hopParts) =>
          parts.relayHop({
            ...hopParts,
            api(payment) {
              const good = hopParts.api(payment)
              return {
                ...good,
                async refund(paymentId, request) {
                  const answer = await good.refund(paymentId, {
                    ...request,
                    refund_id: `${request.refund_id}_${next()}`,
                  })
                  return answer.ok ? { ...answer, value: { ...answer.value, refund_id: request.refund_id } } : answer
                },
                getRefund: async () => ({ ok: false, why: 'unknown', detail: 'not asked' }),
              }
            },
          }),
      }
    },
  },
]
