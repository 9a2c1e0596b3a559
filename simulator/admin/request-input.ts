/**
 * What came with a request, bounded and checked against the route's schemas, or why it is refused.
 */
import type { Context } from 'hono'
import { checked, closed } from '../behaviour/problem.ts'
import { type FieldError, type Refused, refuse, refuseFields } from './problem-details.ts'
import type { Input, Route } from './route.ts'

const bodyBytesMost = 1_048_576

export type ReadInput = { readonly kind: 'input'; readonly input: Input } | Refused

export async function readInput(c: Context, { path, query, body }: Route['shape']): Promise<ReadInput> {
  const checkedPath = check('path', c.req.param(), path)
  if (checkedPath.kind === 'problem') return checkedPath
  const checkedQuery = check('query', single(c.req.queries()), query)
  if (checkedQuery.kind === 'problem') return checkedQuery
  const given = await readBody(c)
  if (given.kind === 'problem') return given
  const checkedBody = check('body', given.value, body)
  if (checkedBody.kind === 'problem') return checkedBody
  return { kind: 'input', input: { path: checkedPath.value, query: checkedQuery.value, body: checkedBody.value } }
}

type ReadValue = { readonly kind: 'value'; readonly value: unknown } | Refused

/** What a route says nothing about must not be there. */
const none = closed({})

function check(place: FieldError['in'], value: unknown, schema: Route['shape']['body'] = none): ReadValue {
  const result = checked(schema, value)
  return result.ok ? { kind: 'value', value: result.value } : refuseFields(place, result.problems)
}

/** A parameter that comes twice stays a list, and is no text any more. */
function single(queries: Record<string, string[]>): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(queries).map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]),
  )
}

/** No body at all is an empty object: a call all of whose fields may be left out needs none. */
async function readBody(c: Context): Promise<ReadValue> {
  const bytes = await boundedBytes(c.req.raw.body)
  if (bytes === undefined) return refuse('BODY_TOO_LARGE', `A body may have ${bodyBytesMost} bytes at most.`)
  if (bytes.length === 0) return { kind: 'value', value: {} }
  const type = c.req.header('content-type') ?? ''
  if (!/^application\/json *(?:;|$)/i.test(type))
    return refuse('NO_JSON', `The body is declared as "${type}"; send content-type: application/json.`, {
      errors: [{ in: 'header', field: 'Content-Type', detail: 'must be application/json' }],
    })
  try {
    return { kind: 'value', value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) }
  } catch (error) {
    return refuse('UNREADABLE_BODY', `The body is no JSON: ${error instanceof Error ? error.message : error}.`)
  }
}

/** Undefined when there are too many. */
async function boundedBytes(stream: ReadableStream<Uint8Array> | null): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream ?? []) {
    size += chunk.length
    if (size > bodyBytesMost) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
