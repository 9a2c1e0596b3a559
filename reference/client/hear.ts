/**
 * From the bytes of an answer to fields that may be believed, or to the reason why nothing is known.
 * Pure; knows no service's fields. Source: gateway.md §5, §6; signature.md §2; recorded/README.md.
 */
import { readAnswer } from '../../protocol/answer-reader.ts'
import { canonicalString } from '../../protocol/canonical.ts'
import { type Charset, charsetNamed } from '../../protocol/charset.ts'
import { type Parameter, valueNamed } from '../../protocol/parameter.ts'
import { type Verifier, verify } from '../../protocol/signature.ts'
import type { Distrust, Doubt } from './outcome.ts'
import type { SignedRequest } from './request.ts'
import type { TransportResult } from './transport.ts'
import { ambiguityOf } from './trust.ts'

/** The fields inside `<response>`, by their names on the wire, each once and none empty. */
export type AnswerFields = ReadonlyMap<string, string>

export type Heard =
  | { readonly heard: 'answer'; readonly fields: AnswerFields }
  /** `is_success` F: not signed, by nature. */
  | { readonly heard: 'refusal'; readonly error: string }
  | { readonly heard: 'nothing'; readonly doubt: Doubt }

type Ears = { readonly verifier: Verifier; readonly charset: Charset }

export function hear(result: TransportResult, request: SignedRequest, { verifier, charset }: Ears): Heard {
  if (!result.ok) return nothing({ reason: result.failure, detail: result.detail })
  const { status, body, contentType } = result
  if (status >= 300 && status < 400) return nothing({ reason: 'redirect', detail: `HTTP ${status}` })
  if (status !== 200) return nothing({ reason: 'httpStatus', detail: `HTTP ${status}` })
  const answer = readAnswer(body, { fallback: charsetOf(contentType) ?? charset })
  if (answer.kind === 'unreadable')
    return nothing({ reason: 'unreadable', detail: `${answer.problem}: ${answer.detail}` })
  if (answer.kind === 'refused') return { heard: 'refusal', error: answer.error }

  const { sign, signType, response } = answer
  if (!sign || !signType) return distrusted('unsigned', 'no <sign> or no <sign_type>')
  if (signType !== verifier.signType) return distrusted('otherSignType', `${signType}, asked with ${verifier.signType}`)
  // The bytes of the signature are in the charset of the request, whatever the XML declares itself to be.
  const signedString = canonicalString(response)
  if (!verify(signedString, sign, verifier, charset)) return distrusted('wrongSignature', signedString)
  const ambiguity = ambiguityOf(response)
  if (ambiguity !== undefined) return distrusted('ambiguous', ambiguity)
  const other = otherRequest(answer.request, request.parameters)
  if (other !== undefined) return distrusted('otherRequest', other)
  return { heard: 'answer', fields: new Map(response.flatMap(({ name, value }) => (value ? [[name, value]] : []))) }
}

function nothing(doubt: Doubt): Heard {
  return { heard: 'nothing', doubt }
}

function distrusted(distrust: Distrust, detail: string): Heard {
  return nothing({ reason: 'distrusted', distrust, detail })
}

/** What tells requests apart. The echo is not signed, so it can only take belief away. */
const identifying = [
  'service',
  'partner',
  'partner_trans_id',
  'partner_refund_id',
  'alipay_trans_id',
  'out_trade_no',
  'trade_no',
]

function otherRequest(echo: readonly Parameter[], sent: readonly Parameter[]): string | undefined {
  const differing = identifying.find((name) => {
    const echoed = valueNamed(echo, name)
    return echoed !== undefined && echoed !== valueNamed(sent, name)
  })
  return differing && `echoes ${differing} ${valueNamed(echo, differing)}`
}

function charsetOf(contentType: string | undefined): Charset | undefined {
  const named = /charset\s*=\s*"?([^\s;"]+)/i.exec(contentType ?? '')?.[1]
  return named === undefined ? undefined : charsetNamed(named)
}
