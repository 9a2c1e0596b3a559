/** A registered store of a secondary merchant as the control API shows it. Pure. Source: flows.md §3. */
import type { Instant } from '../../protocol/beijing-time.ts'
import type { MerchantStatus } from '../../protocol/fields/secondary-merchant-status.ts'
import { type SecondaryMerchant, statusOf } from '../merchants/secondary-merchant.ts'
import { type Moment, momentOf } from './moment.ts'

export type MerchantView = {
  readonly secondary_merchant_id: string
  readonly store_id: string
  /** What `alipay.overseas.secmerchant.maintain.queryStatus` answers. */
  readonly status: MerchantStatus
  readonly reject_reason: string | null
  readonly registered_at: Moment
  readonly changed_at: Moment
  /** All that was sent of it. */
  readonly fields: Readonly<Record<string, string>>
}

/** `reject_reason` belongs to FAILED. */
export type MerchantDecision = {
  readonly status: 'SUCCESS' | 'FAILED'
  readonly reject_reason?: string | undefined
}

export function viewMerchant(merchant: SecondaryMerchant, at: Instant): MerchantView {
  const { secondaryMerchantId, storeId, review, registeredAt, changedAt, fields } = merchant
  return {
    secondary_merchant_id: secondaryMerchantId,
    store_id: storeId,
    status: statusOf(merchant, at),
    reject_reason: review.state === 'rejected' ? review.reason : null,
    registered_at: momentOf(registeredAt),
    changed_at: momentOf(changedAt),
    fields,
  }
}
