/**
 * The secondary merchants of one partner, by merchant and store. In memory, like the phones of its buyers; a store that
 * survives keeps it as a document of the partner.
 */
import type { Instant } from '../../protocol/beijing-time.ts'
import { type Registration, type Review, registered, type SecondaryMerchant } from './secondary-merchant.ts'

/** The name of the document. */
export const registerDocument = 'merchants'

export type MerchantKey = Pick<SecondaryMerchant, 'secondaryMerchantId' | 'storeId'>

export type MerchantRegister = {
  /** In the order of their first registration. */
  all(): readonly SecondaryMerchant[]
  find(key: MerchantKey): SecondaryMerchant | undefined
  register(registration: Registration, at: Instant): SecondaryMerchant
  /** Undefined when nobody is registered under the key. */
  review(key: MerchantKey, review: Review): SecondaryMerchant | undefined
  reset(): void
  /** What {@link restore} takes. */
  write(): string
  /** @throws SyntaxError when the text is none that {@link write} gave */
  restore(text: string): void
}

export function merchantRegister(): MerchantRegister {
  const merchants = new Map<string, SecondaryMerchant>()
  const put = (merchant: SecondaryMerchant) => {
    merchants.set(nameOf(merchant), merchant)
    return merchant
  }
  return {
    all: () => [...merchants.values()],
    find: (key) => merchants.get(nameOf(key)),
    register: (registration, at) => put(registered(registration, merchants.get(nameOf(registration)), at)),
    review(key, review) {
      const known = merchants.get(nameOf(key))
      return known === undefined ? undefined : put({ ...known, review })
    },
    reset: () => merchants.clear(),
    write: () => JSON.stringify([...merchants.values()]),
    restore(text) {
      merchants.clear()
      for (const merchant of JSON.parse(text) as readonly SecondaryMerchant[]) put(merchant)
    },
  }
}

/** A merchant's ID has no slash. */
function nameOf({ secondaryMerchantId, storeId }: MerchantKey): string {
  return `${secondaryMerchantId}/${storeId}`
}
