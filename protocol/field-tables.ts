/**
 * All field tables in one place, for what walks every one of them: validation, the manual, the wire rules.
 * Source: gateway.md §4, §5 and the pages of the services; flows.md §5.
 */
import type { FieldRow } from './field.ts'
import { cancelAnswerFields, cancelRequestFields } from './fields/cancel.ts'
import { commonAnswerFields, commonRequestFields } from './fields/common.ts'
import { extendInfoMembers, extendInfoProfiles } from './fields/extend-info.ts'
import { notificationFields } from './fields/notification.ts'
import { payRequestFields } from './fields/pay.ts'
import { payAnswerFields } from './fields/pay-answer.ts'
import { queryAnswerFields, queryRequestFields } from './fields/query.ts'
import { refundAnswerFields, refundRequestFields } from './fields/refund.ts'
import { refundQueryAnswerFields, refundQueryRequestFields } from './fields/refund-query.ts'
import { merchantRegistrationAnswerFields, merchantRegistrationFields } from './fields/secondary-merchant.ts'
import { merchantStatusAnswerFields, merchantStatusRequestFields } from './fields/secondary-merchant-status.ts'
import type { Service, SideService } from './service.ts'

export type MessageFields = {
  /** Besides {@link commonRequestFields}. */
  readonly request: readonly FieldRow[]
  /** Inside `<response><alipay>`; what stands outside is in {@link commonAnswerFields}. */
  readonly answer: readonly FieldRow[]
}

export const fieldTables = {
  pay: { request: payRequestFields, answer: payAnswerFields },
  cancel: { request: cancelRequestFields, answer: cancelAnswerFields },
  query: { request: queryRequestFields, answer: queryAnswerFields },
  refund: { request: refundRequestFields, answer: refundAnswerFields },
} as const satisfies Record<Service, MessageFields>

/** Of the services beside the four. */
export const sideFieldTables = {
  refundQuery: { request: refundQueryRequestFields, answer: refundQueryAnswerFields },
  merchantMaintain: { request: merchantRegistrationFields, answer: merchantRegistrationAnswerFields },
  merchantStatus: { request: merchantStatusRequestFields, answer: merchantStatusAnswerFields },
} as const satisfies Record<SideService, MessageFields>

export { commonAnswerFields, commonRequestFields, extendInfoMembers, extendInfoProfiles, notificationFields }
