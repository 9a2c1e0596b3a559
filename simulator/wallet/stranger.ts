/**
 * The buyer behind a payment code that no known wallet shows: the same code and the same seed are always the same buyer.
 * Source: spot-pay.md §5 (masked login ids), §4.
 */
import type { Buyer } from '../ledger/trade.ts'
import type { Random } from '../random.ts'

export function strangerOf(identityCode: string, random: Random): Buyer {
  const digits = random.digits(18, 'buyer', identityCode)
  return {
    userId: `2088${digits.slice(0, 12)}`,
    loginId: `13${digits.slice(12, 13)}****${digits.slice(13, 17)}`,
    paymentInst: 'ALIPAYCN',
  }
}
