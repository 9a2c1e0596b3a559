/**
 * Where a sale was made. Plain data; what a trade, a rule and a file know of the shop. Source: spot-pay.md §2.
 */

/** Who sold: the members of `extend_info` that files, rules and messages use. */
export type Shop = {
  readonly secondaryMerchantId?: string
  readonly secondaryMerchantName?: string
  readonly secondaryMerchantIndustry?: string
  readonly storeId?: string
  readonly storeName?: string
  readonly terminalId?: string
}
