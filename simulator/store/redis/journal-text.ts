/**
 * An exchange as one text, and back: what it is searched by in lines of its own before the rest; bytes as characters of Latin-1,
 * for what is signed and encoded is ASCII nearly everywhere.
 */
import type { Instant } from '../../../protocol/beijing-time.ts'
import type { Exchange, SentAnswer } from '../../journal/exchange.ts'

/** @param keptAt by the machine's time, for ageing */
export function writeExchange({ request: { body, ...request }, ...exchange }: Exchange, keptAt: Instant): string {
  const { service, partnerTransId, outcome } = exchange
  const json = JSON.stringify({ ...exchange, request: { ...request, body: body.toString('latin1') } })
  return `${JSON.stringify(service)}\n${JSON.stringify(partnerTransId)}\n${JSON.stringify(outcome)}\n${keptAt}|${json}`
}

export function writeAnswer({ body, ...answer }: SentAnswer): string {
  return JSON.stringify({ ...answer, body: body.toString('latin1') })
}

/** @param answerText empty: none was sent yet */
export function readExchange(text: string, answerText: string): Exchange {
  const { request, ...exchange } = JSON.parse(text.slice(text.indexOf('|', text.lastIndexOf('\n')) + 1))
  const answered = answerText === '' ? {} : { answer: withBytes(JSON.parse(answerText)) }
  return { ...exchange, request: withBytes(request), ...answered }
}

function withBytes<Kept extends { readonly body: string }>(kept: Kept) {
  return { ...kept, body: Buffer.from(kept.body, 'latin1') }
}
