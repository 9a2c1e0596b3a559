/** A call at the gateway in words: what was asked, what was answered, what that means, and whether it was heard. Pure. */
import type { Call } from '../verdict/evidence.ts'
import type { Word } from '../verdict/heard.ts'

/** `pay 12.30 USD`, `refund 2.30 USD`, `query` */
export function askedWords({ service, values }: Call): string {
  const amount = values.get(service === 'refund' ? 'refund_amount' : 'trans_amount')
  const currency = values.get('trans_currency') || values.get('currency') || ''
  const isMoney = (service === 'pay' || service === 'refund') && amount !== undefined
  return isMoney ? `${service} ${amount} ${currency}`.trim() : service || 'a request without a service'
}

const meanings: Readonly<Record<Word, string>> = {
  paid: 'the customer has paid',
  waiting: 'the customer has not paid yet',
  closed: 'closed, nothing is paid',
  refused: 'refused for good, nothing is booked',
  cancelled: 'cancelled, nothing is kept',
  'not cancelled': 'not cancelled, and no repeat helps',
  refunded: 'given back',
  unclear: 'says nothing about the money',
}

export type AnswerWords = { readonly words: string; readonly means: string; readonly heard: boolean }

/** What the backend could hear. A fault is named as the journal names it. */
export function answerWords(call: Call): AnswerWords {
  const { exchange, word, sure, outcome } = call
  const { answer, status, fault } = exchange
  const disturbed = fault === null || fault === 'no answer' ? '' : ` (${fault})`
  if (answer === null || status === null || status === 0)
    return { words: `no answer${disturbed}`, means: 'the backend cannot know', heard: false }
  const said = [outcome, statusIn(answer.body)].filter((part) => part !== '').join(' · ')
  const http = status === 200 ? '' : `HTTP ${status} `
  const words = `${http}${said}${disturbed}`
  return sure
    ? { words, means: meanings[word], heard: true }
    : {
        words,
        means: `not to be relied on${word === 'unclear' ? '' : `, though in truth: ${meanings[word]}`}`,
        heard: false,
      }
}

function statusIn(body: string): string {
  return /<alipay_trans_status>([A-Z_]{1,40})</.exec(body.slice(0, 20_000))?.[1] ?? ''
}
