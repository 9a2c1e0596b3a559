/**
 * The published door of the client, `alipay-sandbox-kit/client`: what a good integrator writes, to be used or copied.
 * Money, currencies and amounts come from `alipay-sandbox-kit/protocol`.
 */
export type { CancelAction, CancelOrder, CancelOutcome } from './cancel.ts'
export { type AlipayClient, type CallOptions, type ClientSettings, createAlipayClient } from './client.ts'
export { AlipayClientError, type ClientErrorCode, clientErrors } from './client-error.ts'
export { type Clock, type Random, systemClock, systemRandom } from './clock.ts'
export { collectPayment, settlePayment } from './collect-payment.ts'
export { collectRefund, type OnRefundStep, type RefundOptions } from './collect-refund.ts'
export type { Confirmation } from './confirm-notification.ts'
export type { AlipayKey, Credentials, Md5Credentials, RsaCredentials } from './credentials.ts'
export type { ExtendInfo } from './extend-info.ts'
export { createHttpTransport, type HttpTransportSettings } from './http-transport.ts'
export {
  type AlipayNotification,
  acknowledge,
  type NotificationRefusal,
  type NotificationSettings,
  type NotifiedOrder,
  notificationMismatch,
  readNotification,
} from './notification-reader.ts'
export type { Distrust, Doubt, Exchange, Refused, Unknown } from './outcome.ts'
export type { PayOrder, PayOutcome } from './pay.ts'
export {
  afterCancel,
  afterCheck,
  afterGivingUp,
  afterPay,
  afterQuery,
  afterRefund,
  type NextStep,
  type Price,
  type Progress,
} from './payment-decision.ts'
export type { PaymentEnd, UnclearReason } from './payment-end.ts'
export {
  type BegunPayment,
  lateRefundId,
  type OnPaymentStep,
  type PaymentOptions,
  type PaymentStepName,
  type PaymentStepOutcome,
} from './payment-walk.ts'
export type { QueryOrder, QueryOutcome } from './query.ts'
export type { RefundFacts, RefundOrder, RefundOutcome } from './refund.ts'
export {
  afterGivingUpRefund,
  afterRefundAttempt,
  type NextRefundStep,
  type RefundEnd,
  type RefundProgress,
} from './refund-decision.ts'
export type { SignedRequest } from './request.ts'
export { defaultTimings, resolveTimings, type Timings } from './timings.ts'
export type { TradeFacts } from './trade-facts.ts'
export type { Transport, TransportFailure, TransportRequest, TransportResult } from './transport.ts'
export type { Mismatch } from './trust.ts'
