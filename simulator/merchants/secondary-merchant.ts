/**
 * A store of a merchant behind the partner, as it was registered, and how far the registration has come: plain data and pure
 * steps. How long a review takes no page says. Source: flows.md §3; protocol/fields/secondary-merchant-status.ts.
 */
import type { Instant } from '../../protocol/beijing-time.ts'
import type { MerchantStatus } from '../../protocol/fields/secondary-merchant-status.ts'

export type Review =
  /** Decided by itself, in the merchant's favour, when its time is over. */
  | { readonly state: 'open'; readonly modification: boolean; readonly until: Instant }
  | { readonly state: 'passed' }
  | { readonly state: 'rejected'; readonly reason: string }

export type SecondaryMerchant = {
  readonly secondaryMerchantId: string
  readonly storeId: string
  /** All that was sent of it, by its names on the wire. */
  readonly fields: Readonly<Record<string, string>>
  readonly registeredAt: Instant
  readonly changedAt: Instant
  readonly review: Review
}

/** How long a registration is under review, in milliseconds, unless somebody decides before. */
export const reviewMs = 60_000

export type Registration = Pick<SecondaryMerchant, 'secondaryMerchantId' | 'storeId' | 'fields'>

/** What is registered again replaces what was, and is reviewed again. */
export function registered(
  registration: Registration,
  known: SecondaryMerchant | undefined,
  at: Instant,
): SecondaryMerchant {
  const modification = known !== undefined && statusOf(known, at) !== 'FAILED' && !isFirstReview(known, at)
  return {
    ...registration,
    registeredAt: known?.registeredAt ?? at,
    changedAt: at,
    review: { state: 'open', modification, until: at + reviewMs },
  }
}

export function statusOf({ review }: SecondaryMerchant, at: Instant): MerchantStatus {
  switch (review.state) {
    case 'open':
      if (at >= review.until) return 'SUCCESS'
      return review.modification ? 'MODIFICATION_REVIEW' : 'UNDER_REVIEW'
    case 'passed':
      return 'SUCCESS'
    case 'rejected':
      return 'FAILED'
  }
}

function isFirstReview({ review }: SecondaryMerchant, at: Instant): boolean {
  return review.state === 'open' && !review.modification && at < review.until
}
