/**
 * One call of the control API over HTTP: from the name of the operation to its answer, or an error that says what to
 * mend.
 */
import { type OperationName, operations } from '../operations.ts'
import type { ProblemDetails } from '../problem-details.ts'
import { AdminError } from './admin-error.ts'

export type AdminClientOptions = {
  /** `http://127.0.0.1:4100/_admin`; `Simulator.admin` has it. */
  readonly url: string
  /** The admin token that the simulator was started with, if it was. */
  readonly token?: string | undefined
  /** @default Node's */
  readonly fetch?: typeof fetch | undefined
}

export type CallInput = {
  /** What stands for `{pid}` and its like. */
  readonly path?: Readonly<Record<string, string>>
  /** What is undefined is left out. */
  readonly query?: Readonly<Record<string, string | number | undefined>>
  readonly body?: unknown
}

/** @throws AdminError */
export type AdminCall = (name: OperationName, input?: CallInput) => Promise<Response>

export function adminCall({ url, token, fetch: send = fetch }: AdminClientOptions): AdminCall {
  const base = url.replace(/\/+$/, '')
  return async function call(name, { path = {}, query = {}, body } = {}) {
    const operation = operations[name]
    const target = `${base}${filled(operation.path, path)}${searchOf(query)}`
    const answer = await attempt(target, () =>
      send(target, {
        method: operation.method.toUpperCase(),
        headers: {
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    )
    if (!answer.ok) throw await refusal(answer, target)
    return answer
  }
}

/** The answer of a call as what its route promises. */
export async function jsonOf<Value>(answering: Promise<Response>): Promise<Value> {
  return (await answering).json() as Promise<Value>
}

/** One member of an answer that wraps it. */
export async function memberOf<Value>(name: string, answering: Promise<Response>): Promise<Value> {
  return (await jsonOf<Readonly<Record<string, Value>>>(answering))[name] as Value
}

function filled(path: string, values: Readonly<Record<string, string>>): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))
}

function searchOf(query: NonNullable<CallInput['query']>): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`
}

async function attempt(target: string, send: () => Promise<Response>): Promise<Response> {
  try {
    return await send()
  } catch (cause) {
    const why = cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : String(cause)
    throw new AdminError('UNREACHABLE', { detail: `${target} does not answer: ${why}.`, cause })
  }
}

async function refusal(answer: Response, target: string): Promise<AdminError> {
  const text = await answer.text()
  const isProblem = (answer.headers.get('content-type') ?? '').startsWith('application/problem+json')
  const problem: Partial<ProblemDetails> = isProblem ? JSON.parse(text) : {}
  if (!isOurs(problem)) {
    const detail = `${target} answers ${answer.status}, and not as the control API of a simulator would.`
    return new AdminError('NO_CONTROL_API', { detail })
  }
  return new AdminError(problem.code, { detail: problem.detail, problem })
}

/** A till has problem details, too; only the codes of the control API are in capitals. */
function isOurs(problem: Partial<ProblemDetails>): problem is ProblemDetails {
  return /^[A-Z_]+$/.test(problem.code ?? '') && problem.detail !== undefined
}
