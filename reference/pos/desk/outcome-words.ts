/** An outcome of the client in a few words, for the book and the log; never with the payment code in it. */
import type { PaymentStepOutcome } from '../../client/index.ts'
import type { LogEntry } from '../log.ts'

export function detailOf(outcome: PaymentStepOutcome): string {
  switch (outcome.outcome) {
    case 'refused':
      return `refused ${outcome.error}`
    case 'unknown': {
      const why = outcome.reason === 'distrusted' ? outcome.distrust : 'error' in outcome ? outcome.error : ''
      return `unknown ${outcome.reason} ${why}`.trimEnd()
    }
    default:
      return outcome.outcome
  }
}

/**
 * What the technical staff has to know at once: the set-up is wrong, so no sale will go through; or somebody answers in
 * Alipay's name. Source: spot-pay.md §6 (class P); certification.md §2 (R9).
 */
export function alarmOfOutcome(outcome: PaymentStepOutcome): Pick<LogEntry, 'what' | 'detail'> | undefined {
  if (outcome.outcome === 'refused' && outcome.row?.kind === 'repair')
    return { what: `The set-up is wrong. ${outcome.row.action}`, detail: outcome.error }
  if (outcome.outcome === 'unknown' && outcome.reason === 'distrusted')
    return { what: 'An answer was not believed.', detail: `${outcome.distrust}: ${outcome.detail}` }
  return undefined
}
