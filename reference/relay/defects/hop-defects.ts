/** Mistakes about what is handed on, whatever the next hop is. Source: flows.md §1; spot-pay.md §7. */
import type { PaymentEnd } from '../../client/index.ts'
import { cancelled } from '../../client/payment-end.ts'
import type { RefundRequest } from '../../terminal-api/words.ts'
import type { RelayDefect } from './defect.ts'

export const hopDefects: readonly RelayDefect[] = [
  {
    name: 'late-pays-accepted',
    sentence: 'A pay that comes after its cancel is made.',
    source: 'spot-pay.md §7',
    kills: 'hops/cancelled-before-it-came',
    apply: (parts) => ({ ...parts, refusingLatePays: (till) => till }),
  },
  {
    name: 'cancel-kept-to-oneself',
    sentence: 'A cancel of what was paid is written down, and not handed on.',
    source: 'flows.md §1',
    kills: 'hops/cancel-of-paid',
    apply: (parts) => ({
      ...parts,
      loops: {
        ...parts.loops,
        settlePayment: async (client, order, walk) =>
          walk?.startAt === 'cancel' ? cancelled('none', {}) : parts.loops.settlePayment(client, order, walk),
      },
    }),
  },
  {
    name: 'waiting-payment-dropped',
    sentence:
      'A payment that is cancelled while the buyer is asked is told as cancelled, and left open at the next hop.',
    source: 'flows.md §1',
    kills: 'hops/cancel-travels',
    apply: (parts) => ({
      ...parts,
      loops: {
        ...parts.loops,
        collectPayment: (client, order, walk) =>
          Promise.race([
            parts.loops.collectPayment(client, order, walk),
            new Promise<PaymentEnd>((resolve) => {
              walk?.signal?.addEventListener('abort', () => resolve(cancelled('none', {})))
            }),
          ]),
      },
    }),
  },
  {
    name: 'cancelled-is-refunded',
    sentence: 'A refund of what was cancelled is told as refunded: the money is back, after all.',
    source: 'refund.md §3',
    kills: 'chain-refund/of-cancelled',
    apply: (parts) => ({
      ...parts,
      till(tillParts) {
        const good = parts.till(tillParts)
        return {
          ...good,
          async refund(paymentId, body) {
            const payment = good.get(paymentId)
            if (!payment.ok || payment.value.status !== 'cancelled') return good.refund(paymentId, body)
            const { refund_id = '', amount = '' } = Object(body) as Partial<RefundRequest>
            return { ok: true, value: { refund_id, amount, status: 'refunded' } }
          },
        }
      },
    }),
  },
]
