/** Mistakes in what a till makes of a payment that is not clear. Source: flows.md §1, §2; spot-pay.md §6; certification.md §2. */
import { errorRow } from '../../../protocol/error-code.ts'
import type { PayOutcome } from '../../client/index.ts'
import type { Defect } from './defect.ts'
import { clientMistake, payMistake, tellingMistake } from './wrap.ts'

function refused({ exchange }: PayOutcome): PayOutcome {
  const row = errorRow('PAYMENT_FAIL', 'pay')
  return { outcome: 'refused', level: 'business', error: 'PAYMENT_FAIL', row, message: 'Not paid.', exchange }
}

function paid({ exchange }: PayOutcome): PayOutcome {
  return { outcome: 'paid', trade: {}, exchange }
}

const silent: ReadonlySet<string> = new Set(['answerTimeout', 'broken', 'unreachable'])

function isSilence(outcome: PayOutcome): boolean {
  return outcome.outcome === 'unknown' && silent.has(outcome.reason)
}

export const paymentDefects: readonly Defect[] = [
  {
    name: 'paid-on-unknow',
    sentence: 'UNKNOW is told as paid.',
    source: 'signature.md §6 (14)',
    kills: 'money/told-paid',
    apply: payMistake((outcome) => (outcome.outcome === 'waiting' ? paid(outcome) : outcome)),
  },
  {
    name: 'not-paid-on-unknow',
    sentence: 'UNKNOW is no word that the till knows, so it is told as not paid.',
    source: 'signature.md §6 (14)',
    kills: 'money/told-not-paid',
    apply: payMistake((outcome) => (outcome.outcome === 'waiting' ? refused(outcome) : outcome)),
  },
  {
    name: 'not-paid-on-timeout',
    sentence: 'No answer is told as not paid.',
    source: 'certification.md §6 (K07)',
    kills: 'money/told-not-paid',
    apply: payMistake((outcome) => (isSilence(outcome) ? refused(outcome) : outcome)),
  },
  {
    name: 'paid-on-timeout',
    sentence: 'No answer is told as paid, so that nobody has to wait.',
    source: 'certification.md §6 (K08)',
    kills: 'money/told-paid',
    apply: payMistake((outcome) => (isSilence(outcome) ? paid(outcome) : outcome)),
  },
  {
    name: 'system-error-is-a-refusal',
    sentence: 'SYSTEM_ERROR is told as not paid.',
    source: 'certification.md §6 (K05, K06)',
    kills: 'money/told-not-paid',
    apply: payMistake((outcome) =>
      outcome.outcome === 'unknown' && outcome.reason === 'systemError' ? refused(outcome) : outcome,
    ),
  },
  {
    name: 'unreadable-is-a-refusal',
    sentence: 'What the XML parser throws on is told as not paid.',
    source: 'spot-pay.md §6',
    kills: 'money/told-not-paid',
    apply: payMistake((outcome) =>
      outcome.outcome === 'unknown' && (outcome.reason === 'unreadable' || outcome.reason === 'httpStatus')
        ? refused(outcome)
        : outcome,
    ),
  },
  {
    name: 'distrust-is-a-refusal',
    sentence: 'An answer whose signature is wrong is told as not paid.',
    source: 'certification.md §6 (K14)',
    kills: 'money/told-not-paid',
    apply: payMistake((outcome) =>
      outcome.outcome === 'unknown' && outcome.reason === 'distrusted' ? refused(outcome) : outcome,
    ),
  },
  {
    name: 'new-id-after-timeout',
    sentence: 'A pay without an answer is sent again as a new order.',
    source: 'flows.md §1',
    kills: 'wire/new-order-while-open',
    apply: clientMistake((good) => ({
      async pay(order, call) {
        const outcome = await good.pay(order, call)
        return isSilence(outcome) ? good.pay({ ...order, partnerTransId: `${order.partnerTransId}_2` }, call) : outcome
      },
    })),
  },
  {
    name: 'pay-repeated-with-a-note',
    sentence: 'A pay without an answer is sent again with the number of the try in its `memo`.',
    source: 'flows.md §1',
    kills: 'wire/repeat-identical',
    apply: clientMistake((good) => ({
      async pay(order, call) {
        const outcome = await good.pay(order, call)
        return isSilence(outcome) ? good.pay({ ...order, memo: 'try 2' }, call) : outcome
      },
    })),
  },
  {
    name: 'pay-sent-twice',
    sentence: 'Every pay is sent twice, to be sure.',
    source: 'certification.md §6 (K01)',
    kills: 'wire/one-pay',
    apply: clientMistake((good) => ({
      async pay(order, call) {
        await good.pay(order, call)
        return good.pay(order, call)
      },
    })),
  },
  {
    name: 'refusal-is-asked-about',
    sentence: 'A clear refusal is queried like a lost answer.',
    source: 'certification.md §6 (K12)',
    kills: 'wire/silent-after-final',
    apply: payMistake((outcome) => {
      if (outcome.outcome !== 'refused') return outcome
      const { error, exchange } = outcome
      return { outcome: 'unknown', reason: 'systemError', error, detail: 'refused', exchange }
    }),
  },
  {
    name: 'refusal-without-a-sentence',
    sentence: 'A refusal is told without a word that the cashier could use.',
    source: 'certification.md §2 (R8)',
    kills: 'case/message',
    apply: tellingMistake(({ end }, told) => (end === 'notPaid' ? { ...told, message: '' } : told)),
  },
]
