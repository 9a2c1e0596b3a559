/**
 * Takes each sale through the next hop's loop and keeps the book: written before a step is sent and after its outcome, so that
 * whoever starts after a crash knows what was owed. Decides nothing about money: the hop does.
 * Source: flows.md §1; certification.md §2 (R10).
 */
import type { PaymentEnd } from '../../client/index.ts'
import type { PaymentRecord } from '../book/records.ts'
import { messageOf } from '../log.ts'
import type { DeskParts } from './desk-parts.ts'
import { paymentSteps } from './payment-steps.ts'
import { pauseBeforeRest, restOf } from './series.ts'
import { type Workbench, workbench } from './workbench.ts'

/** The keys of the workbench are payment ids. */
export function paymentDesk(parts: DeskParts): Workbench {
  const { book, bell, log } = parts
  const { pages } = book
  return workbench({
    owes: (paymentId) => (pages.payment(paymentId)?.owes ?? 'nothing') !== 'nothing',
    async step(paymentId, signal) {
      const payment = pages.payment(paymentId)
      if (payment !== undefined) await settle(parts, paymentId, await endOf(parts, payment, signal))
      bell.ring(paymentId)
    },
    onTrouble(paymentId, error) {
      // What is owed stays in the book; the next start takes it up.
      log({ level: 'alarm', what: 'A payment cannot be worked on.', paymentId, detail: messageOf(error) })
      bell.ring(paymentId)
    },
  })
}

async function endOf(parts: DeskParts, payment: PaymentRecord, signal: AbortSignal): Promise<PaymentEnd> {
  const { nextHop, clock, timings, scaledTimings } = parts
  const { paymentId, owes } = payment
  const onStep = paymentSteps(parts, paymentId)
  if (owes === 'pay') return nextHop.collect(payment, { timings, signal, onStep })
  const sent = parts.book.pages.sentFor({ paymentId })
  const startAt = owes === 'cancel' ? 'cancel' : 'query'
  await clock.sleep(pauseBeforeRest(sent, startAt, { timings: scaledTimings, now: clock.now() }), signal)
  return nextHop.settle(payment, { timings: restOf(sent, timings), signal, onStep, startAt })
}

async function settle(parts: DeskParts, paymentId: string, end: PaymentEnd): Promise<void> {
  const { book, clock, log, tellPayment } = parts
  const told = tellPayment(end)
  const { status } = told
  const before = await book.write((pages) => {
    const payment = pages.payment(paymentId)
    if (payment?.status !== 'pending') return payment
    // Given up in the moment in which it was paid: the debt stays, and it is cancelled next.
    if (end.end === 'paid' && payment.owes === 'cancel') return payment
    const { reason: _, ...kept } = payment
    pages.putPayment({ ...kept, ...told, owes: 'nothing' })
    pages.addStep({ paymentId, at: clock.now(), event: 'settled', step: status })
    return payment
  })
  const detail = told.reason ?? told.message ?? status
  if (status === 'unclear') log({ level: 'alarm', what: 'A person must look at a payment.', paymentId, detail })
  if (before?.status !== 'pending' && before?.status !== status) {
    const what = `The payment was told ${before?.status}, and now seems to be ${status}.`
    log({ level: 'alarm', what, paymentId, detail })
  }
}
