/**
 * An exchange as a person or a program wants to read it: bytes as text, secrets left out. Made when somebody looks.
 * Source: design.md ("a diagnosis in the journal"), certification.md §4 (never show the identity code).
 */
import { type Charset, charsetNamed, decodeText } from '../../protocol/charset.ts'
import type { Diagnosis } from '../../protocol/diagnosis/diagnosis.ts'
import { type LintFinding, lintRequest } from '../../protocol/diagnosis/request-lint.ts'
import { maskIdentityCode } from '../../protocol/identity-code.ts'
import { decodeForm, type Parameter, valueNamed } from '../../protocol/parameter.ts'
import type { Exchange } from './exchange.ts'

export type ExchangeSummary = {
  readonly id: number
  readonly at: string
  readonly partner: string
  readonly service: string
  readonly partner_trans_id: string
  readonly outcome: string
  readonly behaviour: { readonly id: string; readonly why: string } | null
  readonly status: number | null
  readonly fault: string | null
  readonly took_ms: number | null
}

export type ExchangeView = ExchangeSummary & {
  readonly request: {
    readonly method: string
    readonly target: string
    readonly headers: Readonly<Record<string, string>>
    readonly body: string
    readonly parameters: readonly Parameter[]
  }
  readonly answer: { readonly status: number; readonly content_type: string; readonly body: string } | null
  readonly diagnosis: Diagnosis | null
  /** Mistakes that the gateway lets pass. */
  readonly findings: readonly LintFinding[]
}

export function summarize(exchange: Exchange): ExchangeSummary {
  const { id, at, partner, service, partnerTransId, outcome, behaviour, answer } = exchange
  return {
    id,
    at: new Date(at).toISOString(),
    partner,
    service,
    partner_trans_id: partnerTransId,
    outcome,
    behaviour: behaviour ?? null,
    status: answer?.status ?? null,
    fault: answer?.fault ?? null,
    took_ms: answer === undefined ? null : Math.round(answer.tookMs * 10) / 10,
  }
}

export function viewExchange(exchange: Exchange): ExchangeView {
  const { request, answer, diagnosis } = exchange
  const { charset, query, body } = requestForms(exchange)
  const parameters = [...query, ...body]
  return {
    ...summarize(exchange),
    request: {
      method: request.method,
      target: maskIn(request.target, parameters),
      headers: headersOf(request.rawHeaders),
      body: maskIn(decodeText(request.body, charset).text, parameters),
      parameters: parameters.map(masked),
    },
    answer:
      answer === undefined
        ? null
        : {
            status: answer.status,
            content_type: answer.contentType,
            body: maskIn(decodeText(answer.body, declaredCharset(answer.contentType)).text, parameters),
          },
    diagnosis: diagnosis === undefined ? null : maskDiagnosis(diagnosis, parameters),
    findings: lintRequest({ method: request.method, query, body }),
  }
}

/** The parameters of a journalled request, read again in the charset that it names; URL first. */
export function requestParameters(exchange: Exchange): readonly Parameter[] {
  const { query, body } = requestForms(exchange)
  return [...query, ...body]
}

type RequestForms = {
  readonly charset: Charset
  readonly query: readonly Parameter[]
  readonly body: readonly Parameter[]
}

function requestForms(exchange: Exchange): RequestForms {
  const inUrl = queryOf(exchange)
  const read = (charset: Charset) => ({
    query: decodeForm(inUrl, charset).parameters,
    body: decodeForm(exchange.request.body, charset).parameters,
  })
  const { query, body } = read('UTF-8')
  const charset = charsetNamed(valueNamed([...query, ...body], '_input_charset') ?? '') ?? 'UTF-8'
  return { charset, ...read(charset) }
}

function queryOf({ request: { target } }: Exchange): Buffer {
  const mark = target.indexOf('?')
  return Buffer.from(mark === -1 ? '' : target.slice(mark + 1), 'latin1')
}

/** The string that should have been signed holds the payment code too. */
function maskDiagnosis(diagnosis: Diagnosis, parameters: readonly Parameter[]): Diagnosis {
  return JSON.parse(maskIn(JSON.stringify(diagnosis), parameters)) as Diagnosis
}

function declaredCharset(contentType: string): Charset {
  return charsetNamed(/charset=([^;\s]+)/.exec(contentType)?.[1] ?? '') ?? 'UTF-8'
}

function masked({ name, value }: Parameter): Parameter {
  return name === 'buyer_identity_code' ? { name, value: maskIdentityCode(value) } : { name, value }
}

/** The text without the payment code that the parameters hold. */
export function maskIn(text: string, parameters: readonly Parameter[]): string {
  const code = valueNamed(parameters, 'buyer_identity_code') ?? ''
  return code.length < 12 ? text : text.replaceAll(code, maskIdentityCode(code))
}

function headersOf(rawHeaders: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {}
  for (let i = 0; i + 1 < rawHeaders.length; i += 2)
    headers[(rawHeaders[i] ?? '').toLowerCase()] = rawHeaders[i + 1] ?? ''
  return headers
}
