/**
 * Query: what became of a payment. Reads only; `SUCCESS` says that the query worked, never that the payment did.
 * Pure. Source: query.md §1 to §5.
 */
import type { Currency } from '../../protocol/currency.ts'
import type { TradeStatus } from '../../protocol/fields/query.ts'
import type { Money } from '../../protocol/money.ts'
import type { AnswerFields, Heard } from './hear.ts'
import { type Exchange, mainCode, type Refused, refusedOrUnknown, type Unknown, unknown } from './outcome.ts'
import type { RequestFields } from './request.ts'
import { type TradeFacts, tradeFacts } from './trade-facts.ts'
import { type Expectation, mismatchOf, namesOneOf } from './trust.ts'

/** One of the two ids at least; Alipay's own takes precedence. */
export type QueryOrder = (
  | { readonly partnerTransId: string; readonly alipayTransId?: string }
  | { readonly partnerTransId?: never; readonly alipayTransId: string }
) & {
  /** The price of the payment: an answer with another amount is not believed. */
  readonly amount?: Money
  /** @default the currency of the price */
  readonly settlementCurrency?: Currency
}

type Told = { readonly trade: TradeFacts; readonly exchange: Exchange }

export type QueryOutcome =
  | ({ readonly outcome: 'paid' } & Told)
  /** The buyer must still confirm. Not final. */
  | ({ readonly outcome: 'waiting' } & Told)
  /** Closed unpaid, cancelled, or wholly refunded: no money is held. `trade.alipayPayTime` tells that it was paid once. */
  | ({ readonly outcome: 'closed' } & Told)
  /** Paid, and no longer refundable. */
  | ({ readonly outcome: 'finished' } & Told)
  /** Not paid so far: the pay request may still be on its way. */
  | { readonly outcome: 'notFound'; readonly exchange: Exchange }
  | Refused
  | Unknown

export function queryFields({ partnerTransId, alipayTransId }: QueryOrder): RequestFields {
  return { partner_trans_id: partnerTransId, alipay_trans_id: alipayTransId }
}

export function readQuery(heard: Heard, order: QueryOrder, exchange: Exchange): QueryOutcome {
  if (heard.heard === 'nothing') return unknown(heard.doubt, exchange)
  if (heard.heard === 'refusal') return refusal('gateway', heard.error, exchange)
  const { fields } = heard
  const expectation = expectationOf(order)
  const mismatch = mismatchOf(fields, expectation)
  if (mismatch !== undefined) return unknown({ reason: 'distrusted', ...mismatch }, exchange)
  const result = fields.get('result_code')
  const error = fields.get('error') ?? fields.get('detail_error_code')
  if ((result === 'FAIL' || result === 'FAILED') && error !== undefined) return refusal('business', error, exchange)
  if (result !== 'SUCCESS')
    return unknown({ reason: 'unclearResult', detail: `result_code ${result}, error ${error}` }, exchange)
  if (!namesOneOf(fields, expectation.ids))
    return unknown({ reason: 'distrusted', distrust: 'incomplete', detail: 'no id of the payment' }, exchange)
  return statusOutcome(fields, exchange)
}

/** TRADE_PENDING (paid, but the seller is frozen) is of the domestic product and ends in no definite state here. */
const outcomes: Readonly<Partial<Record<TradeStatus, 'paid' | 'waiting' | 'closed' | 'finished'>>> = {
  TRADE_SUCCESS: 'paid',
  WAIT_BUYER_PAY: 'waiting',
  TRADE_CLOSED: 'closed',
  TRADE_FINISHED: 'finished',
}

function statusOutcome(fields: AnswerFields, exchange: Exchange): QueryOutcome {
  const status = fields.get('alipay_trans_status') ?? ''
  const outcome = Object.hasOwn(outcomes, status) ? outcomes[status as TradeStatus] : undefined
  if (outcome === undefined)
    return unknown({ reason: 'unclearResult', detail: `alipay_trans_status "${status}"` }, exchange)
  return { outcome, trade: tradeFacts(fields), exchange }
}

function refusal(level: Refused['level'], error: string, exchange: Exchange): QueryOutcome {
  if (mainCode(error, 'query') === 'TRADE_NOT_EXIST') return { outcome: 'notFound', exchange }
  return refusedOrUnknown({ service: 'query', level, error, exchange })
}

function expectationOf({ partnerTransId, alipayTransId, amount, settlementCurrency }: QueryOrder): Expectation {
  const currency = settlementCurrency ?? amount?.currency
  return {
    ids: { partner_trans_id: partnerTransId, out_trade_no: partnerTransId, alipay_trans_id: alipayTransId },
    amount: amount && { field: 'trans_amount', money: amount },
    ...(currency && { currencies: amount ? [currency, amount.currency] : [currency] }),
    foreign: ['partner_refund_id', 'retry_flag'],
  }
}
