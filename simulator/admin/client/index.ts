/** The published door of the admin client: the control API of a simulator, typed. */
export type { PaymentEnd, RefundEnd } from '../../behaviour/behaviour.ts'
export type { RuleDraft } from '../../behaviour/rule-types.ts'
export type { ExchangeSummary, ExchangeView } from '../../journal/exchange-view.ts'
export type { BehaviourView, FullBehaviourView } from '../behaviour-view.ts'
export type { ClockView } from '../clock-view.ts'
export type { Har, HarEntry } from '../exchange-har.ts'
export type { ExchangeMatch, FieldDifference } from '../exchange-match.ts'
export type { ExpectedCount, NearestMiss, Verification } from '../expectation.ts'
export type { MerchantDecision, MerchantView } from '../merchant-view.ts'
export type { Moment } from '../moment.ts'
export type { MoneyView } from '../money-view.ts'
export type { AttemptView, FullNotificationView, NotificationState, NotificationView } from '../notification-view.ts'
export { type OperationName, operationNames, operations } from '../operations.ts'
export type {
  CreatedPartner,
  DefaultsChange,
  DefaultsView,
  PartnerChange,
  PartnerDraft,
  PartnerView,
} from '../partner-view.ts'
export type { FieldError, ProblemCode, ProblemDetails } from '../problem-details.ts'
export type { ReconciliationFileView, ReconciliationView } from '../reconciliation-view.ts'
export type { ImaginedCall, RuleExplanation, RuleView } from '../rule-view.ts'
export type { ForcedState } from '../transaction-force.ts'
export type { RefundView, ShopView, TransactionView } from '../transaction-view.ts'
export type { AdminCall, AdminClientOptions, CallInput } from './admin-call.ts'
export { type AdminClient, adminClient } from './admin-client.ts'
export { AdminError, type AdminErrorCode } from './admin-error.ts'
export type * from './partner-admin.ts'
