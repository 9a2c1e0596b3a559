/**
 * Whose payments a caller sees: all of a till's own book, or, in the book of a relay, those of one merchant. The key in the
 * book begins with the merchant's id, so that two merchants may use the same payment id and never meet.
 */
export type BookScope = {
  /** The key in the book of a caller's payment id. */
  keyOf(paymentId: string): string
}

export const wholeBook: BookScope = { keyOf: (paymentId) => paymentId }

/** No merchant id holds a colon: none is the beginning of another's keys. */
export function ownedBy(merchantId: string): BookScope {
  return { keyOf: (paymentId) => `${merchantId}:${paymentId}` }
}

/** The other way: whose the key is, and under which id it knows the payment. */
export function ownerOf(key: string): { readonly merchantId: string; readonly paymentId: string } {
  const colon = key.indexOf(':')
  return { merchantId: key.slice(0, Math.max(0, colon)), paymentId: key.slice(colon + 1) }
}
