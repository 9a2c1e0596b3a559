/**
 * Where two answers to the same request differ: a real gateway's and ours. What no two gateways can agree on (ids, times,
 * rates, who the buyer is) is held against each other by its shape. Pure. Source: gateway.md §5, §6.
 */
import { type ReadAnswer, readAnswer } from '../../protocol/answer-reader.ts'

export type AnswerBytes = { readonly status: number; readonly contentType: string; readonly body: Buffer }

export type Difference = {
  /** `status`, `content-type`, `charset`, `answer`, or the name of a field inside `<response>`. */
  readonly of: string
  readonly how:
    | 'value'
    /** Both have their own, and they are written differently. */
    | 'shape'
    /** Theirs has it, ours has not. */
    | 'missing'
    /** Ours has it, theirs has not. */
    | 'extra'
    /** The fields that both have, in another order. */
    | 'order'
  readonly theirs: string | null
  readonly ours: string | null
}

/** Each gateway's own. */
const ownOf: ReadonlySet<string> = new Set([
  ...['alipay_trans_id', 'trade_no', 'alipay_buyer_login_id', 'alipay_buyer_user_id', 'alipay_pay_time', 'pay_time'],
  ...[
    'exchange_rate',
    'trans_amount_cny',
    'trans_forex_rate',
    'forex_total_fee',
    'refund_amount_cny',
    'detail_error_des',
  ],
])

/** Of what is larger no difference would be read by anybody. */
const valueMost = 200

export function differences(theirs: AnswerBytes, ours: AnswerBytes): readonly Difference[] {
  return [
    ...unlike('status', String(theirs.status), String(ours.status)),
    ...unlike('content-type', plainType(theirs.contentType), plainType(ours.contentType)),
    ...ofAnswers(readAnswer(theirs.body), readAnswer(ours.body)),
  ]
}

/** Blanks and letter case mean nothing in a media type. */
function plainType(contentType: string): string {
  return contentType.toLowerCase().replaceAll(' ', '')
}

function ofAnswers(theirs: ReadAnswer, ours: ReadAnswer): readonly Difference[] {
  if (theirs.kind !== 'accepted' || ours.kind !== 'accepted')
    return [...unlike('answer', told(theirs), told(ours)), ...unlike('charset', charsetOf(theirs), charsetOf(ours))]
  const [their, our] = [fieldsOf(theirs), fieldsOf(ours)]
  const shared = (names: Iterable<string>) => [...names].filter((name) => their.has(name) && our.has(name)).join(' ')
  return [
    ...unlike('charset', theirs.declared, ours.declared),
    ...unlike('sign_type', theirs.signType ?? '', ours.signType ?? ''),
    ...[...new Set([...their.keys(), ...our.keys()])].flatMap((name) => ofField(name, their.get(name), our.get(name))),
    ...(shared(their.keys()) === shared(our.keys())
      ? []
      : [{ of: 'fields', how: 'order', theirs: shared(their.keys()), ours: shared(our.keys()) } as const]),
  ]
}

function told(answer: ReadAnswer): string {
  if (answer.kind === 'refused') return `refused: ${answer.error}`
  return answer.kind === 'unreadable' ? `unreadable: ${answer.problem}` : 'accepted'
}

function charsetOf(answer: ReadAnswer): string {
  return answer.kind === 'unreadable' ? '' : answer.declared
}

function fieldsOf({ response }: Extract<ReadAnswer, { kind: 'accepted' }>): ReadonlyMap<string, string> {
  return new Map(response.map(({ name, value }) => [name, value]))
}

function ofField(name: string, theirs: string | undefined, ours: string | undefined): readonly Difference[] {
  if (theirs === ours) return []
  const both = { of: name, theirs: short(theirs), ours: short(ours) }
  if (ours === undefined) return [{ ...both, how: 'missing' }]
  if (theirs === undefined) return [{ ...both, how: 'extra' }]
  if (!ownOf.has(name)) return [{ ...both, how: 'value' }]
  return shapeOf(theirs) === shapeOf(ours) ? [] : [{ ...both, how: 'shape' }]
}

/** `2026-01-02 03:04:05` is `9-9-9 9:9:9`, `a***@b.com` is `a*@a.a`: how it is written, not how long it is. */
export function shapeOf(value: string): string {
  return value
    .replaceAll(/\d+/g, '9')
    .replaceAll(/\p{L}+/gu, 'a')
    .replaceAll(/\*+/g, '*')
    .replaceAll(/\s+/g, ' ')
}

function unlike(of: string, theirs: string, ours: string): readonly Difference[] {
  return theirs === ours ? [] : [{ of, how: 'value', theirs, ours }]
}

function short(value: string | undefined): string | null {
  if (value === undefined) return null
  return value.length > valueMost ? `${value.slice(0, valueMost)}…` : value
}
