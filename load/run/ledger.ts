/** Alipay's side of the audit: the partner's trades, read through the control API whatever store is behind it. */

import type { ClockAnchor } from '../../conformance/verdict/case-record.ts'
import { parseAmount } from '../../protocol/money.ts'
import type { MoneyView, PartnerAdmin, TransactionView } from '../../simulator/admin/client/index.ts'
import { markOf, type TradeFact } from '../audit/facts.ts'

export type PartnerClockFacts = {
  readonly anchors: readonly ClockAnchor[]
  /** How many of the partner's milliseconds pass in one. */
  readonly timeScale: number
}

const pageSize = 1_000

export async function readLedger(admin: PartnerAdmin, clock: PartnerClockFacts): Promise<readonly TradeFact[]> {
  const trades: TradeFact[] = []
  let cursor: string | undefined
  do {
    const page = await admin.transactions.list({ limit: pageSize, cursor })
    trades.push(...page.transactions.map((view) => tradeFact(view, clock)))
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  return trades
}

export function tradeFact(view: TransactionView, clock: PartnerClockFacts): TradeFact {
  const amount = minorOf(view.trans_amount)
  return {
    partnerTransId: view.partner_trans_id,
    alipayTransId: view.alipay_trans_id,
    mark: markOf(view.buyer_identity_code, amount),
    amount,
    isOpen: view.state === 'WAIT_BUYER_PAY',
    isCancelled: view.closed_by === 'cancel',
    createdAt: Date.parse(view.created_at.iso),
    paidAt: view.paid_at === null ? undefined : wallTime(Date.parse(view.paid_at.iso), clock),
    refunds: view.refunds.map(({ partner_refund_id: id, refund_amount: given, state }) => ({
      id,
      amount: minorOf(given),
      isDone: state === 'done',
    })),
  }
}

export function minorOf({ amount, currency }: MoneyView): number {
  const parsed = parseAmount(amount, currency)
  if (!parsed.ok) throw new RangeError(`the control API shows an amount "${amount} ${currency}"`)
  return parsed.money.amount
}

/** When the partner's clock showed that, by the last beginning of its run before it. */
export function wallTime(partner: number, { anchors, timeScale }: PartnerClockFacts): number {
  const anchor = anchors.findLast((one) => one.partner <= partner) ?? anchors[0]
  return anchor === undefined ? partner : anchor.wall + (partner - anchor.partner) / timeScale
}
