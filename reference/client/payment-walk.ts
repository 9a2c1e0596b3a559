/**
 * Walks the steps of a payment loop in time: sends what is due, asks payment-decision.ts what comes next, counts.
 * Decides nothing about money itself. Source: flows.md §1.
 */
import { hash } from 'node:crypto'
import type { Money } from '../../protocol/money.ts'
import type { CancelOutcome } from './cancel.ts'
import type { AlipayClient } from './client.ts'
import { type LoopOptions, type OnStep, openLoop } from './loop.ts'
import type { PayOrder, PayOutcome } from './pay.ts'
import {
  afterCancel,
  afterCheck,
  afterGivingUp,
  afterPay,
  afterQuery,
  afterRefund,
  type NextStep,
  type Progress,
  seemsOtherPayment,
} from './payment-decision.ts'
import type { PaymentEnd } from './payment-end.ts'
import type { QueryOutcome } from './query.ts'
import type { RefundOutcome } from './refund.ts'
import { resolveTimings, type Timings } from './timings.ts'

export type PaymentStepName = 'pay' | 'query' | 'cancel' | 'check' | 'refund'
export type PaymentStepOutcome = PayOutcome | QueryOutcome | CancelOutcome | RefundOutcome
export type OnPaymentStep = OnStep<PaymentStepName, PaymentStepOutcome>

/** When the signal aborts, the cashier gives the sale up: it is cancelled, not abandoned. */
export type PaymentOptions = LoopOptions<PaymentStepName, PaymentStepOutcome>

/** What has to be known to settle a payment that was begun; a {@link PayOrder} fits. */
export type BegunPayment = Pick<PayOrder, 'partnerTransId' | 'amount' | 'settlementCurrency'>

/**
 * The id of the refund that takes the place of a cancel that came too late: made from the id of the payment, so that a
 * repeat after a crash is the same refund.
 */
export function lateRefundId(partnerTransId: string): string {
  const id = `${partnerTransId}_LATE`
  return id.length <= 64 ? id : `LATE_${hash('sha256', partnerTransId).slice(0, 59)}`
}

export type PaymentWalk = {
  gaveUp(): boolean
  /** Sends the one pay. */
  pay(order: PayOrder): Promise<NextStep>
  /** Walks from this step to the end. */
  from(first: NextStep): Promise<PaymentEnd>
}

export function startWalk(client: AlipayClient, payment: BegunPayment, options: PaymentOptions): PaymentWalk {
  const timings = resolveTimings(options.timings)
  const { answerTimeoutMs, queryIntervalMs } = timings
  const loop = openLoop(client, { ...options, timings })
  let otherPayment = false
  const progress = (): Progress => ({
    queries: loop.count('query'),
    cancels: loop.count('cancel'),
    checks: loop.count('check'),
    refunds: loop.count('refund'),
    gaveUp: loop.gaveUp(),
    otherPayment,
    limits: timings,
  })
  const listen = <O extends PayOutcome | QueryOutcome>(outcome: O): O => {
    otherPayment = seemsOtherPayment(outcome, otherPayment)
    return outcome
  }
  const due = (step: PaymentStepName) => pauseBefore(step, loop.last(), timings)

  // The signal is not handed on: a pay cut off in mid-air could arrive after the cancel that follows it.
  async function pay(order: PayOrder): Promise<NextStep> {
    const outcome = await loop.perform('pay', () => client.pay(order, { answerTimeoutMs }))
    return afterPay(listen(outcome), progress())
  }

  async function query(): Promise<NextStep> {
    await loop.pause(due('query'), { untilGivenUp: true })
    if (loop.gaveUp()) return afterGivingUp(progress())
    const { signal } = options
    const outcome = await loop.perform('query', () =>
      client.query(payment, { answerTimeoutMs: queryIntervalMs, ...(signal && { signal }) }),
    )
    return afterQuery(listen(outcome), progress())
  }

  async function cancel(): Promise<NextStep> {
    await loop.pause(due('cancel'))
    const outcome = await loop.perform('cancel', () => client.cancel(payment, { answerTimeoutMs }))
    return afterCancel(outcome, progress())
  }

  async function check(): Promise<NextStep> {
    await loop.pause(due('check'))
    const outcome = await loop.perform('check', () => client.query(payment, { answerTimeoutMs: queryIntervalMs }))
    return afterCheck(outcome, progress(), payment)
  }

  async function refund(amount: Money): Promise<NextStep> {
    const { partnerTransId } = payment
    await loop.pause(due('refund'))
    const order = { partnerTransId, partnerRefundId: lateRefundId(partnerTransId), amount, isSync: true }
    const outcome = await loop.perform('refund', () => client.refund(order, { answerTimeoutMs }))
    return afterRefund(outcome, progress(), amount)
  }

  const steps = { query, cancel, check }
  return {
    gaveUp: loop.gaveUp,
    pay,
    async from(first) {
      let next = first
      while (next.do !== 'end') next = await (next.do === 'refund' ? refund(next.amount) : steps[next.do]())
      return next.end
    },
  }
}

/** From the last step that was sent to this one; another kind of step follows at once. */
function pauseBefore(step: PaymentStepName, last: PaymentStepName | undefined, timings: Timings): number {
  if (step === 'query' && last === 'pay') return timings.firstQueryMs
  if (step !== last) return 0
  const { queryIntervalMs, cancelIntervalMs, refundIntervalMs } = timings
  return { pay: 0, query: queryIntervalMs, check: queryIntervalMs, cancel: cancelIntervalMs, refund: refundIntervalMs }[
    step
  ]
}
