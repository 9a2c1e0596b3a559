/**
 * Takes each refund through the next hop's loop and keeps the book, as payment-desk.ts does for sales. The same refund id again
 * until the answer is clear, over every crash: a new one could pay twice. Source: refund.md §7.
 */
import type { RefundEnd } from '../../client/index.ts'
import type { RefundRecord } from '../book/records.ts'
import type { OnHopStep } from '../hops/next-hop.ts'
import { messageOf } from '../log.ts'
import type { DeskParts } from './desk-parts.ts'
import { pauseBeforeRest, restOf } from './series.ts'
import { Overtaken, type Workbench, workbench } from './workbench.ts'

type Name = Pick<RefundRecord, 'paymentId' | 'refundId'>

export function refundKey({ paymentId, refundId }: Name): string {
  return JSON.stringify([paymentId, refundId])
}

function nameOf(key: string): Name {
  const [paymentId = '', refundId = ''] = JSON.parse(key) as readonly string[]
  return { paymentId, refundId }
}

/** The keys of the workbench are those of {@link refundKey}. */
export function refundDesk(parts: DeskParts): Workbench {
  const { book, bell, log } = parts
  const refundNamed = (key: string) => {
    const { paymentId, refundId } = nameOf(key)
    return book.pages.refund(paymentId, refundId)
  }
  return workbench({
    owes: (key) => refundNamed(key)?.owes === 'refund',
    async step(key) {
      const refund = refundNamed(key)
      if (refund !== undefined) await settle(parts, refund, await endOf(parts, refund))
      bell.ring(key)
    },
    onTrouble(key, error) {
      log({ level: 'alarm', what: 'A refund cannot be worked on.', ...nameOf(key), detail: messageOf(error) })
      bell.ring(key)
    },
  })
}

async function endOf(parts: DeskParts, refund: RefundRecord): Promise<RefundEnd> {
  const { book, nextHop, clock, timings, scaledTimings } = parts
  const { paymentId, refundId } = refund
  const payment = book.pages.payment(paymentId)
  if (payment === undefined) throw new RangeError(`the book has no payment ${paymentId}`)
  const sent = book.pages.sentFor({ paymentId, refundId })
  await clock.sleep(pauseBeforeRest(sent, 'refund', { timings: scaledTimings, now: clock.now() }))
  return nextHop.refund(refund, payment, {
    timings: restOf(sent, timings),
    begun: sent.length > 0,
    onStep: refundSteps(parts, refund),
  })
}

function refundSteps({ book, clock, log }: DeskParts, { paymentId, refundId }: Name): OnHopStep<'refund'> {
  return async (happened) => {
    const { event, step } = happened
    await book.write((pages) => {
      // Told by a notification meanwhile.
      if (event === 'sending' && pages.refund(paymentId, refundId)?.status !== 'pending') throw new Overtaken('settled')
      const detail = event === 'outcome' ? { detail: happened.detail } : {}
      pages.addStep({ paymentId, refundId, at: clock.now(), event, step, ...detail })
    })
    if (event === 'outcome' && happened.alarm !== undefined)
      log({ level: 'alarm', paymentId, refundId, ...happened.alarm })
  }
}

async function settle(parts: DeskParts, { paymentId, refundId }: Name, end: RefundEnd): Promise<void> {
  const { book, clock, log, tellRefund } = parts
  const told = tellRefund(end)
  await book.write((pages) => {
    const refund = pages.refund(paymentId, refundId)
    // A notification that came before the answer has said more than "accepted".
    if (refund?.status !== 'pending') return
    pages.putRefund({ ...refund, ...told, owes: 'nothing' })
    pages.addStep({ paymentId, refundId, at: clock.now(), event: 'settled', step: told.status })
  })
  if (told.status !== 'unclear') return
  log({
    level: 'alarm',
    what: 'A person must look at a refund.',
    paymentId,
    refundId,
    ...(told.message && { detail: told.message }),
  })
}
