/**
 * Executes a cancel: closes, gives back, or remembers an id that may still arrive. Source: cancel.md §2, §3.
 */
import { type Cancellation, cancelTrade, cancelUnknown } from '../ledger/cancellation.ts'
import type { CancelOrder } from '../ledger/order.ts'
import { confirm } from '../ledger/payment.ts'
import type { Trade } from '../ledger/trade.ts'
import { afterAnswerMs } from '../notify/schedule.ts'
import { isBlocked } from '../store/store.ts'
import {
  announcement,
  type Circumstance,
  type Decision,
  decideAndCommit,
  type Execution,
  type ExecutionParts,
} from './execution.ts'
import { answered, type Fields, failed, type Outcome } from './outcome.ts'

export function executeCancel(parts: ExecutionParts, execution: Execution<CancelOrder>): Promise<Outcome> {
  const { partnerTransId, alipayTransId } = execution.order
  const key = alipayTransId === undefined ? { partnerTransId } : { alipayTransId }
  return decideAndCommit(parts, execution, key, (circumstance) => decide(parts, execution, circumstance))
}

function decide(
  parts: ExecutionParts,
  { order, partner, play }: Execution<CancelOrder>,
  { held, at }: Circumstance,
): Decision {
  const { dialect } = parts
  const { random } = partner
  if (held === undefined) {
    const id = { ...order, byAlipayTransId: order.alipayTransId !== undefined }
    return told(parts, order, cancelUnknown(id, at, dialect), undefined)
  }
  if (isBlocked(held)) return told(parts, order, { kind: 'blocked' }, undefined)

  const pays = held.buyerPlan?.at === 'cancel' && partner.wallet.judge(held).kind !== 'refused'
  const paidNow = pays && held.state.name === 'WAIT_BUYER_PAY' ? confirm(held, at) : undefined
  const decision = told(parts, order, cancelTrade(paidNow ?? held, at, dialect), held)
  const closed = decision.change?.trade
  if (closed === undefined) return decision
  // The payment that came in the very moment of the cancel is announced like any other, and both are one commit.
  const trade = paidNow === undefined ? closed : { ...closed, version: held.version + 1 }
  const dueAt = at + play.delayAfterMs + afterAnswerMs
  const payment = paidNow === undefined ? {} : announcement(paidNow, { about: 'payment' }, { at, dueAt, random })
  const cancel = dialect.notifyOnCancel ? announcement(trade, { about: 'cancel' }, { at, dueAt, random }) : {}
  return {
    ...decision,
    change: {
      trade,
      notifications: [...(payment.notifications ?? []), ...(cancel.notifications ?? [])],
      tasks: [...(payment.tasks ?? []), ...(cancel.tasks ?? [])],
      done: [`buyer/${trade.alipayTransId}`],
    },
  }
}

function told(
  parts: ExecutionParts,
  order: CancelOrder,
  cancellation: Cancellation,
  trade: Trade | undefined,
): Decision {
  const ids: Fields = { out_trade_no: order.partnerTransId, trade_no: trade?.alipayTransId }
  switch (cancellation.kind) {
    case 'failed': {
      const { error, retryFlag } = cancellation
      return { outcome: failed('cancel', error, parts.dialect, { ...ids, retry_flag: retryFlag }) }
    }
    case 'blocked':
      return {
        outcome: success(ids),
        ...(cancellation.block === undefined ? {} : { change: { block: cancellation.block } }),
      }
    case 'cancelled': {
      const { action, next } = cancellation
      return { outcome: success({ ...ids, action }), ...(next === undefined ? {} : { change: { trade: next } }) }
    }
  }
}

/** `retry_flag` N comes with SUCCESS too. Source: cancel.md §2. */
function success(fields: Fields): Outcome {
  return answered('SUCCESS', { ...fields, retry_flag: 'N' })
}
