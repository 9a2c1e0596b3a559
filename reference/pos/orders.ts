/**
 * What is ordered at the gateway for a line of the book. The same record makes the same order, on every try and after a crash.
 * Source: spot-pay.md §1, §2; refund.md §1, §2; certification.md §2 (R3).
 */
import type { PayOrder, RefundOrder } from '../client/index.ts'
import { given } from '../client/trade-facts.ts'
import type { PaymentRecord, RefundRecord } from './book/records.ts'
import type { TillSettings } from './settings.ts'

export type OrderContext = Pick<TillSettings, 'shop' | 'goods'> & {
  /** Where notifications go. */
  readonly notifyUrl: string
}

export function payOrder(payment: PaymentRecord, { shop, goods, notifyUrl }: OrderContext): PayOrder {
  const { code, code_type: identityCodeType = 'barcode', subject, store_id, terminal_id } = payment.request
  return {
    partnerTransId: payment.partnerTransId,
    transName: subject ?? goods,
    amount: payment.amount,
    buyerIdentityCode: code,
    identityCodeType,
    transCreateTime: payment.createdAt,
    notifyUrl,
    extendInfo: { ...shop, ...given({ storeId: store_id, terminalId: terminal_id }) },
  }
}

export function refundOrder(
  refund: RefundRecord,
  { partnerTransId }: PaymentRecord,
  { notifyUrl }: OrderContext,
): RefundOrder {
  return {
    partnerTransId,
    partnerRefundId: refund.partnerRefundId,
    amount: refund.amount,
    isSync: refund.isSync,
    ...(refund.reason !== undefined && { refundReason: refund.reason }),
    ...(!refund.isSync && { notifyUrl }),
  }
}
