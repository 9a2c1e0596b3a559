/**
 * A refund until it is clear: the same refund id again while nothing is known, within limits.
 * What comes next is decided in refund-decision.ts. Source: refund.md §7; flows.md §4.
 */
import type { AlipayClient } from './client.ts'
import { type LoopOptions, type OnStep, openLoop } from './loop.ts'
import type { RefundOrder, RefundOutcome } from './refund.ts'
import { afterGivingUpRefund, afterRefundAttempt, type NextRefundStep, type RefundEnd } from './refund-decision.ts'
import { resolveTimings } from './timings.ts'

export type OnRefundStep = OnStep<'refund', RefundOutcome>

/** When the signal aborts, the loop stops repeating: a refund that was sent cannot be called back. */
export type RefundOptions = LoopOptions<'refund', RefundOutcome> & {
  /** The refund was begun before, and how it ended is not known: after a crash, or after `unclear`. @default false */
  readonly begun?: boolean
}

/**
 * Gives money back, once. It goes on where it was when it is called again with the same order and `begun`.
 * @throws AlipayClientError on timings that cannot be meant, and on an order that the charset cannot write: then nothing
 * was sent. What `onStep` or the clock throws passes through.
 */
export async function collectRefund(
  client: AlipayClient,
  order: RefundOrder,
  options: RefundOptions = {},
): Promise<RefundEnd> {
  const timings = resolveTimings(options.timings)
  const loop = openLoop<'refund', RefundOutcome>(client, { ...options, timings })
  let { begun: doubtful = false } = options
  let next: NextRefundStep = { do: 'refund' }
  while (next.do !== 'end') {
    await loop.pause(timings.refundIntervalMs, { untilGivenUp: true })
    if (loop.gaveUp()) {
      next = afterGivingUpRefund(doubtful)
      continue
    }
    const outcome: RefundOutcome = await loop.perform('refund', () =>
      client.refund(order, { answerTimeoutMs: timings.answerTimeoutMs }),
    )
    const progress = { refunds: loop.count('refund'), doubtful, limits: timings }
    next = afterRefundAttempt(outcome, progress)
    doubtful ||= outcome.outcome === 'unknown'
  }
  return next.end
}
