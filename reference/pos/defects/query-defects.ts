/** Mistakes in what a till makes of its queries: one that fails, one that is answered late. Source: query.md §4, §5; flows.md §1. */
import type { TransportResult } from '../../client/index.ts'
import type { PosParts } from '../parts.ts'
import type { Defect } from './defect.ts'
import { clientMistake, loopMistake, viewMistake } from './wrap.ts'

/** Nobody gives a query up: its answer is read whenever it comes, and counts for more than what came before it. */
function lastAnswerCounts(parts: PosParts): PosParts {
  const waiting = new Set<string>()
  const showing = viewMistake((payment) =>
    waiting.has(payment.partner_trans_id ?? '') ? { ...payment, status: 'pending' } : payment,
  )
  return showing({
    ...parts,
    transport(settings) {
      const good = parts.transport(settings)
      return {
        close: good.close,
        exchange(request) {
          const order = new URLSearchParams(request.body).get('partner_trans_id')
          const { answerTimeoutMs: waitMs } = request
          const whole = good.exchange({ ...request, answerTimeoutMs: waitMs * 5 })
          void whole.then((result) => {
            const isWaiting = result.ok && Buffer.from(result.body).includes('WAIT_BUYER_PAY')
            if (order !== null) waiting[isWaiting ? 'add' : 'delete'](order)
          })
          const tooLate = settings.clock
            .sleep(waitMs)
            .then(
              (): TransportResult => ({ ok: false, failure: 'answerTimeout', detail: '', received: Buffer.alloc(0) }),
            )
          return Promise.race([whole, tooLate])
        },
      }
    },
  })
}

export const queryDefects: readonly Defect[] = [
  {
    name: 'failed-query-is-not-paid',
    sentence: 'FAIL of a query is read as FAILED of the payment.',
    source: 'query.md §4',
    kills: 'polling/errors-with-signature',
    apply: clientMistake((good) => ({
      async query(order, call) {
        const outcome = await good.query(order, call)
        const hasFailed = outcome.outcome === 'unknown' && outcome.reason === 'systemError'
        return hasFailed ? { outcome: 'closed', trade: {}, exchange: outcome.exchange } : outcome
      },
    })),
  },
  {
    name: 'failed-query-ends-polling',
    sentence: 'A query that fails or is not answered ends the polling: the payment is cancelled.',
    source: 'query.md §5',
    kills: 'polling/silent-twice',
    apply: loopMistake((good) => ({
      collectPayment(client, order, options = {}) {
        const despair = new AbortController()
        return good.collectPayment(client, order, {
          ...options,
          signal: options.signal ? AbortSignal.any([options.signal, despair.signal]) : despair.signal,
          async onStep(event) {
            await options.onStep?.(event)
            if (event.event === 'outcome' && event.step === 'query' && event.outcome.outcome === 'unknown')
              despair.abort()
          },
        })
      },
    })),
  },
  {
    name: 'late-answer-overwrites',
    sentence:
      'Each answer to a query is written down when it comes: an old "waiting" takes the place of a newer "paid".',
    source: 'query.md §5',
    kills: 'polling/late-answers',
    apply: lastAnswerCounts,
  },
]
