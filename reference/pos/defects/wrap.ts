/** Short ways to put one bad part in: a client, a loop, a till that is good but for one thing. */
import type { AlipayClient, PaymentEnd, PayOutcome, RefundEnd } from '../../client/index.ts'
import type { Payment } from '../../terminal-api/words.ts'
import type { Loops } from '../desk/desk-parts.ts'
import type { ToldPayment, ToldRefund } from '../desk/tell.ts'
import type { PosParts } from '../parts.ts'
import type { Till, TillAnswer, TillParts } from '../till/till.ts'
import type { Defect } from './defect.ts'

/** The client, but for the calls that are given. */
export function clientMistake(bad: (good: AlipayClient) => Partial<AlipayClient>): Defect['apply'] {
  return (parts) => ({
    ...parts,
    client(settings) {
      const good = parts.client(settings)
      return { ...good, ...bad(good) }
    },
  })
}

/** What the client makes of a pay. */
export function payMistake(misread: (outcome: PayOutcome) => PayOutcome): Defect['apply'] {
  return clientMistake((good) => ({ pay: async (order, call) => misread(await good.pay(order, call)) }))
}

export function loopMistake(bad: (good: Loops) => Partial<Loops>): Defect['apply'] {
  return (parts) => ({ ...parts, loops: { ...parts.loops, ...bad(parts.loops) } })
}

export function timingMistake(timings: PosParts['timings']): Defect['apply'] {
  return (parts) => ({ ...parts, timings: { ...parts.timings, ...timings } })
}

export function tellingMistake(bad: (end: PaymentEnd, told: ToldPayment) => ToldPayment): Defect['apply'] {
  return (parts) => ({ ...parts, tellPayment: (end) => bad(end, parts.tellPayment(end)) })
}

export function refundTellingMistake(bad: (end: RefundEnd, told: ToldRefund) => ToldRefund): Defect['apply'] {
  return (parts) => ({ ...parts, tellRefund: (end) => bad(end, parts.tellRefund(end)) })
}

export function tillMistake(bad: (good: Till, parts: TillParts) => Partial<Till>): Defect['apply'] {
  return (parts) => ({
    ...parts,
    till(tillParts) {
      const good = parts.till(tillParts)
      return { ...good, ...bad(good, tillParts) }
    },
  })
}

/** Every payment that the till shows, shown otherwise. */
export function viewMistake(misshow: (payment: Payment) => Payment): Defect['apply'] {
  const shown = (answer: TillAnswer<Payment>): TillAnswer<Payment> =>
    answer.ok ? { ok: true, value: misshow(answer.value) } : answer
  return tillMistake((good) => ({
    get: (paymentId) => shown(good.get(paymentId)),
    pay: async (body) => shown(await good.pay(body)),
    cancel: async (paymentId) => shown(await good.cancel(paymentId)),
  }))
}
