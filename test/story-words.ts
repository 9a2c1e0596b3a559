/**
 * What the ledger holds and what a receiver was told, in a few words that a table can hold.
 */
import { formatAmount } from '../protocol/money.ts'
import { verifyNotification } from '../protocol/notification.ts'
import { globalDialect } from '../simulator/dialect/dialect.ts'
import { asOf } from '../simulator/ledger/payment.ts'
import { refundedCny } from '../simulator/ledger/refund.ts'
import type { TradeState } from '../simulator/ledger/trade.ts'
import { isBlocked } from '../simulator/store/store.ts'
import type { Posted } from './receiver.ts'
import type { Shop } from './shop.ts'
import { md5, pid } from './signed-call.ts'

/** `TRADE_SUCCESS, R1 done, 71.56 back`; `nothing` when there is no trade, `blocked` when its id was cancelled first. */
export async function ledgerWords({ simulator, now }: Shop, partnerTransId: string): Promise<string> {
  const held = await simulator.store.trade(pid, { partnerTransId })
  if (held === undefined) return 'nothing'
  if (isBlocked(held)) return 'blocked'
  const trade = asOf(held, now(), globalDialect)
  const back = refundedCny(trade)
  return [
    stateWords(trade.state),
    ...trade.refunds.map(({ partnerRefundId, state }) => `${partnerRefundId} ${state.name}`),
    ...(back.amount > 0 ? [`${formatAmount(back)} back`] : []),
  ].join(', ')
}

function stateWords(state: TradeState): string {
  return state.name === 'TRADE_CLOSED' ? `${state.name} by ${state.by}` : state.name
}

const actions: Readonly<Record<string, string>> = {
  payByAccountAction: 'payment',
  refundFPAction: 'refund',
  reverseAction: 'cancel',
}

/** Tells of what has come since it was last asked: `payment, payment (again) x 9`. In brackets what is odd about it. */
export function notificationWords(): (posted: readonly Posted[]) => string {
  const ids = new Set<string>()
  let told = 0
  const words = (posted: Posted): string => {
    const { fields } = posted
    const { notify_action_type = '', notify_id = '', out_trade_no, out_biz_no, seller_id } = fields
    const [amount, ordered] = out_biz_no === undefined ? [fields.total_fee, '39.25'] : [fields.refund_fee, '10.00']
    const odd = [
      ...(amount === ordered ? [] : [amount]),
      ...(seller_id === pid ? [] : ['another partner']),
      ...(isGenuineNotification(posted) ? [] : ['not genuine']),
      ...(ids.has(notify_id) ? ['again'] : []),
    ]
    ids.add(notify_id)
    const what = [actions[notify_action_type], out_biz_no, ...(out_trade_no === 'T1' ? [] : [out_trade_no])]
    return `${what.filter(Boolean).join(' ')}${odd.length === 0 ? '' : ` (${odd.join(', ')})`}`
  }
  return (posted) => {
    const fresh = posted.slice(told).map(words)
    told = posted.length
    return runs(fresh).join(', ')
  }
}

export function isGenuineNotification(posted: Posted | undefined): boolean {
  return posted !== undefined && verifyNotification(posted.body, md5, 'UTF-8').ok
}

function runs(all: readonly string[]): readonly string[] {
  const counted: { words: string; times: number }[] = []
  for (const words of all) {
    const last = counted.at(-1)
    if (last?.words === words) last.times++
    else counted.push({ words, times: 1 })
  }
  return counted.map(({ words, times }) => (times === 1 ? words : `${words} x ${times}`))
}
