/**
 * How a payment loop ends, and the sentence that the cashier reads. `paid`, `notPaid` and `cancelled` are promises
 * about money; `unclear` asks for a person. Source: flows.md §1; certification.md §2 (R8, R10, R11).
 */
import type { CancelAction } from './cancel.ts'
import type { TradeFacts } from './trade-facts.ts'

export type UnclearReason =
  /** The cancel had no clear answer within its limit. */
  | 'cancelNotConfirmed'
  /** The gateway will not cancel, for good. */
  | 'cancelRefused'
  /** The id belongs to a payment of another amount or currency: nothing was cancelled, it may be another sale's. */
  | 'otherPayment'
  /** Too late to cancel, and no query told what the trade is. */
  | 'stateNotFound'
  /** Too late to cancel, and the trade can no longer be refunded: it stays paid. */
  | 'notRefundable'
  /** Too late to cancel, and the refund had no clear answer within its limit. */
  | 'refundNotConfirmed'
  /** Too late to cancel, and the refund was refused. */
  | 'refundRefused'
  /** Too late to cancel, and the amount in settlement currency is not known. */
  | 'amountNotKnown'

export type PaymentEnd =
  /** Hand over the goods. */
  | {
      readonly end: 'paid'
      readonly foundBy: 'pay' | 'query'
      readonly trade: TradeFacts
      readonly message: string
    }
  /** Nothing was debited, or nothing ever will be. */
  | {
      readonly end: 'notPaid'
      /** The gateway's error code, `TRADE_CLOSED`, or `NOT_SENT` when the loop was given up before it began. */
      readonly reason: string
      readonly trade?: TradeFacts
      readonly message: string
    }
  /** Was paid or open; now given back or closed. */
  | {
      readonly end: 'cancelled'
      readonly action: CancelAction
      readonly trade: TradeFacts
      readonly message: string
    }
  /** The loop has done what it may. Never tell the customer "not paid". */
  | {
      readonly end: 'unclear'
      readonly personMustLook: UnclearReason
      /** The gateway's last word, if it was an error code. */
      readonly error?: string
      readonly message: string
    }

export function paid(trade: TradeFacts, foundBy: 'pay' | 'query'): PaymentEnd {
  return { end: 'paid', foundBy, trade, message: 'Paid. Hand over the goods.' }
}

const notPaidMessages: Readonly<Record<string, string>> = {
  TRADE_CLOSED: 'Not paid. The customer did not confirm the payment in time, and it is closed now.',
  NOT_SENT: 'Not paid. The payment was given up before anything was sent.',
}

export function notPaid(reason: string, message?: string, trade?: TradeFacts): PaymentEnd {
  const text = message ?? notPaidMessages[reason] ?? `Not paid: ${reason}.`
  return { end: 'notPaid', reason, message: text, ...(trade && { trade }) }
}

const cancelledMessages = {
  close: 'Cancelled. The customer has not paid.',
  refund: 'Cancelled. The customer had paid; the money goes back.',
  none: 'Cancelled. No money is held.',
} as const satisfies Record<CancelAction, string>

export function cancelled(action: CancelAction, trade: TradeFacts): PaymentEnd {
  return { end: 'cancelled', action, trade, message: cancelledMessages[action] }
}

const unclearMessage =
  'It is not clear whether the customer has paid. Please call your supervisor: keep the goods, and do not charge again.'

export function unclear(personMustLook: UnclearReason, error?: string): PaymentEnd {
  return { end: 'unclear', personMustLook, message: unclearMessage, ...(error !== undefined && { error }) }
}
