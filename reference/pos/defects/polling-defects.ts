/** Mistakes in asking what became of a payment: when, how often, and what follows. Source: flows.md §1; query.md §4, §5. */
import type { PaymentEnd, PaymentOptions } from '../../client/index.ts'
import type { Defect } from './defect.ts'
import { clientMistake, loopMistake, tellingMistake, timingMistake } from './wrap.ts'

const notPaidInTime: PaymentEnd = { end: 'notPaid', reason: 'TIME_OUT', message: 'Not paid in time.' }

/** Thrown where a good loop would cancel by itself. */
class NoCancel extends Error {}

function withoutCancel(options: PaymentOptions): PaymentOptions {
  return {
    ...options,
    async onStep(event) {
      const byItself = options.signal?.aborted !== true
      if (event.event === 'sending' && event.step === 'cancel' && byItself) throw new NoCancel()
      await options.onStep?.(event)
    },
  }
}

/** @param instead what is done in place of the cancel; `goOn` queries on */
function insteadOfCancel(instead: (goOn: () => Promise<PaymentEnd>) => Promise<PaymentEnd>): Defect['apply'] {
  return loopMistake((good) => ({
    collectPayment(client, order, options = {}) {
      const careless = withoutCancel(options)
      const { queryIntervalMs = 3_000, timeScale = 1 } = options.timings ?? {}
      const orInstead = (walk: Promise<PaymentEnd>) =>
        walk.catch((error: unknown) => {
          if (error instanceof NoCancel) return instead(goOn)
          throw error
        })
      const goOn = async (): Promise<PaymentEnd> => {
        await client.clock.sleep(queryIntervalMs / timeScale)
        return orInstead(good.settlePayment(client, order, { ...careless, startAt: 'query' }))
      }
      return orInstead(good.collectPayment(client, order, careless))
    },
  }))
}

export const pollingDefects: readonly Defect[] = [
  {
    name: 'polls-too-fast',
    sentence: 'Queries follow each other every half second.',
    source: 'flows.md §1',
    kills: 'wire/query-interval',
    apply: timingMistake({ queryIntervalMs: 500, queriesMax: 20 }),
  },
  {
    name: 'polls-for-ever',
    sentence: 'The till queries until something is clear, and never cancels.',
    source: 'certification.md §6 (K04)',
    kills: 'wire/queries-at-most',
    apply: insteadOfCancel((goOn) => goOn()),
  },
  {
    name: 'never-cancels',
    sentence: 'After the last query the till tells "not paid" and sends no cancel.',
    source: 'certification.md §2 (R5)',
    kills: 'wire/cancel-after-unclear',
    apply: insteadOfCancel(async () => notPaidInTime),
  },
  {
    name: 'never-queries',
    sentence: 'What is not clear at once is cancelled, without a query.',
    source: 'certification.md §2 (R7)',
    kills: 'wire/query-before-cancel',
    apply: loopMistake((good) => ({
      collectPayment(client, order, options = {}) {
        const impatience = new AbortController()
        return good.collectPayment(client, order, {
          ...options,
          signal: options.signal ? AbortSignal.any([options.signal, impatience.signal]) : impatience.signal,
          async onStep(event) {
            await options.onStep?.(event)
            if (event.event === 'outcome' && !['paid', 'refused'].includes(event.outcome.outcome)) impatience.abort()
          },
        })
      },
    })),
  },
  {
    name: 'one-query-only',
    sentence: 'The till queries once, and then cancels while the buyer is still entering the password.',
    source: 'certification.md §6 (K03)',
    kills: 'wire/queries-to-the-limit',
    apply: timingMistake({ queriesMax: 1 }),
  },
  {
    name: 'not-found-is-not-paid',
    sentence: 'TRADE_NOT_EXIST is told as not paid, though the pay may still be on its way.',
    source: 'query.md §4',
    kills: 'money/told-not-paid',
    apply: clientMistake((good) => ({
      async query(order, call) {
        const outcome = await good.query(order, call)
        return outcome.outcome === 'notFound' ? { ...outcome, outcome: 'closed', trade: {} } : outcome
      },
    })),
  },
  {
    name: 'polls-after-the-end',
    sentence: 'A timer goes on with its queries when the payment is known.',
    source: 'flows.md §1',
    kills: 'wire/silent-after-final',
    apply: loopMistake((good) => ({
      async collectPayment(client, order, options = {}) {
        const end = await good.collectPayment(client, order, options)
        const { timeScale = 1 } = options.timings ?? {}
        for (let query = 0; query < 2 && end.end !== 'unclear'; query++) {
          await client.clock.sleep(3_000 / timeScale)
          await client.query(order)
        }
        return end
      },
    })),
  },
  {
    name: 'cancels-what-is-paid',
    sentence: 'The till tidies up after itself: it cancels every payment that needed a query, paid or not.',
    source: 'flows.md §1',
    kills: 'wire/no-cancel-after-end',
    apply: loopMistake((good) => ({
      async collectPayment(client, order, options) {
        const end = await good.collectPayment(client, order, options)
        if (end.end === 'paid' && end.foundBy === 'query') await client.cancel(order)
        return end
      },
    })),
  },
  {
    name: 'pending-for-ever',
    sentence: 'What stays unclear is left pending, and nobody is called.',
    source: 'certification.md §2 (R10)',
    kills: 'money/decided',
    apply: tellingMistake(({ end }, told) => (end === 'unclear' ? { ...told, status: 'pending' } : told)),
  },
]
