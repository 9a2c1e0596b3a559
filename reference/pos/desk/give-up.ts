/**
 * What becomes of a sale that nobody wants any more: because the cashier cancels it, or because the till was switched off
 * between writing it down and sending it. Pure. Source: flows.md §1 (a cashier who gives up cancels), §4; cancel.md §3.
 */
import type { PaymentRecord, RefundRecord } from '../book/records.ts'

export type GivenUp =
  /** Nothing is held, or somebody is at it already. */
  | { readonly kind: 'nothing to do' }
  | { readonly kind: 'write'; readonly payment: PaymentRecord }
  | { readonly kind: 'refused'; readonly message: string }

export function giveUp(payment: PaymentRecord, refunds: readonly RefundRecord[]): GivenUp {
  switch (payment.status) {
    case 'not_paid':
    case 'cancelled':
      return { kind: 'nothing to do' }
    case 'pending':
      if (payment.owes === 'cancel') return { kind: 'nothing to do' }
      // Not a byte has gone out, and from now on none will.
      if (payment.owes === 'pay') return { kind: 'write', payment: { ...payment, ...notSent } }
      return { kind: 'write', payment: { ...payment, ...cancelling } }
    case 'paid':
    case 'unclear':
      if (refunds.some(({ status }) => status !== 'not_refunded'))
        return { kind: 'refused', message: 'A part of it was given back, so it cannot be cancelled: refund the rest.' }
      return { kind: 'write', payment: { ...payment, ...cancelling } }
  }
}

const cancelling = { status: 'pending', owes: 'cancel', message: 'It is being cancelled.' } as const

const notSent = {
  status: 'not_paid',
  owes: 'nothing',
  reason: 'NOT_SENT',
  message: 'Not paid. The payment was given up before anything was sent.',
} as const
