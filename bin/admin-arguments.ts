/**
 * The words behind `admin RESOURCE VERB` as one call of the control API: first what its path needs, then name=value for what
 * its query or its body takes. Types come from the API's own description; whether a value is right is the simulator's to say.
 */
import type { CallInput } from '../simulator/admin/client/index.ts'
import type { Field, JsonSchema, OperationDescription } from '../simulator/admin/operation-description.ts'
import { nearestHint } from '../simulator/nearest-name.ts'
import { CommandError } from './command-error.ts'

export type AdminWords = {
  /** The partner; `default` is the first one. */
  readonly pid: string
  readonly words: readonly string[]
  /** What `@file` and `@-` stand for. */
  readonly readText: (file: string) => Promise<string>
}

/** @throws CommandError BAD_USAGE, and what `readText` throws */
export async function callInput(
  operation: OperationDescription,
  { pid, words, readText }: AdminWords,
): Promise<CallInput> {
  const { pathFields, queryFields, bodyFields, body } = operation
  const named = pathFields.filter(({ name }) => name !== 'pid')
  const path = Object.fromEntries(
    named.map(({ name }, index) => [name, words[index] ?? misused(`<${name}> is needed: ${usage(operation)}`)]),
  )
  const fields = [...queryFields, ...bodyFields]
  const query: Record<string, string> = {}
  const object: Record<string, unknown> = {}
  for (const word of words.slice(named.length)) {
    const [name, written] = split(word, operation)
    const text = written.startsWith('@') ? await readText(written.slice(1)) : written
    const [top = ''] = name.split('.')
    const field = fields.find((candidate) => candidate.name === top)
    if (field === undefined) return misused(unknownField(top, operation, fields))
    if (queryFields.includes(field)) query[top] = text
    else put(object, name, valueFor(schemaAt(field.schema, name.split('.').slice(1)), text, name))
  }
  return { path: { pid, ...path }, query, ...(body !== undefined && { body: object }) }
}

/** `transactions force <id> to=…`: what the call is written like; what may be left out in brackets. */
export function usage({ name, pathFields, queryFields, bodyFields }: OperationDescription): string {
  const ids = pathFields.flatMap((field) => (field.name === 'pid' ? [] : [`<${field.name}>`]))
  const named = [...queryFields, ...bodyFields].map((field) =>
    field.required ? `${field.name}=…` : `[${field.name}=…]`,
  )
  return [name.replace('.', ' '), ...ids, ...named].join(' ')
}

function inWords({ name }: OperationDescription): string {
  return name.replace('.', ' ')
}

function split(word: string, operation: OperationDescription): readonly [name: string, text: string] {
  const equals = word.indexOf('=')
  if (equals < 1) return misused(`"${word}" is no name=value; the call is ${usage(operation)}`)
  return [word.slice(0, equals), word.slice(equals + 1)]
}

function unknownField(name: string, operation: OperationDescription, fields: readonly Field[]): string {
  const known = fields.map((field) => field.name)
  return `${inWords(operation)} takes no "${name}"${nearestHint(name, known)}; the call is ${usage(operation)}`
}

function misused(detail: string): never {
  throw new CommandError('BAD_USAGE', { detail: `${detail}.` })
}

/** The schema of a member of a member; nothing is known of what a reference hides. */
function schemaAt(schema: JsonSchema, path: readonly string[]): JsonSchema {
  return path.reduce<JsonSchema>(({ properties, additionalProperties }, name) => {
    const member = properties?.[name]
    if (member !== undefined) return member
    return typeof additionalProperties === 'object' ? additionalProperties : {}
  }, schema)
}

function put(object: Record<string, unknown>, name: string, value: unknown): void {
  const path = name.split('.')
  const last = path.pop() ?? ''
  let inner = object
  for (const part of path) {
    const next = inner[part]
    const member = isRecord(next) ? next : {}
    inner[part] = member
    inner = member
  }
  inner[last] = value
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What the text means where this schema stands; text that fits no other type stays text. */
function valueFor(schema: JsonSchema, text: string, name: string): unknown {
  const types = typesOf(schema)
  if (types.has('null') && text === 'null') return null
  if (types.has('boolean') && /^(?:true|false)$/.test(text)) return text === 'true'
  if ((types.has('integer') || types.has('number')) && /^-?\d+(?:\.\d+)?$/.test(text)) return Number(text)
  if ((types.has('array') || types.has('object')) && /^\s*[[{]/.test(text)) {
    try {
      return JSON.parse(text)
    } catch (error) {
      return misused(`${name} is no JSON: ${error instanceof Error ? error.message : error}`)
    }
  }
  return text
}

function typesOf({ type, anyOf, oneOf, ...schema }: JsonSchema): ReadonlySet<string> {
  const forms = anyOf ?? oneOf
  if (forms !== undefined) return new Set(forms.flatMap((form) => [...typesOf(form)]))
  if (type !== undefined) return new Set([type].flat())
  return new Set('enum' in schema ? ['string'] : ['object'])
}
