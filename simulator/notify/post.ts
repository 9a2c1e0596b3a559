/**
 * Posts one notification form: bounded in time and in what is read of the answer, no redirect followed, and connected to no
 * other address than the guard has let pass. Source: flows.md §5 (transport); the ten seconds are inferred there.
 */
import type { ClientRequestArgs, IncomingMessage, RequestOptions } from 'node:http'
import { isIP, type LookupFunction } from 'node:net'
import type { Charset } from '../../protocol/charset.ts'
import type { DestinationGuard } from './destination-guard.ts'

export const acknowledgeTimeoutMs = 10_000
const answerBytesMost = 4_096

export type PostResult = { readonly status: number; readonly said: string }

export type Post = (url: string, form: string, options: { charset: Charset; timeoutMs: number }) => Promise<PostResult>

/** `status` 0 when there was no answer; `said` then tells why. Never rejects. */
export function poster(guard: DestinationGuard): Post {
  return async (url, form, { charset, timeoutMs }) => {
    const signal = AbortSignal.timeout(timeoutMs)
    try {
      const target = new URL(url)
      const destination = await Promise.race([guard(target), aborted(signal)])
      if (!destination.ok) return { status: 0, said: destination.why }
      return await send(target, form, { charset, signal, lookup: pinned(destination.addresses) })
    } catch (error) {
      return { status: 0, said: signal.aborted ? `timeout: no answer within ${timeoutMs} ms` : reasonOf(error) }
    }
  }
}

type Sending = { readonly charset: Charset; readonly signal: AbortSignal; readonly lookup: LookupFunction }

function send(target: URL, form: string, { charset, signal, lookup }: Sending): Promise<PostResult> {
  const body = Buffer.from(form)
  const options: RequestOptions & Pick<ClientRequestArgs, 'lookup'> = {
    method: 'POST',
    headers: {
      'content-type': `application/x-www-form-urlencoded; charset=${charset}`,
      'content-length': body.length,
    },
    // A connection for each send: none of an earlier one is used, which may lead to an address that would not pass today.
    agent: false,
    lookup,
    signal,
  }
  return new Promise((resolve, reject) => {
    const request = requesterOf(target)(target, options)
    request.once('error', reject)
    request.once('response', (answer) => {
      readStart(answer).then((said) => resolve({ status: answer.statusCode ?? 0, said }), reject)
    })
    request.end(body)
  })
}

/** Loaded when the first notification goes out, for the sake of a quick start. */
function requesterOf({ protocol }: URL) {
  return process.getBuiltinModule(protocol === 'https:' ? 'node:https' : 'node:http').request
}

/** Answers the look-up of whatever name with the addresses that have been checked; nobody is asked a second time. */
function pinned(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIP(address) }))
  return (_, options, callback) => {
    const [first = { address: '', family: 0 }] = all
    if (options.all === true) callback(null, all)
    else callback(null, first.address, first.family)
  }
}

async function readStart(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer) {
    chunks.push(chunk)
    size += chunk.length
    if (size > answerBytesMost) break
  }
  return Buffer.concat(chunks).toString('utf8', 0, answerBytesMost)
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const [first] = error instanceof AggregateError ? error.errors : []
  return first instanceof Error ? first.message : error.message
}
