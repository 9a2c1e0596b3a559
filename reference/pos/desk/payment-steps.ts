/**
 * Writes each step of a payment into the book: before it is sent, so that a crash between the two is known, and after
 * its outcome. A pay that was given up before it went out is not sent any more.
 * Source: certification.md §2 (R9, R11).
 */
import type { PaymentStepName } from '../../client/index.ts'
import type { PaymentDebt } from '../book/records.ts'
import type { OnHopStep } from '../hops/next-hop.ts'
import type { DeskParts } from './desk-parts.ts'
import { Overtaken } from './workbench.ts'

export function paymentSteps({ book, clock, log }: DeskParts, paymentId: string): OnHopStep<PaymentStepName> {
  return async (happened) => {
    const { event, step } = happened
    await book.write((pages) => {
      const payment = pages.payment(paymentId)
      if (payment === undefined) throw new RangeError(`the book has no payment ${paymentId}`)
      const line = { paymentId, at: clock.now(), event, step }
      if (event === 'sending') {
        if (payment.status !== 'pending') throw new Overtaken(`it is ${payment.status}`)
        pages.addStep(line)
        pages.putPayment({ ...payment, owes: debtAfter(step, payment.owes) })
        return
      }
      pages.addStep({ ...line, detail: happened.detail })
      pages.putPayment({ ...payment, ...happened.learnt })
    })
    if (event === 'outcome' && happened.alarm !== undefined) log({ level: 'alarm', paymentId, ...happened.alarm })
  }
}

function debtAfter(step: PaymentStepName, before: PaymentDebt): PaymentDebt {
  if (step === 'pay') return 'outcome'
  return step === 'query' ? before : 'cancel'
}
