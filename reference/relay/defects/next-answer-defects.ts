/** Mistakes about what a next relay said, or did not say. Source: flows.md §1, §5; docs/modes.md ("What a hop promises"). */
import { cancelled, paid } from '../../client/payment-end.ts'
import type { RelayDefect } from './defect.ts'
import { hopMistake } from './wrap-hop.ts'

export const nextAnswerDefects: readonly RelayDefect[] = [
  {
    name: 'silence-is-paid',
    sentence: 'The till is told paid when the next hop does not answer, for the queue is long.',
    source: 'flows.md §1',
    kills: 'next-hop/',
    role: 'integrator',
    apply: hopMistake(({ collect }) => ({
      async collect(payment, walk) {
        let silent = false
        const end = await collect(payment, {
          ...walk,
          async onStep(step) {
            silent ||= step.event === 'outcome' && step.step === 'pay' && step.detail.startsWith('silence')
            await walk.onStep(step)
          },
        })
        return silent ? paid({}, 'query') : end
      },
    })),
  },
  {
    name: 'unanswered-cancel-is-done',
    sentence: 'A cancel that is not answered is told as cancelled.',
    source: 'cancel.md §3',
    kills: 'next-hop/cancel-never-arrived',
    role: 'integrator',
    apply: hopMistake(({ settle }) => ({
      async settle(payment, walk) {
        let silent = false
        if (walk.startAt !== 'cancel') return settle(payment, walk)
        return settle(payment, {
          ...walk,
          async onStep(step) {
            silent ||= step.event === 'outcome' && step.step === 'cancel' && step.detail.startsWith('silence')
            await walk.onStep(step)
            if (silent) throw new SilentCancel()
          },
        }).catch((error: unknown) => {
          if (error instanceof SilentCancel) return cancelled('none', {})
          throw error
        })
      },
    })),
  },
  {
    name: 'refund-that-is-silent-is-not-done',
    sentence: 'A refund that is not answered is told as not refunded.',
    source: 'refund.md §7',
    kills: 'money/refunded-as-told',
    role: 'integrator',
    apply: hopMistake(({ refund }) => ({
      async refund(record, payment, walk) {
        let silent = false
        const end = await refund(record, payment, {
          ...walk,
          async onStep(step) {
            silent ||= step.event === 'outcome' && step.detail.startsWith('silence')
            await walk.onStep(step)
          },
        })
        return silent ? { end: 'notRefunded', reason: 'NO_ANSWER', message: 'Not refunded. There was no answer.' } : end
      },
    })),
  },
  {
    name: 'push-is-the-truth',
    sentence: 'Whatever is pushed about a payment that waits is taken for paid.',
    source: 'flows.md §5',
    kills: 'hops/',
    role: 'integrator',
    apply: (parts) => ({
      ...parts,
      relayHop: (hopParts) => {
        const good = parts.relayHop(hopParts)
        return {
          ...good,
          async collect(payment, walk) {
            const pushed = hopParts.pushed.wait(payment.paymentId, 3_600_000).then(() => paid({}, 'query'))
            return Promise.race([good.collect(payment, walk), pushed])
          },
        }
      },
    }),
  },
  {
    name: 'refusal-without-a-word',
    sentence: 'A refusal of the next hop is told without its reason and its sentence.',
    source: 'certification.md §2 (R8)',
    kills: 'case/message',
    role: 'integrator',
    apply: (parts) => ({
      ...parts,
      tellPayment(end) {
        const { message: _, ...told } = parts.tellPayment(end)
        return told.status === 'not_paid' ? told : parts.tellPayment(end)
      },
    }),
  },
]

class SilentCancel extends Error {}
