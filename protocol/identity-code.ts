/**
 * The payment code on the buyer's phone (`buyer_identity_code`): its shape.
 * Whether it is known, fresh or spent is the wallet's business. Source: spot-pay.md §4.
 */

/** 16 to 24 digits, the first two 25 to 30. */
export const identityCodePattern = /^(?:2[5-9]|30)\d{14,22}$/

export function isIdentityCode(text: string): boolean {
  return identityCodePattern.test(text)
}

/** How it was scanned, in any letter case: demos spell `QRcode`. Source: spot-pay.md §1. */
export function identityCodeTypeNamed(text: string): 'barcode' | 'qrcode' | undefined {
  const lower = text.toLowerCase()
  return lower === 'barcode' || lower === 'qrcode' ? lower : undefined
}

/** What may be shown in logs, reports and journals: the prefix and the last two digits. Source: certification.md §4. */
export function maskIdentityCode(code: string): string {
  return code.length < 12
    ? '*'.repeat(code.length)
    : `${code.slice(0, 8)}${'*'.repeat(code.length - 10)}${code.slice(-2)}`
}
