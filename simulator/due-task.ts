/**
 * What each kind of task does when it falls due: the buyer acts, the time to pay is over, a refund is settled, a notification
 * goes out.
 * Source: query.md §3 (state machine), refund.md §2, §6.
 */
import type { Dialect } from './dialect/switch.ts'
import { refundTask } from './gateway/execute-refund.ts'
import { accountOf, announcement, observed } from './gateway/execution.ts'
import { asOf, confirm, decline } from './ledger/payment.ts'
import { settleRefund } from './ledger/refund.ts'
import type { Trade } from './ledger/trade.ts'
import { type DeliveryParts, deliver } from './notify/delivery.ts'
import { afterAnswerMs } from './notify/schedule.ts'
import type { Partner } from './partner.ts'
import type { SharedAccounts } from './shared-accounts.ts'
import { type Change, isBlocked, type Store, type Task } from './store/store.ts'

export type DueTaskParts = DeliveryParts & {
  readonly store: Store
  readonly dialect: Dialect
  readonly accounts?: SharedAccounts | undefined
}

export async function runDueTask(parts: DueTaskParts, partner: Partner, task: Task): Promise<void> {
  switch (task.kind) {
    case 'notify':
      return deliver(parts, partner, task)
    case 'buyer':
      return commitOn(parts, partner, task, (trade) => buyerActs(partner, trade))
    case 'expiry':
      return commitOn(parts, partner, task, expires)
    case 'refund':
      return commitOn(parts, partner, task, (trade) => refundSettles(parts, partner, trade, task))
  }
}

type Effect = Pick<Change, 'trade' | 'notifications' | 'tasks'>

async function commitOn(
  { store, dialect, accounts }: DueTaskParts,
  partner: Partner,
  task: Task,
  decide: (trade: Trade) => Effect,
): Promise<void> {
  const [alipayTransId = ''] = task.ref.split('/')
  for (;;) {
    const upTo = await accounts?.catchUp(partner)
    const held = await store.trade(partner.pid, { alipayTransId })
    const effect = held === undefined || isBlocked(held) ? {} : decide(asOf(held, partner.clock.now(), dialect))
    // A task that is put again under its own id is not done.
    const again = effect.tasks?.some(({ id }) => id === task.id) ?? false
    const before = held === undefined || isBlocked(held) ? undefined : held
    const account = accountOf(accounts, partner, { before, after: effect.trade }, upTo)
    const change = { ...effect, ...account, partner: partner.pid, ...(again ? {} : { done: [task.id] }) }
    if ((await store.commit(change)) === 'conflict') continue
    if (effect.trade !== undefined && before !== undefined)
      await observed(accounts, partner, { before, after: effect.trade })
    return
  }
}

function buyerActs({ clock, random, wallet }: Partner, trade: Trade): Effect {
  const at = clock.now()
  if (trade.state.name !== 'WAIT_BUYER_PAY') return {}
  // What the account let through when it was asked may be too much by now.
  const pays = trade.buyerPlan?.does === 'pays' && wallet.judge(trade).kind !== 'refused'
  if (!pays) return { trade: decline(trade, at) }
  const paid = confirm(trade, at)
  return { trade: paid, ...announcement(paid, { about: 'payment' }, { at, dueAt: at, random }) }
}

/** What time alone did is written down, so that the buyer hears of it then. Paid or closed by then, there is nothing to do. */
function expires(trade: Trade): Effect {
  const { state, version } = trade
  const expired = state.name === 'TRADE_CLOSED' && state.by === 'expiry'
  return expired ? { trade: { ...trade, version: version + 1 } } : {}
}

function refundSettles({ dialect }: DueTaskParts, partner: Partner, trade: Trade, task: Task): Effect {
  const { random, funded } = partner
  const at = partner.clock.now()
  const partnerRefundId = task.ref.slice(trade.alipayTransId.length + 1)
  const batchPosition = random.fraction('refund batch', trade.partner, partnerRefundId, String(at))
  const next = settleRefund(trade, partnerRefundId, { at, funded, batchPosition }, dialect)
  const refund = next.refunds.find((candidate) => candidate.partnerRefundId === partnerRefundId)
  if (next === trade || refund === undefined) return {}
  if (refund.state.name === 'waiting')
    return { trade: next, tasks: [refundTask(next, partnerRefundId, refund.state.dueAt)] }
  if (refund.state.name === 'failed') return { trade: next }
  // On the payment day it is done while its answer is still on the way.
  const dueAt = at + afterAnswerMs
  return { trade: next, ...announcement(next, { about: 'refund', refund }, { at, dueAt, random }) }
}
