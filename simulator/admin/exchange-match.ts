/**
 * Whether an exchange is one that somebody means, and if not, where it first differs. Pure: for filters, waiting and
 * expectations alike. Source: issue 4 (Control API, expectations).
 */
import { maskIdentityCode } from '../../protocol/identity-code.ts'
import { valueNamed } from '../../protocol/parameter.ts'
import type { Exchange } from '../journal/exchange.ts'
import { requestParameters } from '../journal/exchange-view.ts'

/** All that is given has to hold. Nothing given: every exchange. */
export type ExchangeMatch = {
  /** `pay`, `query`, `cancel`, `refund`, or what else the request named. */
  readonly service?: string | undefined
  readonly partner_trans_id?: string | undefined
  /** `result_code`, or the error code when there is one. */
  readonly outcome?: string | undefined
  /** The number of the behaviour, the id of a rule, or `default`. */
  readonly behaviour?: string | undefined
  /** The fault that acted on the answer, by name. */
  readonly fault?: string | undefined
  /** The HTTP status of the answer; 0 when no answer went out, on purpose. */
  readonly status?: number | undefined
  /** Values of request parameters, by their names on the wire. */
  readonly parameters?: Readonly<Record<string, string>> | undefined
}

export type FieldDifference = {
  /** `outcome`, `parameters.trans_amount`. */
  readonly field: string
  readonly wanted: string
  /** null when there is none. */
  readonly was: string | null
}

export type Comparison = {
  /** How many of the wanted fields are as wanted. */
  readonly held: number
  /** Absent when all are. */
  readonly difference?: FieldDifference
}

export function compare(exchange: Exchange, match: ExchangeMatch): Comparison {
  const wanted = wantedFields(match)
  const differences = wanted.flatMap(([field, text]) => {
    const was = fieldOf(exchange, field)
    return was === text
      ? []
      : [{ field, wanted: shown(field, text), was: was === undefined ? null : shown(field, was) }]
  })
  const [difference] = differences
  return { held: wanted.length - differences.length, ...(difference && { difference }) }
}

export function matches(exchange: Exchange, match: ExchangeMatch): boolean {
  return compare(exchange, match).difference === undefined
}

const inParameters = 'parameters.'

/** In the order in which a difference is told: which call it is, what it says, what became of it. */
function wantedFields(match: ExchangeMatch): readonly (readonly [field: string, text: string])[] {
  const { service, partner_trans_id, outcome, behaviour, fault, status, parameters = {} } = match
  const said = Object.entries(parameters).map(([name, value]) => [`${inParameters}${name}`, value] as const)
  const became = Object.entries({ outcome, behaviour, fault, status })
  return [...Object.entries({ service, partner_trans_id }), ...said, ...became].flatMap(([field, value]) =>
    value === undefined ? [] : [[field, String(value)] as const],
  )
}

function fieldOf(exchange: Exchange, field: string): string | undefined {
  if (field.startsWith(inParameters)) return valueNamed(requestParameters(exchange), field.slice(inParameters.length))
  return plainValues[field]?.(exchange)
}

const plainValues: Readonly<Record<string, (exchange: Exchange) => string | undefined>> = {
  service: ({ service }) => service,
  partner_trans_id: ({ partnerTransId }) => partnerTransId,
  outcome: ({ outcome }) => outcome,
  behaviour: ({ behaviour }) => behaviour?.id,
  fault: ({ answer }) => answer?.fault,
  status: ({ answer }) => (answer === undefined ? undefined : String(answer.status)),
}

function shown(field: string, value: string): string {
  return field === `${inParameters}buyer_identity_code` ? maskIdentityCode(value) : value
}
