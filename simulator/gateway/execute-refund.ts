/**
 * Executes a refund: at once, or accepted for later. Source: refund.md §2-§5.
 */

import type { RefundOrder } from '../ledger/order.ts'
import { type RefundCircumstances, refundTrade } from '../ledger/refund.ts'
import type { Trade } from '../ledger/trade.ts'
import { isBlocked, type Task } from '../store/store.ts'
import { refundFields } from './answer-fields.ts'
import { type Circumstance, type Decision, decideAndCommit, type Execution, type ExecutionParts } from './execution.ts'
import { answered, failed, type Outcome } from './outcome.ts'
import { refuse } from './refusal.ts'

export function executeRefund(parts: ExecutionParts, execution: Execution<RefundOrder>): Promise<Outcome> {
  const { store } = parts
  const { order, partner } = execution
  const key = { partnerTransId: order.partnerTransId }
  return decideAndCommit(parts, execution, key, async (circumstance) => {
    const owner = await store.refundOwner(partner.pid, order.partnerRefundId)
    return decide(parts, execution, circumstance, owner)
  })
}

function decide(
  parts: ExecutionParts,
  { order, partner, play }: Execution<RefundOrder>,
  { held, at }: Circumstance,
  owner: string | undefined,
): Decision {
  const { dialect } = parts
  const { random, funded } = partner
  if (held === undefined || isBlocked(held)) return refused(parts, dialect.refundTradeNotFound)
  // The same refund id under another payment. Source: refund.md §4 (inferred).
  if (owner !== undefined && owner !== held.partnerTransId) return refused(parts, dialect.refundDiscordant)
  if (order.alipayTransId !== undefined && order.alipayTransId !== held.alipayTransId)
    return { outcome: otherTrade(order.alipayTransId, held) }

  const circumstances: RefundCircumstances = {
    at,
    funded,
    batchPosition: random.fraction('refund batch', held.partner, order.partnerRefundId),
  }
  const { plan } = play
  const delayed = plan.kind === 'asynchronous' ? { ...order, isSync: false } : order
  const refunding = refundTrade(held, delayed, circumstances, dialect)
  if (refunding.kind === 'failed') return refused(parts, refunding.error)
  const { refund, next } = refunding
  const outcome = answered('SUCCESS', refundFields(held, refund, dialect))
  if (next === undefined) return { outcome }
  const dueAt =
    plan.kind !== 'asynchronous'
      ? refund.state.name === 'waiting'
        ? refund.state.dueAt
        : undefined
      : plan.doneAfterMs === 'never'
        ? undefined
        : at + plan.doneAfterMs
  const tasks = dueAt === undefined ? [] : [refundTask(next, refund.partnerRefundId, dueAt)]
  return { outcome, change: { trade: next, refundId: refund.partnerRefundId, tasks } }
}

export function refundTask({ partner, alipayTransId }: Trade, partnerRefundId: string, dueAt: number): Task {
  const ref = `${alipayTransId}/${partnerRefundId}`
  return { id: `refund/${ref}`, partner, dueAt, kind: 'refund', ref }
}

/** Source: refund.md §1 (inferred). */
function otherTrade(alipayTransId: string, { partnerTransId }: Trade): Outcome {
  const { code, diagnosis } = refuse('INVALID_PARAMETER', {
    sentence: `alipay_trans_id is not the number of the trade "${partnerTransId}".`,
    next: 'Leave alipay_trans_id out, or send the one that the payment answered with.',
    parameter: 'alipay_trans_id',
    rule: 'the number of the same trade that partner_trans_id names',
    value: alipayTransId,
  })
  return { kind: 'refused', code, diagnosis }
}

function refused({ dialect }: ExecutionParts, error: string): Decision {
  return { outcome: failed('refund', error, dialect) }
}
