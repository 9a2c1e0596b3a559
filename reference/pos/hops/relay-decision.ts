/**
 * What comes after an answer of a relay: repeat the pay, ask, cancel, or end. Pure. The relay settles the payment itself, so
 * its "pending" is waited for; its silence says nothing, and is asked about before anything else is done.
 * Source: flows.md §1 (the same rules, one hop further up); terminal-api.md ("Same id and same data again").
 */
import type { PaymentEnd } from '../../client/index.ts'
import { cancelled, notPaid, paid, unclear } from '../../client/payment-end.ts'
import { given } from '../../client/trade-facts.ts'
import type { TerminalAnswer } from '../../terminal-api/terminal-client.ts'
import type { Payment } from '../../terminal-api/words.ts'

export type RelayStep = { readonly do: 'pay' | 'query' | 'cancel' } | { readonly do: 'end'; readonly end: PaymentEnd }

export type RelayProgress = {
  readonly pays: number
  readonly queries: number
  /** How often in a row the relay did not know what was to be cancelled. */
  readonly unknownCancels: number
  /** An earlier pay had no answer, or was taken, so it may have been carried out. */
  readonly doubtful: boolean
  /** The pay may be repeated: it was begun by this walk, and the same id and data again are the same payment. */
  readonly mayPay: boolean
  readonly gaveUp: boolean
  /** For how long the relay has said nothing that decides anything, in milliseconds. */
  readonly silentMs: number
  /** For how long it has been asked to cancel, in milliseconds: a relay that says "pending" for ever is not asked for ever. */
  readonly cancellingMs: number
  readonly limits: { readonly queriesMax: number; readonly paysMax: number; readonly patienceMs: number }
}

type Answer = TerminalAnswer<Payment>

export function afterRelayPay(answer: Answer, progress: RelayProgress): RelayStep {
  if (answer.ok) return endOf(answer.value, 'pay') ?? { do: progress.gaveUp ? 'cancel' : 'query' }
  if (answer.why === 'silence') return { do: progress.gaveUp ? 'cancel' : 'query' }
  // The relay has looked at it and done nothing; unless an earlier one arrived.
  if (progress.doubtful) return { do: 'cancel' }
  if (answer.why === 'conflict') return end(unclear('otherPayment', 'CONFLICT'))
  return end(notPaid('REFUSED_BY_RELAY', `Not paid. The payment was not accepted: ${answer.detail}`))
}

export function afterRelayQuery(answer: Answer, progress: RelayProgress): RelayStep {
  const { queries, pays, mayPay, gaveUp, limits } = progress
  if (answer.ok) {
    const settled = endOf(answer.value, 'query')
    if (settled !== undefined) return settled
  }
  if (gaveUp) return { do: 'cancel' }
  // It never arrived.
  if (!answer.ok && answer.why === 'unknown') return { do: mayPay && pays < limits.paysMax ? 'pay' : 'cancel' }
  return { do: queries < limits.queriesMax ? 'query' : 'cancel' }
}

export function afterRelayCancel(answer: Answer, progress: RelayProgress): RelayStep {
  const { unknownCancels } = progress
  if (answer.ok) {
    // Paid again in the moment of the cancel: it has to be cancelled still.
    const settled = answer.value.status === 'paid' ? undefined : endOf(answer.value, 'query')
    return settled ?? cancelStill(progress)
  }
  switch (answer.why) {
    case 'unknown':
      // Twice, for a pay that was cut off may still be on its way.
      return unknownCancels < 2 ? { do: 'cancel' } : end(notPaid('NOT_SENT'))
    case 'conflict':
      return end(unclear('cancelRefused', 'CONFLICT'))
    default:
      return cancelStill(progress)
  }
}

/** Until nobody would wait any longer; then a person must look. */
function cancelStill({ silentMs, cancellingMs, limits }: RelayProgress): RelayStep {
  const waitedMs = Math.max(silentMs, cancellingMs)
  return waitedMs < limits.patienceMs ? { do: 'cancel' } : end(unclear('cancelNotConfirmed'))
}

/** Whether the relay said nothing that decides anything. A cancel that it does not let in was as good as not answered. */
export function isSilence(step: 'pay' | 'query' | 'cancel', answer: Answer): boolean {
  if (answer.ok) return false
  return answer.why === 'silence' || (step === 'cancel' && (answer.why === 'denied' || answer.why === 'malformed'))
}

function end(paymentEnd: PaymentEnd): RelayStep {
  return { do: 'end', end: paymentEnd }
}

/** Undefined while it is pending. */
function endOf(payment: Payment, foundBy: 'pay' | 'query'): RelayStep | undefined {
  const { status, reason, message } = payment
  const trade = given({ alipayTransId: payment.alipay_trans_id, alipayBuyerLoginId: payment.buyer })
  const told = message === undefined ? {} : { message }
  switch (status) {
    case 'paid':
      return end({ ...paid(trade, foundBy), ...told })
    case 'not_paid':
      return end(notPaid(reason ?? 'NOT_PAID', message, trade))
    case 'cancelled':
      return end({ ...cancelled('none', trade), ...told })
    case 'unclear':
      return end(unclear('cancelNotConfirmed', reason))
    default:
      return undefined
  }
}
