/**
 * Cancel: makes sure that no money stays with the merchant. `result_code` is read before `retry_flag`, which is N on
 * success, too. Pure. Source: cancel.md §1, §2, §5, §6.
 */
import type { Instant } from '../../protocol/beijing-time.ts'
import type { Heard } from './hear.ts'
import { type Exchange, type Refused, refusedOrUnknown, type Unknown, unknown } from './outcome.ts'
import type { RequestFields } from './request.ts'
import { type TradeFacts, tradeFacts } from './trade-facts.ts'
import { mismatchOf, namesOneOf } from './trust.ts'

export type CancelOrder = {
  /** The id of the payment; on the wire `out_trade_no`. */
  readonly partnerTransId: string
  /** Alipay's trade number; takes precedence. On the wire `trade_no`. */
  readonly alipayTransId?: string
}

/** `close`: it was unpaid; `refund`: it was paid, the money goes back; `none`: not told, nothing existed or was left to do. */
export type CancelAction = 'close' | 'refund' | 'none'

export type CancelOutcome =
  | {
      readonly outcome: 'cancelled'
      readonly action: CancelAction
      readonly trade: TradeFacts
      readonly exchange: Exchange
    }
  /** `retry`: the gateway says that a repeat makes sense. */
  | (Refused & { readonly retry: boolean })
  | Unknown

/** `timestamp` is milliseconds since 1970, 13 digits, as the page has it; SDKs that send a date differ from it. */
export function cancelFields({ partnerTransId, alipayTransId }: CancelOrder, now: Instant): RequestFields {
  return { out_trade_no: partnerTransId, trade_no: alipayTransId, timestamp: String(Math.trunc(now)) }
}

export function readCancel(heard: Heard, order: CancelOrder, exchange: Exchange): CancelOutcome {
  if (heard.heard === 'nothing') return unknown(heard.doubt, exchange)
  if (heard.heard === 'refusal') return refusal({ level: 'gateway', error: heard.error, exchange }, 'N')
  const { fields } = heard
  const { partnerTransId, alipayTransId } = order
  const ids = { out_trade_no: partnerTransId, partner_trans_id: partnerTransId, trade_no: alipayTransId }
  // A query's answer names the trade and says SUCCESS: it must not pass for a cancel's.
  const mismatch = mismatchOf(fields, { ids, foreign: ['alipay_trans_status', 'partner_refund_id'] })
  if (mismatch !== undefined) return unknown({ reason: 'distrusted', ...mismatch }, exchange)
  const result = fields.get('result_code')
  const error = fields.get('detail_error_code') ?? fields.get('error')
  if (result === 'SUCCESS') {
    if (!namesOneOf(fields, { out_trade_no: partnerTransId, trade_no: alipayTransId }))
      return unknown({ reason: 'distrusted', distrust: 'incomplete', detail: 'no id of the payment' }, exchange)
    return { outcome: 'cancelled', action: actionOf(fields.get('action')), trade: tradeFacts(fields), exchange }
  }
  if ((result === 'FAIL' || result === 'FAILED') && error !== undefined)
    return refusal({ level: 'business', error, exchange }, fields.get('retry_flag'))
  return unknown({ reason: 'unclearResult', detail: `result_code ${result}, error ${error}` }, exchange)
}

function refusal(
  { level, error, exchange }: Pick<Refused, 'level' | 'error' | 'exchange'>,
  retryFlag: string | undefined,
): CancelOutcome {
  const outcome = refusedOrUnknown({ service: 'cancel', level, error, exchange })
  return outcome.outcome === 'unknown' ? outcome : { ...outcome, retry: retryFlag === 'Y' }
}

function actionOf(action: string | undefined): CancelAction {
  return action === 'close' || action === 'refund' ? action : 'none'
}
