/**
 * The calls as the OpenAPI document describes them, in plain words for what walks over them: the page and the command
 * line.
 */
import type { OpenApiDocument } from './open-api.ts'
import type { Operation } from './operation.ts'
import { type OperationName, operationNames, operations } from './operations.ts'

/** As much of JSON Schema as is looked at. */
export type JsonSchema = {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly example?: unknown
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema
  readonly additionalProperties?: boolean | JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
}

export type Field = {
  readonly name: string
  readonly required: boolean
  readonly schema: JsonSchema
}

export type OperationDescription = Operation & {
  readonly name: OperationName
  readonly pathFields: readonly Field[]
  readonly queryFields: readonly Field[]
  readonly bodyFields: readonly Field[]
  readonly body: JsonSchema | undefined
  readonly answers: readonly { readonly status: string; readonly description: string; readonly schema?: JsonSchema }[]
}

type Content = { readonly content?: Readonly<Record<string, { readonly schema?: JsonSchema }>> }
type Described = {
  readonly parameters?: readonly { name: string; in: string; required?: boolean; schema: JsonSchema }[]
  readonly requestBody?: Content
  readonly responses: Readonly<Record<string, Content & { readonly description: string }>>
}

export function describeOperations({ paths }: OpenApiDocument): readonly OperationDescription[] {
  const described = (paths ?? {}) as Readonly<Record<string, Readonly<Record<string, Described>>>>
  return operationNames.flatMap((name) => {
    const operation = operations[name]
    const found = described[operation.path]?.[operation.method]
    return found === undefined ? [] : [describe(name, found)]
  })
}

function describe(name: OperationName, { parameters = [], requestBody, responses }: Described): OperationDescription {
  const fieldsIn = (place: string) =>
    parameters
      .filter((parameter) => parameter.in === place)
      .map(({ name: field, required = false, schema }) => ({ name: field, required, schema }))
  const body = schemaIn(requestBody)
  return {
    ...operations[name],
    name,
    pathFields: fieldsIn('path'),
    queryFields: fieldsIn('query'),
    bodyFields: Object.entries(body?.properties ?? {}).map(([field, schema]) => ({
      name: field,
      required: body?.required?.includes(field) ?? false,
      schema,
    })),
    body,
    answers: Object.entries(responses).map(([status, response]) => {
      const schema = schemaIn(response)
      return { status, description: response.description, ...(schema && { schema }) }
    }),
  }
}

function schemaIn({ content = {} }: Content = {}): JsonSchema | undefined {
  return (content['application/json'] ?? content['application/problem+json'])?.schema
}

/** `text`, `whole number`, `true or false`, `RuleDraft`, `list of text`: a type in a word or two. */
export function typeWords(schema: JsonSchema): string {
  if (schema.$ref !== undefined) return schema.$ref.replace(/^.*\//, '')
  if (schema.enum !== undefined) return schema.enum.join(' | ')
  if (schema.const !== undefined) return String(schema.const)
  const forms = schema.anyOf ?? schema.oneOf
  if (forms !== undefined) return [...new Set(forms.map(typeWords))].join(' or ')
  const types = [schema.type ?? 'object'].flat()
  return types
    .map((type) => (type === 'array' ? `list of ${typeWords(schema.items ?? {})}` : (words[type] ?? type)))
    .join(' or ')
}

const words: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  boolean: 'true or false',
}
