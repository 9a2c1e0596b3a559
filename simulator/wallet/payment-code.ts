/**
 * The codes on the phones: made for one buyer, good for one minute and one payment.
 * Source: spot-pay.md §4 (the wallet refreshes the code every minute).
 */
import type { Instant } from '../../protocol/beijing-time.ts'
import type { Random } from '../random.ts'

export const codeLifeMs = 60_000

export type IssuedCode = { readonly code: string; readonly userId: string; readonly expiresAt: Instant }

/** 18 digits beginning 28 and never 2800, which would ask for a behaviour. */
export function mintCode(userId: string, nth: number, { at, random }: { at: Instant; random: Random }): IssuedCode {
  const digits = random.digits(18, 'payment code', userId, String(nth))
  const third = 1 + (Number(digits[0]) % 9)
  return { code: `28${third}${digits.slice(1, 16)}`, userId, expiresAt: at + codeLifeMs }
}
