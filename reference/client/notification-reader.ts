/**
 * Reads an asynchronous notification from bytes that anybody may have posted: verified first, then typed.
 * Knows no order book: whoever keeps one compares with `notificationMismatch`. Source: flows.md §5; signature.md §3, §5.
 */
import { type Instant, parseTime } from '../../protocol/beijing-time.ts'
import type { Charset } from '../../protocol/charset.ts'
import type { Currency } from '../../protocol/currency.ts'
import { notifyActions } from '../../protocol/fields/notification.ts'
import { type TradeStatus, tradeStatuses } from '../../protocol/fields/query.ts'
import type { Money } from '../../protocol/money.ts'
import { verifyNotification } from '../../protocol/notification.ts'
import { type AlipayKey, type Md5Credentials, verifierOf } from './credentials.ts'
import { given } from './trade-facts.ts'
import { ambiguityOf, type Mismatch, mismatchOf, moneyOf } from './trust.ts'

/** The whole body of the HTTP answer that tells the gateway to stop repeating. Send it for repeats, too. */
export const acknowledge = 'success'

export type NotificationSettings = (Md5Credentials | AlipayKey) & {
  /** The partner whose notifications these are. */
  readonly partner: string
  /** The charset of the requests that asked for them. @default 'UTF-8' */
  readonly charset?: Charset
  /** @default 65_536 */
  readonly bytesMax?: number
}

/** The names are the wire's, in camelCase; `outTradeNo` is the `partnerTransId`, `tradeNo` the `alipayTransId`. */
type NotificationFacts = {
  readonly outTradeNo: string
  readonly tradeStatus: TradeStatus
  readonly tradeNo?: string
  /** The same in every repeat of one notification. */
  readonly notifyId?: string
  readonly notifyTime?: Instant
  readonly notifyActionType?: string
  /** The price of the payment. */
  readonly totalFee?: Money
  readonly subject?: string
  readonly buyerId?: string
  readonly gmtCreate?: Instant
  readonly gmtPayment?: Instant
  /** All fields, those that nobody knows included. */
  readonly fields: ReadonlyMap<string, string>
}

export type NotificationRefusal =
  | 'tooLarge'
  | 'unreadable'
  | 'unsigned'
  | 'otherSignType'
  | 'wrongSignature'
  | 'ambiguous'
  /** Genuine, but another partner's; or, signed by RSA with a key that is the same for every partner, nobody's. */
  | 'otherSeller'
  /** Genuine, but without order or status. */
  | 'incomplete'

export type AlipayNotification =
  | ({ readonly notification: 'payment' } & NotificationFacts)
  | ({
      readonly notification: 'refund'
      /** The `partnerRefundId`. */
      readonly outBizNo?: string
      readonly refundFee?: Money
      readonly gmtRefund?: Instant
    } & NotificationFacts)
  /** Not to be believed, nor acknowledged. */
  | { readonly notification: 'refused'; readonly problem: NotificationRefusal; readonly detail: string }

/**
 * Never throws on what was posted.
 * @throws ProtocolError when the key in the settings is none
 */
export function readNotification(body: Uint8Array | string, settings: NotificationSettings): AlipayNotification {
  const { partner, charset = 'UTF-8', bytesMax = 65_536 } = settings
  const verifier = verifierOf(settings)
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  if (bytes.length > bytesMax) return refuse('tooLarge', `${bytes.length} bytes`)
  const verified = verifyNotification(bytes, verifier, charset)
  if (!verified.ok) return refuse(problems[verified.problem], verified.signedString)
  const ambiguity = ambiguityOf(verified.parameters)
  if (ambiguity !== undefined) return refuse('ambiguous', ambiguity)
  const fields = new Map(verified.parameters.flatMap(({ name, value }) => (value === '' ? [] : [[name, value]])))
  const seller = fields.get('seller_id')
  // An MD5 key is the partner's own, so its signature names the partner; Alipay's RSA key signs for everybody.
  if (seller === undefined ? verifier.signType !== 'MD5' : seller !== partner)
    return refuse('otherSeller', `seller_id is ${seller}`)
  return typed(fields)
}

/** What is known of the payment beforehand; a {@link PayOrder} fits. */
export type NotifiedOrder = {
  readonly partnerTransId: string
  readonly amount: Money
  readonly settlementCurrency?: Currency
}

/** How a believed notification is not about the order; undefined when it is. What it does not carry is not compared. */
export function notificationMismatch(
  { fields }: Exclude<AlipayNotification, { notification: 'refused' }>,
  { partnerTransId, amount, settlementCurrency = amount.currency }: NotifiedOrder,
): Mismatch | undefined {
  return mismatchOf(fields, {
    ids: { out_trade_no: partnerTransId },
    amount: { field: 'total_fee', money: amount },
    currencies: [settlementCurrency, amount.currency],
  })
}

const problems = {
  unreadable: 'unreadable',
  unsigned: 'unsigned',
  'other sign type': 'otherSignType',
  'wrong signature': 'wrongSignature',
} as const satisfies Record<string, NotificationRefusal>

function refuse(problem: NotificationRefusal, detail: string): AlipayNotification {
  return { notification: 'refused', problem, detail }
}

function typed(fields: ReadonlyMap<string, string>): AlipayNotification {
  const outTradeNo = fields.get('out_trade_no')
  const tradeStatus = tradeStatuses.find((status) => status === fields.get('trade_status'))
  if (outTradeNo === undefined || tradeStatus === undefined)
    return refuse('incomplete', `out_trade_no ${outTradeNo}, trade_status ${fields.get('trade_status')}`)
  const currency = fields.get('currency')
  const facts = {
    outTradeNo,
    tradeStatus,
    fields,
    ...given({
      tradeNo: fields.get('trade_no'),
      notifyId: fields.get('notify_id'),
      notifyTime: timeOf(fields, 'notify_time'),
      notifyActionType: fields.get('notify_action_type'),
      totalFee: moneyOf(fields.get('total_fee'), currency),
      subject: fields.get('subject'),
      buyerId: fields.get('buyer_id'),
      gmtCreate: timeOf(fields, 'gmt_create'),
      gmtPayment: timeOf(fields, 'gmt_payment'),
    }),
  }
  if (!isRefund(fields)) return { notification: 'payment', ...facts }
  const refund = given({
    outBizNo: fields.get('out_biz_no'),
    refundFee: moneyOf(fields.get('refund_fee'), currency),
    gmtRefund: timeOf(fields, 'gmt_refund'),
  })
  return { notification: 'refund', ...facts, ...refund }
}

function isRefund(fields: ReadonlyMap<string, string>): boolean {
  return fields.get('notify_action_type') === notifyActions.refund || fields.has('refund_fee')
}

function timeOf(fields: ReadonlyMap<string, string>, name: string): Instant | undefined {
  return parseTime(fields.get(name) ?? '')
}
