/**
 * `extend_info` of a pay request: who the merchant behind the partner is and where it sells.
 * Serialised once: what is signed and what is sent are the same text. Source: spot-pay.md §2; signature.md §6 (5).
 */

/** Acquirers and integrators fill the `secondaryMerchant…` members; every merchant fills the store. */
export type ExtendInfo = {
  /** Letters, digits, `-`, `_`; up to 32. */
  readonly secondaryMerchantId?: string
  /** Shown on the buyer's statement. */
  readonly secondaryMerchantName?: string
  /** Four digits: Alipay's merchant category code. */
  readonly secondaryMerchantIndustry?: string
  /** Letters, digits, `-`, `_`; up to 32. Without it risk control may stop the payment. */
  readonly storeId?: string
  /** Shown in the wallet and in the files. */
  readonly storeName?: string
  readonly terminalId?: string
  readonly sysServiceProviderId?: string
}

/** Absent members are left out, by `JSON.stringify`. */
export function extendInfoText(info: ExtendInfo): string {
  return JSON.stringify({
    secondary_merchant_id: info.secondaryMerchantId,
    secondary_merchant_name: info.secondaryMerchantName,
    secondary_merchant_industry: info.secondaryMerchantIndustry,
    store_id: info.storeId,
    store_name: info.storeName,
    terminal_id: info.terminalId,
    sys_service_provider_id: info.sysServiceProviderId,
  })
}
