/**
 * Executes a pay: opens the trade, or tells what became of it. Source: spot-pay.md §6, §7.
 */

import type { Instant } from '../../protocol/beijing-time.ts'
import { compactDay, millisOfDay } from '../../protocol/beijing-time.ts'
import type { Play } from '../behaviour/behaviour.ts'
import { whenReady } from '../behaviour/ready.ts'
import type { PayOrder } from '../ledger/order.ts'
import { askForPassword, compareRepeat, type Opening, openTrade } from '../ledger/payment.ts'
import type { Trade } from '../ledger/trade.ts'
import { afterAnswerMs } from '../notify/schedule.ts'
import type { Random } from '../random.ts'
import { isBlocked, type Task } from '../store/store.ts'
import { strangerOf } from '../wallet/stranger.ts'
import { paidFields, tradeIds } from './answer-fields.ts'
import {
  announcement,
  type Circumstance,
  type Decision,
  decideAndCommit,
  type Execution,
  type ExecutionParts,
} from './execution.ts'
import { answered, failed, type Outcome } from './outcome.ts'
import { type Admission, admit } from './payment-admission.ts'

export async function executePay(parts: ExecutionParts, execution: Execution<PayOrder>): Promise<Outcome> {
  const { order, partner, play } = execution
  const outcome = await decideAndCommit(parts, execution, { partnerTransId: order.partnerTransId }, (circumstance) => {
    const { held } = circumstance
    execution.partner.wallet.release(order.partnerTransId)
    if (held === undefined) return open(parts, execution, circumstance)
    if (isBlocked(held)) return { outcome: failed('pay', parts.dialect.payRepeatClosed, parts.dialect) }
    return { outcome: repeated(parts, execution, held) }
  })
  const refused = outcome.kind === 'answered' && outcome.error !== undefined && play.plan.kind !== 'misreported'
  if (refused && parts.accounts !== undefined) await parts.accounts.refused(partner, order, outcome.error)
  else if (refused) partner.wallet.refused(order, outcome.error)
  return outcome
}

function open(
  parts: ExecutionParts,
  execution: Execution<PayOrder>,
  circumstance: Circumstance,
): Decision | Promise<Decision> {
  return whenReady(admit(parts, execution.partner, execution.order), (admission) =>
    openAdmitted(parts, execution, circumstance, admission),
  )
}

function openAdmitted(
  parts: ExecutionParts,
  { order, partner, play }: Execution<PayOrder>,
  circumstance: Circumstance,
  admission: Admission,
): Decision {
  const { dialect } = parts
  const { random, wallet } = partner
  const { at } = circumstance
  if (admission.kind === 'refused') return { outcome: failed('pay', admission.error, dialect) }
  const { buyer, known, spends } = admission
  const opened = openTrade(
    order,
    { ...openingOf(play), alipayTransId: tradeNumber(order, circumstance, random), buyer, at },
    dialect,
  )
  const verdict = known && play.plan.kind !== 'waiting' ? wallet.judge(opened) : { kind: 'pays' as const }
  if (verdict.kind === 'refused') return { outcome: failed('pay', verdict.error, dialect) }
  const trade = verdict.kind === 'password' ? askForPassword(opened, dialect) : opened
  const spending = spends === undefined ? {} : { spends }
  if (trade.state.name === 'WAIT_BUYER_PAY') {
    const { expiresAt } = trade.state
    const tasks = [...buyerTasks(trade, expiresAt), ...(known ? [expiryTask(trade, expiresAt)] : [])]
    return { outcome: told(trade, parts), change: { trade, tasks, ...spending } }
  }
  if (known) wallet.promise(trade)
  const dueAt = at + play.delayAfterMs + afterAnswerMs
  const announced = announcement(trade, { about: 'payment' }, { at, dueAt, random })
  return { outcome: told(trade, parts), change: { trade, ...announced, ...spending } }
}

/**
 * 28 digits: the day, 22, the time of day to the millisecond, ten drawn. In the order of their making, so that what is made
 * together stands together in an index on a disk. Source: spot-pay.md §6.
 */
function tradeNumber({ partner, partnerTransId }: PayOrder, { at, attempt }: Circumstance, random: Random): string {
  const names = ['trade', partner, partnerTransId, ...(attempt === 0 ? [] : [String(attempt)])]
  return `${compactDay(at)}22${String(millisOfDay(at)).padStart(8, '0')}${random.digits(10, ...names)}`
}

function openingOf({ behaviour, plan, buyer, notifications }: Play): Omit<Opening, 'alipayTransId' | 'buyer' | 'at'> {
  return {
    behaviour,
    state: plan.kind === 'waiting' ? 'waiting' : 'paid',
    ...(plan.kind === 'waiting' && plan.closesAfterMs !== undefined ? { closesAfterMs: plan.closesAfterMs } : {}),
    ...(buyer === undefined ? {} : { buyerPlan: buyer }),
    ...(notifications === undefined ? {} : { notificationPlan: notifications }),
  }
}

/** Timers of a busy machine come late: a payment closer to the end would find the trade closed. */
const lastMomentMs = 1_000

/** When the buyer of a waiting trade will act; never at all is no task, for the trade closes by itself. */
function buyerTasks({ partner, alipayTransId, createdAt, buyerPlan }: Trade, expiresAt: Instant): readonly Task[] {
  if (buyerPlan === undefined || buyerPlan.does === 'nothing' || buyerPlan.at === 'cancel') return []
  const dueAt =
    buyerPlan.at === 'before expiry'
      ? Math.max(createdAt, expiresAt - lastMomentMs)
      : createdAt + (buyerPlan.afterMs ?? 0)
  return [{ id: `buyer/${alipayTransId}`, partner, dueAt, kind: 'buyer', ref: alipayTransId }]
}

/** Only for a buyer with a phone here: everybody else finds the trade closed when asking for it. */
function expiryTask({ partner, alipayTransId }: Trade, dueAt: Instant): Task {
  return { id: `expiry/${alipayTransId}`, partner, dueAt, kind: 'expiry', ref: alipayTransId }
}

function repeated(parts: ExecutionParts, { order, partner }: Execution<PayOrder>, trade: Trade): Outcome {
  const { dialect } = parts
  const { wallet, random } = partner
  const buyer = wallet.shownBy(order.identityCode)?.buyer ?? strangerOf(order.identityCode, random)
  switch (compareRepeat(trade, order, buyer)) {
    case 'other buyer':
      return failed('pay', 'TRADE_BUYER_NOT_MATCH', dialect, tradeIds(trade))
    case 'other order':
      return failed('pay', dialect.payContextMismatch, dialect, tradeIds(trade))
    case 'same':
      return told(trade, parts)
  }
}

/** What a pay says of a trade in this state. */
function told(trade: Trade, { dialect }: ExecutionParts): Outcome {
  switch (trade.state.name) {
    case 'WAIT_BUYER_PAY':
      return answered(dialect.payUnknownWord, tradeIds(trade))
    case 'TRADE_SUCCESS':
    case 'TRADE_FINISHED':
      return answered('SUCCESS', paidFields(trade, dialect))
    case 'TRADE_CLOSED':
      return failed('pay', dialect.payRepeatClosed, dialect, tradeIds(trade))
  }
}
