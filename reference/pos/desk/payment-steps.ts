/**
 * Writes each step of a payment loop into the book: before it is sent, so that a crash between the two is known, and after
 * its outcome. A pay that was given up before it went out is not sent any more.
 * Source: certification.md §2 (R9, R11).
 */
import type { OnPaymentStep, PaymentStepName, PaymentStepOutcome, TradeFacts } from '../../client/index.ts'
import { given } from '../../client/trade-facts.ts'
import type { PaymentDebt, PaymentRecord } from '../book/records.ts'
import type { DeskParts } from './desk-parts.ts'
import { alarmOfOutcome, detailOf } from './outcome-words.ts'
import { Overtaken } from './workbench.ts'

export function paymentSteps({ book, clock, log }: DeskParts, paymentId: string): OnPaymentStep {
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
      pages.addStep({ ...line, detail: detailOf(happened.outcome) })
      pages.putPayment({ ...payment, ...learnt(step, happened.outcome) })
    })
    const alarm = event === 'outcome' ? alarmOfOutcome(happened.outcome) : undefined
    if (alarm !== undefined) log({ level: 'alarm', paymentId, ...alarm })
  }
}

function debtAfter(step: PaymentStepName, before: PaymentDebt): PaymentDebt {
  if (step === 'pay') return 'outcome'
  return step === 'query' ? before : 'cancel'
}

function learnt(step: PaymentStepName, outcome: PaymentStepOutcome): Partial<PaymentRecord> {
  const trade: TradeFacts = 'trade' in outcome ? outcome.trade : {}
  return {
    ...given({ alipayTransId: trade.alipayTransId, buyer: trade.alipayBuyerLoginId }),
    ...(step === 'refund' && outcome.outcome === 'refunded' && { refundedLate: true }),
  }
}
