/**
 * An exchange as one text, and back: what it is searched by in lines of its own, the rest as JSON in one line, its body behind that,
 * byte by byte.
 */
import type { Instant } from '../../../protocol/beijing-time.ts'
import type { Exchange, SentAnswer } from '../../journal/exchange.ts'

/** All of it but the body of the request. @param keptAt by the machine's time, for ageing */
export function exchangeHead({ request: { body: _, ...request }, ...exchange }: Exchange, keptAt: Instant): string {
  const { service, partnerTransId, outcome } = exchange
  const searched = `${JSON.stringify(service)}\n${JSON.stringify(partnerTransId)}\n${JSON.stringify(outcome)}\n`
  return `${searched}${keptAt}|${JSON.stringify({ ...exchange, request })}\n`
}

/** All of it but the body. */
export function answerHead({ body: _, ...answer }: SentAnswer): string {
  return `${JSON.stringify(answer)}\n`
}

/** @param answered empty: none was sent yet */
export function readExchange(kept: Buffer, answered: Buffer): Exchange {
  // Three lines to search by, and the JSON begins behind the bar of the fourth.
  const fourth = [0, 0, 0].reduce((from) => kept.indexOf('\n', from) + 1, 0)
  const { body, head } = readKept(kept, kept.indexOf('|', fourth) + 1)
  const { request, ...exchange } = head
  if (answered.length === 0) return { ...exchange, request: { ...request, body } }
  const answer = readKept(answered, 0)
  return { ...exchange, request: { ...request, body }, answer: { ...answer.head, body: answer.body } }
}

/** JSON as far as its line goes, the body behind it. */
function readKept(kept: Buffer, from: number) {
  const end = kept.indexOf('\n', from)
  return { head: JSON.parse(kept.toString('utf8', from, end)), body: Buffer.from(kept.subarray(end + 1)) }
}
