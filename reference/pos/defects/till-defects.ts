/** Mistakes between the till and its book: ids, repeats, what is shown. Source: terminal-api.md; spot-pay.md §1, §4. */
import { hash } from 'node:crypto'
import type { Defect } from './defect.ts'
import { clientMistake, tillMistake, viewMistake } from './wrap.ts'

/** A number of two digits, always the same for the same id. */
function twoDigits(id: string): string {
  return String(Number.parseInt(hash('sha256', id).slice(0, 6), 16) % 100).padStart(2, '0')
}

function idOf(body: unknown): string {
  return typeof body === 'object' && body !== null && 'payment_id' in body ? String(body.payment_id) : ''
}

const short = (partnerTransId: string) => `POS${twoDigits(partnerTransId)}`

export const tillDefects: readonly Defect[] = [
  {
    name: 'order-ids-used-again',
    sentence: 'Order ids count from 00 to 99 and begin anew.',
    source: 'spot-pay.md §1',
    kills: 'wire/order-id-unique',
    apply: clientMistake((good) => ({
      pay: (order, call) => good.pay({ ...order, partnerTransId: short(order.partnerTransId) }, call),
      query: (order, call) => good.query({ ...order, partnerTransId: short(order.partnerTransId ?? '') }, call),
      cancel: (order, call) => good.cancel({ ...order, partnerTransId: short(order.partnerTransId) }, call),
      refund: (order, call) => good.refund({ ...order, partnerTransId: short(order.partnerTransId) }, call),
    })),
  },
  {
    name: 'another-order-id-told',
    sentence: 'The receipt shows a number of the till in place of the order id that Alipay knows.',
    source: 'certification.md §4',
    kills: 'wire/order-id-stable',
    apply: viewMistake((payment) => ({ ...payment, partner_trans_id: `R${twoDigits(payment.payment_id)}` })),
  },
  {
    name: 'double-click-pays-twice',
    sentence: 'The same payment asked for again is another payment.',
    source: 'terminal-api.md',
    kills: 'money/charged-once',
    apply: tillMistake((good) => {
      const seen = new Set<unknown>()
      return {
        async pay(body) {
          const id = idOf(body)
          if (seen.has(id)) await good.pay({ ...Object(body), payment_id: `${id}_2` })
          seen.add(id)
          return good.pay(body)
        },
      }
    }),
  },
  {
    name: 'other-data-accepted',
    sentence: 'The same payment id with another amount is answered with the first payment.',
    source: 'terminal-api.md',
    kills: 'case/steps',
    apply: tillMistake((good) => ({
      async pay(body) {
        const answer = await good.pay(body)
        return answer.ok || answer.code !== 'conflict' ? answer : good.get(idOf(body))
      },
    })),
  },
  {
    name: 'code-not-checked',
    sentence: 'Whatever was scanned is sent: codes of other wallets, tickets, soap.',
    source: 'spot-pay.md §4',
    kills: 'wire/no-pay',
    apply: (parts) => ({
      ...parts,
      readPayment(body, charset) {
        const code = typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : ''
        const read = parts.readPayment({ ...Object(body), code: '280000000000000000' }, charset)
        return read.ok ? { ...read, request: { ...read.request, code } } : read
      },
    }),
  },
]
