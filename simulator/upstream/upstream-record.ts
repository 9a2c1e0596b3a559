/** What is kept of a request that a real gateway answered: both answers side by side, without what must not be kept. */
import type { Instant } from '../../protocol/beijing-time.ts'
import { charsetNamed, decodeText } from '../../protocol/charset.ts'
import { decodeForm, valueNamed } from '../../protocol/parameter.ts'
import type { ReceivedRequest } from '../journal/exchange.ts'
import { maskIn } from '../journal/exchange-view.ts'
import { type Difference, differences } from './difference.ts'
import type { HttpAnswer, Sent } from './http-exchange.ts'

export type AnswerRecord = { readonly status: number; readonly content_type: string; readonly body: string }

export type UpstreamRecord = {
  readonly at: string
  readonly service: string
  readonly partner_trans_id: string
  readonly request: { readonly method: string; readonly target: string; readonly body: string }
  /** Null when the real gateway could not be reached: `why` says it. */
  readonly theirs: AnswerRecord | null
  readonly ours: AnswerRecord | null
  readonly why: string | null
  readonly differences: readonly Difference[]
}

/** A buyer's own; shown by what they look like. */
const personal = /<(alipay_buyer_login_id|alipay_buyer_user_id|buyer_email|buyer_id)>([^<]*)</g

export function upstreamRecord(request: ReceivedRequest, theirs: Sent, ours: Sent, at: Instant): UpstreamRecord {
  const mark = request.target.indexOf('?')
  const url = Buffer.from(mark === -1 ? '' : request.target.slice(mark + 1), 'latin1')
  const read = [...decodeForm(url, 'UTF-8').parameters, ...decodeForm(request.body, 'UTF-8').parameters]
  const charset = charsetNamed(valueNamed(read, '_input_charset') ?? '') ?? 'UTF-8'
  const mask = (text: string) =>
    maskIn(text, read).replaceAll(personal, (_, name, value) => `<${name}>${hidden(value)}<`)
  const record = ({ status, contentType, body }: HttpAnswer): AnswerRecord => {
    const declared = charsetNamed(/charset=([^;\s]+)/i.exec(contentType)?.[1] ?? '') ?? charset
    return { status, content_type: contentType, body: mask(decodeText(body, declared).text) }
  }
  return {
    at: new Date(at).toISOString(),
    service: valueNamed(read, 'service') ?? '',
    partner_trans_id: valueNamed(read, 'partner_trans_id') ?? valueNamed(read, 'out_trade_no') ?? '',
    request: {
      method: request.method,
      target: mask(request.target),
      body: mask(decodeText(request.body, charset).text),
    },
    theirs: theirs.ok ? record(theirs.answer) : null,
    ours: ours.ok ? record(ours.answer) : null,
    why: theirs.ok ? (ours.ok ? null : `ours: ${ours.why}`) : theirs.why,
    differences: theirs.ok && ours.ok ? differences(theirs.answer, ours.answer).map(withoutBuyer) : [],
  }
}

function withoutBuyer(difference: Difference): Difference {
  if (!/buyer/.test(difference.of)) return difference
  const { theirs, ours } = difference
  return { ...difference, theirs: theirs && hidden(theirs), ours: ours && hidden(ours) }
}

function hidden(value: string): string {
  return value.replaceAll(/\d/g, '9').replaceAll(/\p{L}/gu, 'a')
}
