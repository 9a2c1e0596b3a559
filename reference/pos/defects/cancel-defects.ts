/** Mistakes around the cancel. Source: cancel.md §2, §5, §6; certification.md §6 (K10, K11, K22). */
import { cancelErrors } from '../../../protocol/error-code.ts'
import type { CancelOutcome, PaymentEnd } from '../../client/index.ts'
import type { Defect } from './defect.ts'
import { clientMistake, loopMistake, tellingMistake, tillMistake, timingMistake } from './wrap.ts'

function cancelMistake(misread: (outcome: CancelOutcome) => CancelOutcome): Defect['apply'] {
  return clientMistake((good) => ({ cancel: async (order, call) => misread(await good.cancel(order, call)) }))
}

function cancelled({ exchange }: CancelOutcome): CancelOutcome {
  return { outcome: 'cancelled', action: 'none', trade: {}, exchange }
}

function isNotConfirmed(end: PaymentEnd): boolean {
  return end.end === 'unclear' && end.personMustLook === 'cancelNotConfirmed'
}

export const cancelDefects: readonly Defect[] = [
  {
    name: 'cancel-sent-once',
    sentence: 'A cancel without a clear answer is not repeated.',
    source: 'certification.md §6 (K10)',
    kills: 'wire/cancel-until-clear',
    apply: timingMistake({ cancelsMax: 1 }),
  },
  {
    name: 'cancel-without-pause',
    sentence: 'A cancel is repeated at once.',
    source: 'cancel.md §6',
    kills: 'wire/cancel-interval',
    apply: timingMistake({ cancelIntervalMs: 0 }),
  },
  {
    name: 'cancels-for-ever',
    sentence: 'A cancel is repeated until it is confirmed, however long that takes.',
    source: 'cancel.md §6',
    kills: 'wire/cancels-at-most',
    apply: loopMistake((good) => ({
      async collectPayment(client, order, options = {}) {
        const { cancelIntervalMs = 5_000, timeScale = 1 } = options.timings ?? {}
        let end = await good.collectPayment(client, order, options)
        while (isNotConfirmed(end)) {
          await client.clock.sleep(cancelIntervalMs / timeScale)
          end = await good.settlePayment(client, order, { ...options, startAt: 'cancel' })
        }
        return end
      },
    })),
  },
  {
    name: 'refused-cancel-is-repeated',
    sentence: '`retry_flag` N is not looked at: a cancel that was refused for good is repeated.',
    source: 'certification.md §6 (K11)',
    kills: 'wire/cancel-stops-when-told',
    apply: cancelMistake((outcome) => (outcome.outcome === 'refused' ? { ...outcome, retry: true } : outcome)),
  },
  {
    name: 'retry-flag-read-first',
    sentence: '`retry_flag` is read before `result_code`: N, which comes with SUCCESS too, is taken for a failure.',
    source: 'cancel.md §2',
    kills: 'case/told',
    apply: cancelMistake((outcome) => {
      if (outcome.outcome !== 'cancelled') return outcome
      const { exchange } = outcome
      const error = 'REASON_TRADE_BEEN_FREEZEN'
      const row = cancelErrors[error]
      return { outcome: 'refused', level: 'business', error, row, message: row.cashier, retry: false, exchange }
    }),
  },
  {
    name: 'failed-cancel-is-not-paid',
    sentence: 'A payment whose cancel failed is told as not paid.',
    source: 'cancel.md §6',
    kills: 'money/told-not-paid',
    apply: tellingMistake(({ end }, told) => (end === 'unclear' ? { ...told, status: 'not_paid' } : told)),
  },
  {
    name: 'unanswered-cancel-is-cancelled',
    sentence: 'A cancel that nobody answered is told as cancelled.',
    source: 'cancel.md §6',
    kills: 'money/told-not-paid',
    apply: tellingMistake((end, told) => (isNotConfirmed(end) ? { ...told, status: 'cancelled' } : told)),
  },
  {
    name: 'late-cancel-is-cancelled',
    sentence: 'TRADE_CANCEL_TIME_OUT is read as "already over", and nothing is refunded.',
    source: 'certification.md §6 (K22)',
    kills: 'wire/refund-instead',
    apply: cancelMistake((outcome) =>
      outcome.outcome === 'refused' && outcome.error === 'TRADE_CANCEL_TIME_OUT' ? cancelled(outcome) : outcome,
    ),
  },
  {
    name: 'cancel-on-paper-only',
    sentence: 'A cancel by the cashier is written into the own book, and Alipay is not told.',
    source: 'flows.md §1',
    kills: 'money/told-not-paid',
    apply: tillMistake((good, { book }) => ({
      async cancel(paymentId) {
        await book.write((pages) => {
          const payment = pages.payment(paymentId)
          if (payment) pages.putPayment({ ...payment, status: 'cancelled', owes: 'nothing' })
        })
        return good.get(paymentId)
      },
    })),
  },
  {
    name: 'giving-up-is-forgotten',
    sentence:
      'A cancel in the first minute of a sale is answered and forgotten: the till believes that it is still paying.',
    source: 'flows.md §1',
    kills: 'concurrency/cancel-while-paying',
    apply: tillMistake((good, { book, clock, capabilities }) => ({
      async cancel(paymentId) {
        const since = book.pages.payment(paymentId)?.createdAt ?? 0
        const isFresh = (clock.now() - since) * capabilities.timings.time_scale < 60_000
        return isFresh ? good.get(paymentId) : good.cancel(paymentId)
      },
    })),
  },
  {
    name: 'cancel-of-the-refused-refused',
    sentence:
      'A cancel of a sale that was refused is answered with an error, as if there were something left to worry about.',
    source: 'cancel.md §3',
    kills: 'cancel/of-a-refused-sale',
    apply: tillMistake((good, { book }) => ({
      async cancel(paymentId) {
        const isOver = book.pages.payment(paymentId)?.status === 'not_paid'
        const refusal = { ok: false, code: 'conflict', message: 'Only what is paid can be cancelled.' } as const
        return isOver ? refusal : good.cancel(paymentId)
      },
    })),
  },
]
