/**
 * One HTTP call to a SUT: bounded in time and size, its answer as JSON, or a SutError that says what happened.
 */

import { SutError, type SutErrorCode } from './system-under-test.ts'
import { shown } from './words-schema.ts'

export type HttpCall = {
  readonly method: string
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly timeoutMs: number
}

export type HttpAnswer = { readonly status: number; readonly body: unknown; readonly text: string }

const answerBytesMax = 5_000_000

/** Any status is an answer; a body that is no JSON is kept as its text. @throws SutError unreachable, timeout, nonsense */
export async function httpCall({ method, url, headers = {}, body, timeoutMs }: HttpCall): Promise<HttpAnswer> {
  const about = `${method} ${url}`
  try {
    const answer = await fetch(url, {
      method,
      // A connection kept alive would be met dead by the first call after a power cut.
      headers: { accept: 'application/json', connection: 'close', ...headers },
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      ...(body !== undefined && { body }),
    })
    const text = await bounded(answer, about)
    return { status: answer.status, text, body: parsed(text) }
  } catch (cause) {
    if (cause instanceof SutError) throw cause
    if (cause instanceof Error && cause.name === 'TimeoutError')
      throw new SutError('timeout', { detail: `${about} was not answered within ${timeoutMs} ms.`, cause })
    const why = cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : String(cause)
    throw new SutError('unreachable', { detail: `${about} does not answer: ${why || 'no connection'}.`, cause })
  }
}

async function bounded(answer: Response, about: string): Promise<string> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of answer.body ?? []) {
    bytes += piece.length
    if (bytes > answerBytesMax)
      throw new SutError('nonsense', { detail: `The answer to ${about} has more than ${answerBytesMax} bytes.` })
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

function parsed(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const codeByStatus: Readonly<Record<number, SutErrorCode>> = { 400: 'bad_request', 404: 'not_found', 409: 'conflict' }

/** What a status that is no success says. */
export function refusalOf({ status, text }: HttpAnswer, about: string): SutError {
  const code = codeByStatus[status] ?? (status >= 500 ? 'internal' : 'nonsense')
  return new SutError(code, { detail: `${about} was answered ${status}: ${shown(text)}` })
}
