/**
 * What the control API says when it cannot do what was asked: problem details, a row for each kind. Source: RFC 9457.
 */
import type { Problem } from '../behaviour/field-problem.ts'
import { fieldName } from '../behaviour/problem.ts'

export const problemTable = {
  UNREADABLE_BODY: { status: 400, title: 'The body is no JSON.' },
  INVALID_REQUEST: { status: 400, title: 'The request is not valid.' },
  TOKEN_NEEDED: { status: 401, title: 'The token is missing or wrong.' },
  NOT_LOCAL: { status: 403, title: 'Without a token only this machine may ask.' },
  FOREIGN_NAME: { status: 403, title: 'The request does not name this machine.' },
  NOT_FOUND: { status: 404, title: 'There is no such thing.' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'The path does not know this method.' },
  WAITED_IN_VAIN: { status: 408, title: 'What was waited for did not come in time.' },
  PARTNER_EXISTS: { status: 409, title: 'The partner exists already.' },
  PARTNER_NEEDED: { status: 409, title: 'The first partner cannot be deleted.' },
  CLOCK_RUNS: { status: 409, title: 'The clock is running.' },
  CLOCK_BACKWARDS: { status: 409, title: 'A clock moves only forward.' },
  ILLEGAL_TRANSITION: { status: 409, title: 'The state does not allow it.' },
  BODY_TOO_LARGE: { status: 413, title: 'The body is too large.' },
  NO_JSON: { status: 415, title: 'The body is not declared as JSON.' },
  INTERNAL: { status: 500, title: 'Something unforeseen happened.' },
  STOPPING: { status: 503, title: 'The simulator is not ready.' },
} as const satisfies Record<string, { readonly status: number; readonly title: string }>

export type ProblemCode = keyof typeof problemTable

export type FieldError = {
  readonly in: 'body' | 'query' | 'path' | 'header'
  /** `rules[0].match.amount.from`; empty when the whole is wrong. */
  readonly field: string
  readonly detail: string
}

export type ProblemDetails = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: ProblemCode
  /** The fields that are wrong, when it is about fields. */
  readonly errors?: readonly FieldError[] | undefined
}

/** What a route answers instead of a result. */
export type Refused = { readonly kind: 'problem'; readonly problem: ProblemDetails }

export type ProblemMore = {
  readonly errors?: readonly FieldError[]
  /** Members of this kind of problem, besides those of all. */
  readonly extra?: Readonly<Record<string, unknown>>
}

/** @param detail a sentence with its full stop */
export function refuse(code: ProblemCode, detail: string, { errors, extra }: ProblemMore = {}): Refused {
  const { status, title } = problemTable[code]
  const type = `urn:alipay-sandbox-kit:problem:${code}`
  return { kind: 'problem', problem: { type, title, status, detail, code, ...(errors && { errors }), ...extra } }
}

/** A refusal that names one field. */
export function refuseField(code: ProblemCode, error: FieldError): Refused {
  return refuse(code, sentenceOf(error), { errors: [error] })
}

/** @param under the path of the value that the problems are about */
export function refuseFields(
  place: FieldError['in'],
  problems: readonly Problem[],
  under: Problem['path'] = [],
): Refused {
  const errors = problems.map(({ path, message }) => ({
    in: place,
    field: fieldName([...under, ...path]),
    detail: message,
  }))
  const [first] = errors
  const sentence = first === undefined ? '' : sentenceOf(first, problems[0]?.atKey)
  const more = errors.length > 1 ? ` And ${errors.length - 1} more.` : ''
  return refuse('INVALID_REQUEST', `${sentence}${more}`, { errors })
}

export function notFound(what: string): Refused {
  return refuse('NOT_FOUND', `There is no ${what}.`)
}

/** @param atKey the detail names the field itself */
function sentenceOf({ in: place, field, detail }: FieldError, atKey = false): string {
  if (atKey) return `In the ${place}: ${detail}.`
  return `${field === '' ? `The ${place}` : `${field} (${place})`} ${detail}.`
}
