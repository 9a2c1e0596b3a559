/** The gateway as the next hop: the client's loops, and what their outcomes mean for the book. Source: flows.md §1. */
import type { AlipayClient, PaymentStepOutcome, PayOrder, RefundOrder, TradeFacts } from '../../client/index.ts'
import type { StepEvent } from '../../client/loop.ts'
import { given } from '../../client/trade-facts.ts'
import type { PaymentRecord, RefundRecord } from '../book/records.ts'
import type { Loops } from '../desk/desk-parts.ts'
import { alarmOfOutcome, detailOf } from '../desk/outcome-words.ts'
import type { HopStep, Learnt, NextHop } from './next-hop.ts'

export type GatewayHopParts = {
  readonly client: AlipayClient
  readonly loops: Loops
  readonly payOrder: (payment: PaymentRecord) => PayOrder
  readonly refundOrder: (refund: RefundRecord, payment: PaymentRecord) => RefundOrder
}

export function gatewayHop({ client, loops, payOrder, refundOrder }: GatewayHopParts): NextHop {
  return {
    collect: (payment, { timings, signal, onStep }) =>
      loops.collectPayment(client, payOrder(payment), {
        timings,
        signal,
        onStep: (happened) => onStep(hopStep(happened)),
      }),
    settle: ({ partnerTransId, amount }, { timings, signal, onStep, startAt }) =>
      loops.settlePayment(
        client,
        { partnerTransId, amount },
        { timings, signal, onStep: (happened) => onStep(hopStep(happened)), startAt },
      ),
    refund: (refund, payment, { timings, begun, onStep }) =>
      loops.collectRefund(client, refundOrder(refund, payment), {
        timings,
        begun,
        onStep: (happened) => onStep(hopStep(happened)),
      }),
  }
}

function hopStep<Step extends string>(happened: StepEvent<Step, PaymentStepOutcome>): HopStep<Step> {
  const { event, step } = happened
  if (event === 'sending') return { event, step }
  const { outcome } = happened
  return { event, step, detail: detailOf(outcome), learnt: learnt(step, outcome), alarm: alarmOfOutcome(outcome) }
}

function learnt(step: string, outcome: PaymentStepOutcome): Learnt {
  const trade: TradeFacts = 'trade' in outcome ? outcome.trade : {}
  return {
    ...given({ alipayTransId: trade.alipayTransId, buyer: trade.alipayBuyerLoginId }),
    ...(step === 'refund' && outcome.outcome === 'refunded' && { refundedLate: true }),
  }
}
