/**
 * What an answer of the gateway says to a careful reader, and whether the SUT could hear and believe it. Reads the
 * answer as it went out. Pure. Source: flows.md §1; spot-pay.md §5, §6; query.md §3; cancel.md §2; refund.md §2.
 */

import { readAnswer } from '../../protocol/answer-reader.ts'
import { errorRow } from '../../protocol/error-code.ts'
import { type Service, serviceNames } from '../../protocol/service.ts'
import type { ExchangeView } from '../../simulator/admin/client/index.ts'

export type Word =
  | 'paid'
  | 'waiting'
  | 'closed'
  /** Nothing was booked by this call, for good. */
  | 'refused'
  | 'cancelled'
  /** The cancel failed and says that no repeat helps. */
  | 'not cancelled'
  /** Given back, or accepted to be. */
  | 'refunded'
  /** It says nothing about the money: ask, or repeat. */
  | 'unclear'

/** Faults that leave the answer readable, believable and in time. */
const harmless: ReadonlySet<string> = new Set(['extra fields', 'other charset'])

/** Faults that make an answer one that nobody may rest on, however carefully it was read. */
const untrue: ReadonlySet<string> = new Set(['wrong key', 'unsigned', 'other order'])

export type Heard = {
  readonly word: Word
  /** The SUT must have heard it, and may believe it. */
  readonly sure: boolean
  /** It may have: the answer is believable, and came before everybody had stopped listening. */
  readonly possible: boolean
}

/** The gateway's clock starts later than the SUT's and stops sooner: near the end of its time nobody knows who heard what. */
const surelyWithin = 0.75
const hardlyAfter = 1.5

/** On the clock of `took_ms`: how long the SUT listens, and how long it or the gateway may have stood still. */
export type Listening = { readonly listensMs: number; readonly stalledMs: number }

export function heard(exchange: ExchangeView, { listensMs, stalledMs }: Listening): Heard {
  const { service, fault, status, took_ms: tookMs } = exchange
  const believable = status === 200 && (fault === null || harmless.has(fault))
  const within = (ms: number) => believable && (tookMs ?? 0) <= ms
  return {
    word: wordOf(service, exchange),
    // Once on the way in, once on the way back.
    sure: within(listensMs * surelyWithin - 2 * stalledMs),
    possible: within(listensMs * hardlyAfter + stalledMs),
  }
}

/** Whether what it says may be relied on, by whoever heard it: at any time, and in any state of repair. */
export function isTrue({ fault, status }: ExchangeView): boolean {
  return status === 200 && (fault === null || !untrue.has(fault))
}

function wordOf(service: string, { answer }: ExchangeView): Word {
  if (answer === null || !(service in serviceNames)) return 'unclear'
  // The view has the body as text, whatever charset it declares.
  const text = answer.body.slice(0, 200_000).replace(/encoding="[^"]*"/, 'encoding="UTF-8"')
  const read = readAnswer(Buffer.from(text))
  if (read.kind === 'unreadable') return 'unclear'
  const known = service as Service
  if (read.kind === 'refused') return afterError(read.error, known)
  const fields = new Map(read.response.map(({ name, value }) => [name, value]))
  return words[known](fields)
}

type Fields = ReadonlyMap<string, string>

const words: Readonly<Record<Service, (fields: Fields) => Word>> = {
  pay: (fields) => {
    const result = fields.get('result_code') ?? ''
    if (result === 'SUCCESS') return 'paid'
    return result.startsWith('UNKNOW') ? 'waiting' : afterError(fields.get('error') ?? '', 'pay')
  },
  query: (fields) => {
    const status = fields.get('alipay_trans_status') ?? ''
    if (status === 'TRADE_SUCCESS' || status === 'TRADE_FINISHED') return 'paid'
    if (status === 'TRADE_CLOSED') return 'closed'
    return status === 'WAIT_BUYER_PAY' ? 'waiting' : 'unclear'
  },
  cancel: (fields) => {
    if (fields.get('result_code') === 'SUCCESS') return 'cancelled'
    return fields.get('retry_flag') === 'Y' ? 'unclear' : 'not cancelled'
  },
  refund: (fields) => {
    if (fields.get('result_code') === 'SUCCESS') return 'refunded'
    return afterError(fields.get('error') ?? '', 'refund')
  },
}

/** A code that no table has is nothing that could be relied on. */
function afterError(code: string, service: Service): Word {
  const kind = errorRow(code, service)?.kind
  return kind === undefined || kind === 'query' || kind === 'retry' ? 'unclear' : 'refused'
}
