/**
 * What comes after the outcome of a refund: repeat the same refund id, or end. Pure.
 * Source: refund.md §5, §7; certification.md §2 (R6).
 */
import { mainCode, type Refused } from './outcome.ts'
import type { RefundFacts, RefundOutcome } from './refund.ts'

export type RefundEnd =
  /** The money goes back. */
  | { readonly end: 'refunded'; readonly refund: RefundFacts; readonly message: string }
  /** It will be tried, at night at the latest; a notification tells when it succeeded. */
  | { readonly end: 'accepted'; readonly refund: RefundFacts; readonly message: string }
  /** Nothing was given back. */
  | {
      readonly end: 'notRefunded'
      /** The gateway's error code, or `NOT_SENT` when the loop was given up before it began. */
      readonly reason: string
      readonly message: string
    }
  /** The loop has done what it may. Never refund under another id before somebody has looked. */
  | {
      readonly end: 'unclear'
      readonly personMustLook: 'refundNotConfirmed' | 'contradiction'
      readonly error?: string
      readonly message: string
    }

export type NextRefundStep = { readonly do: 'refund' } | { readonly do: 'end'; readonly end: RefundEnd }

export type RefundProgress = {
  readonly refunds: number
  /** An earlier attempt had no clear answer, so it may have been carried out. */
  readonly doubtful: boolean
  readonly limits: { readonly refundsMax: number }
}

export function afterRefundAttempt(outcome: RefundOutcome, progress: RefundProgress): NextRefundStep {
  switch (outcome.outcome) {
    case 'refunded':
      return end({ end: 'refunded', refund: outcome.refund, message: 'Refunded. The money goes back to the customer.' })
    case 'accepted':
      return end({
        end: 'accepted',
        refund: outcome.refund,
        message: 'The refund is accepted and will be made later. The customer is told by Alipay.',
      })
    case 'refused': {
      const { error, message } = outcome
      if (progress.doubtful && mayMeanOurOwn(outcome))
        return end({ end: 'unclear', personMustLook: 'contradiction', error, message: unclearMessage })
      return end({ end: 'notRefunded', reason: error, message })
    }
    case 'unknown':
      if (progress.refunds < progress.limits.refundsMax) return { do: 'refund' }
      return end(notConfirmed)
  }
}

/** The cashier gave up before the first attempt or between two of them. */
export function afterGivingUpRefund(doubtful: boolean): NextRefundStep {
  if (doubtful) return end(notConfirmed)
  return end({
    end: 'notRefunded',
    reason: 'NOT_SENT',
    message: 'The refund was given up before anything was sent.',
  })
}

/**
 * Whether a refusal is no proof that an earlier, unanswered attempt of the same refund did nothing: the gateway did not
 * look at the refund at all, the code is unknown, or it is what a gateway says that looks at the trade before the id.
 */
function mayMeanOurOwn({ level, error, row }: Refused): boolean {
  if (level === 'gateway' || row === undefined || row.kind === 'new id') return true
  return causedByRefund.has(mainCode(error, 'refund'))
}

const causedByRefund: ReadonlySet<string> = new Set(['TRADE_HAS_CLOSE', 'RETURN_AMOUNT_EXCEED'])

const unclearMessage =
  'It is not clear whether the money was given back. Please call your supervisor, and do not refund again.'

const notConfirmed: RefundEnd = { end: 'unclear', personMustLook: 'refundNotConfirmed', message: unclearMessage }

function end(refundEnd: RefundEnd): NextRefundStep {
  return { do: 'end', end: refundEnd }
}
