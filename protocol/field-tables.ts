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
import type { Service } from './service.ts'

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

export { commonAnswerFields, commonRequestFields, extendInfoMembers, extendInfoProfiles, notificationFields }
