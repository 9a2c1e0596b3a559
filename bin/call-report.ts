/**
 * What a call to a gateway came to, for people and for machines: the outcome first, then the fields of the answer.
 * Pure; knows no network. Source: gateway.md §6.
 */
import { readAnswer } from '../protocol/answer-reader.ts'
import type { Parameter } from '../protocol/parameter.ts'
import type { Service } from '../protocol/service.ts'
import type { CancelOutcome, PayOutcome, QueryOutcome, RefundOutcome } from '../reference/client/index.ts'
import { textColumns } from './text-columns.ts'

export type CallOutcome = PayOutcome | QueryOutcome | CancelOutcome | RefundOutcome

/** The outcomes that are what the caller hoped for. */
const held: ReadonlySet<string> = new Set(['paid', 'finished', 'cancelled', 'refunded', 'accepted'])

export function holds({ outcome }: { readonly outcome: string }): boolean {
  return held.has(outcome)
}

const sentences = {
  paid: 'paid',
  waiting: 'waiting: the buyer has not confirmed yet; ask again with alipay-sandbox query',
  closed: 'closed: no money is held',
  finished: 'finished: paid, and no longer refundable',
  notFound: 'not found: nothing was paid so far, but the payment may still be on its way',
  refunded: 'refunded',
  accepted: 'accepted: it will be tried; only the notification tells that it succeeded',
} as const

const cancelActions = {
  close: 'cancelled: it was unpaid, and is closed now',
  refund: 'cancelled: it was paid, and the money goes back',
  none: 'cancelled: there was nothing to give back',
} as const

/** One line: what the outcome is, why, and what to do when that is not plain. */
export function outcomeSentence(outcome: CallOutcome, service: Service): string {
  switch (outcome.outcome) {
    case 'cancelled':
      return cancelActions[outcome.action]
    case 'refused':
      return `refused: ${outcome.error}${outcome.row === undefined ? '' : `, ${outcome.row.meaning}\n${outcome.row.action}`}`
    case 'unknown':
      return `unknown: ${whyUnknown(outcome)}\n${afterUnknown[service]}`
    default:
      return sentences[outcome.outcome]
  }
}

function whyUnknown(outcome: Extract<CallOutcome, { outcome: 'unknown' }>): string {
  const { reason, detail } = outcome
  if (reason === 'systemError') return `${outcome.error}, ${detail}`
  if (reason === 'distrusted') return `the answer is not believed (${outcome.distrust}): ${detail}`
  return `${inWords(reason)}: ${detail}`
}

const afterUnknown = {
  pay: 'It may have been paid: ask with alipay-sandbox query, and cancel what stays unclear.',
  query: 'Nothing is changed by asking again.',
  cancel: 'It may have been cancelled: repeat it until the answer is clear.',
  refund: 'It may have been given back: repeat it with the same --refund-id.',
} as const satisfies Record<Service, string>

/** `answerTimeout` reads `answer timeout`. */
function inWords(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}

/** What the gateway said, believed or not: the fields of the response, or the error code of a refusal. */
export function answerFieldsOf({ exchange }: Pick<CallOutcome, 'exchange'>): readonly Parameter[] {
  const answer = readAnswer(exchange.received)
  if (answer.kind === 'accepted') return answer.response
  return answer.kind === 'refused' ? [{ name: 'error', value: answer.error }] : []
}

export function reportText(outcome: CallOutcome, service: Service): string {
  const said = answerFieldsOf(outcome)
  // Without an answer nothing names the payment but what was asked, and the id may have been made up for this call.
  const asked = outcome.exchange.request.parameters.filter(({ name }) => ids.has(name))
  const fields = [...asked.filter(({ name }) => !said.some((one) => one.name === name)), ...said]
  return `${outcomeSentence(outcome, service)}\n${textColumns(fields.map(({ name, value }) => [name, value] as const))}`
}

const ids: ReadonlySet<string> = new Set(['partner_trans_id', 'out_trade_no', 'partner_refund_id'])

/** One JSON object: `outcome` to decide on, `fields` as they came, and the request without its signature. */
export function reportRecord(outcome: CallOutcome, service: Service): Readonly<Record<string, unknown>> {
  const { exchange } = outcome
  const sent = exchange.request.parameters.filter(({ name }) => name !== 'sign')
  return {
    service,
    outcome: outcome.outcome,
    ...(outcome.outcome === 'refused' && { level: outcome.level, error: outcome.error }),
    ...(outcome.outcome === 'unknown' && { reason: outcome.reason, detail: outcome.detail }),
    ...(outcome.outcome === 'cancelled' && { action: outcome.action }),
    ...(exchange.status !== undefined && { status: exchange.status }),
    ms: Math.round(exchange.endedAt - exchange.sentAt),
    fields: recordOf(answerFieldsOf(outcome)),
    request: recordOf(sent),
  }
}

function recordOf(parameters: readonly Parameter[]): Readonly<Record<string, string>> {
  return Object.fromEntries(parameters.map(({ name, value }) => [name, value]))
}
