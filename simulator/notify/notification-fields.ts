/**
 * What a notification says: a paid trade or a finished refund, in the field names of the notification form.
 * Knows no delivery. Source: flows.md §5 (fields, all but the payment's largely inferred).
 */
import { blankTime, type Instant } from '../../protocol/beijing-time.ts'
import { notifyActions } from '../../protocol/fields/notification.ts'
import { formatAmount } from '../../protocol/money.ts'
import { type Parameter, toParameters } from '../../protocol/parameter.ts'
import type { NotifyAddress, Refund, Trade } from '../ledger/trade.ts'
import type { Random } from '../random.ts'
import type { NotificationRecord } from './notification-record.ts'

export type NotificationCause =
  | { readonly about: 'payment' }
  | { readonly about: 'refund'; readonly refund: Refund }
  | { readonly about: 'cancel' }

/** The notification of what just happened to the trade; undefined when nobody asked for one. */
export function notificationOf(
  trade: Trade,
  cause: NotificationCause,
  { at, random }: { at: Instant; random: Random },
): NotificationRecord | undefined {
  const to = addressOf(trade, cause)
  if (to === undefined || trade.notificationPlan?.kind === 'none') return undefined
  const name = cause.about === 'refund' ? cause.refund.partnerRefundId : ''
  const drawn = random.digits(18, 'notify', trade.partner, trade.alipayTransId, cause.about, name)
  return {
    id: instantDigits(at) + trade.alipayTransId.slice(-5) + drawn,
    partner: trade.partner,
    alipayTransId: trade.alipayTransId,
    to,
    fields: fieldsOf(trade, cause),
    createdAt: at,
    ...(trade.notificationPlan === undefined ? {} : { plan: trade.notificationPlan }),
    attempts: [],
    state: 'pending',
  }
}

/** Room for the milliseconds of 500 years, in hexadecimal. */
const instantDigitCount = 11

/** Ids in the order of their making: what is made together stands together in an index on a disk. */
function instantDigits(at: Instant): string {
  return Math.max(0, Math.floor(at)).toString(16).padStart(instantDigitCount, '0').slice(-instantDigitCount)
}

function addressOf(trade: Trade, cause: NotificationCause): NotifyAddress | undefined {
  return cause.about === 'refund' ? cause.refund.notify : trade.notify
}

function fieldsOf(trade: Trade, cause: NotificationCause): Parameter[] {
  const { state } = trade
  return toParameters({
    notify_type: 'trade_status_sync',
    notify_action_type:
      notifyActions[cause.about === 'payment' ? 'pay' : cause.about === 'refund' ? 'refund' : 'reverse'],
    out_trade_no: trade.partnerTransId,
    trade_no: trade.alipayTransId,
    trade_status: state.name,
    subject: trade.subject,
    gmt_create: blankTime(trade.createdAt),
    gmt_payment: 'paidAt' in state ? blankTime(state.paidAt) : undefined,
    currency: trade.settlement.currency,
    total_fee: formatAmount(trade.settlement),
    seller_id: trade.partner,
    buyer_id: trade.buyer.userId,
    ...(cause.about === 'refund' ? refundFields(cause.refund) : {}),
  })
}

function refundFields({ partnerRefundId, amount, state }: Refund): Record<string, string | undefined> {
  return {
    out_biz_no: partnerRefundId,
    refund_fee: formatAmount(amount),
    gmt_refund: state.name === 'done' ? blankTime(state.doneAt) : undefined,
  }
}
