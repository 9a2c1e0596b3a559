/** One HTTP call of a journey, and what was wrong with it. */
import http, { type RefinedResponse } from 'k6/http'
import type { ErrorClass } from './error-class.ts'
import { callErrors, requests } from './measures.ts'
import { number } from './settings.ts'

export type Called = { readonly status: number; readonly body: string; readonly error: ErrorClass | undefined }

export type CallOptions = {
  readonly method: 'GET' | 'POST'
  readonly url: string
  /** For k6's own metrics: a URL with an id in it would be a name of its own. */
  readonly name: string
  readonly body?: string | Record<string, string>
  readonly headers?: Readonly<Record<string, string>>
  /** Statuses that are an answer though they are no success. */
  readonly expected?: readonly number[]
}

const timeout = number('LOAD_CALL_TIMEOUT_MS')
/** Of k6's error codes: a request that was not answered in time. */
const timedOut = 1050

export function call({ method, url, name, body, headers = {}, expected = [] }: CallOptions): Called {
  requests.add(1)
  const answer = http.request(method, url, body ?? null, {
    headers: { ...headers },
    tags: { name },
    timeout,
    redirects: 0,
    responseType: 'text',
  })
  const error = expected.includes(answer.status) ? undefined : errorOf(answer)
  if (error !== undefined) callErrors.add(1, { class: error })
  return { status: answer.status, body: answer.body ?? '', error }
}

/** For what only the reader of the body can see. */
export function countNonsense(): 'nonsense' {
  callErrors.add(1, { class: 'nonsense' })
  return 'nonsense'
}

function errorOf({ status, error_code: code }: RefinedResponse<'text'>): ErrorClass | undefined {
  if (status === 0) return code === timedOut ? 'timeout' : 'unreachable'
  if (status >= 500) return 'server'
  return status >= 200 && status < 300 ? undefined : 'refused'
}
