/**
 * The page at `/_admin/`: every call with what goes in and out, and a line to try it. Made from the OpenAPI document,
 * whole in itself: no script, nothing from anywhere else.
 */
import type { OpenApiDocument } from './open-api.ts'
import {
  describeOperations,
  type Field,
  type JsonSchema,
  type OperationDescription,
  typeWords,
} from './operation-description.ts'

/** @param origin `http://127.0.0.1:4100` */
export function docsPage(document: OpenApiDocument, origin: string): string {
  const operations = describeOperations(document)
  const resources = Map.groupBy(operations, ({ name }) => name.split('.')[0] ?? '')
  const schemas = Object.entries((document.components?.schemas ?? {}) as Record<string, JsonSchema>)
  const { title, version, description = '' } = document.info
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title><style>${style}</style></head><body>
<nav>${[...resources.keys()].map((name) => `<a href="#${name}">${name}</a>`).join(' ')} <a href="#schemas">schemas</a>
<a href="/_admin/openapi.json">openapi.json</a></nav>
<h1>${escaped(title)} <small>${escaped(version)}</small></h1><p>${escaped(description)}</p>
${[...resources].map(([name, some]) => resource(name, some, origin)).join('')}
<h2 id="schemas">schemas</h2>
${schemas.map(([name, schema]) => component(name, schema)).join('')}
</body></html>
`
}

function resource(name: string, operations: readonly OperationDescription[], origin: string): string {
  return `<h2 id="${name}">${name}</h2>${operations.map((one) => section(one, origin)).join('')}`
}

function section(operation: OperationDescription, origin: string): string {
  const { name, method, path, summary, pathFields, queryFields, bodyFields, body, answers } = operation
  const whole =
    body !== undefined && bodyFields.length === 0 ? [{ name: 'body', required: true, schema: body }] : bodyFields
  return `<details id="${name}"><summary><b class="${method}">${method.toUpperCase()}</b> <code>${escaped(path)}</code>
 <span>${escaped(summary)}</span></summary>
${table('path', pathFields)}${table('query', queryFields)}${table('body', whole)}
<table><caption>answers</caption>${answers.map(answerRow).join('')}</table>
<pre>${escaped(curlLine(operation, origin))}</pre></details>
`
}

function table(caption: string, fields: readonly Field[]): string {
  if (fields.length === 0) return ''
  const rows = fields.map(({ name, required, schema }) => {
    const cells = [`<code>${escaped(name)}</code>`, typeLink(schema), required ? 'needed' : '']
    return `<tr><td>${[...cells, escaped(schema.description ?? '')].join('<td>')}`
  })
  return `<table><caption>${caption}</caption>${rows.join('')}</table>`
}

function answerRow({ status, description, schema }: OperationDescription['answers'][number]): string {
  return `<tr><td>${status}<td>${escaped(description)}<td>${schema === undefined ? '' : shapeOf(schema)}`
}

/** The members of an answer that has no name of its own. */
function shapeOf(schema: JsonSchema): string {
  if (schema.$ref !== undefined || schema.properties === undefined) return typeLink(schema)
  return Object.entries(schema.properties)
    .map(([name, member]) => `<code>${escaped(name)}</code>: ${typeLink(member)}`)
    .join(', ')
}

function component(name: string, schema: JsonSchema): string {
  const required = schema.required ?? []
  const fields = Object.entries(schema.properties ?? {}).map(([field, member]) => ({
    name: field,
    required: required.includes(field),
    schema: member,
  }))
  const shown = fields.length > 0 ? table('', fields) : `<pre>${escaped(JSON.stringify(schema, null, 2))}</pre>`
  return `<details id="schema-${name}"><summary><code>${escaped(name)}</code>
 <span>${escaped(schema.description ?? '')}</span></summary>${shown}</details>`
}

function typeLink(schema: JsonSchema): string {
  const name = (schema.$ref ?? schema.items?.$ref)?.replace(/^.*\//, '')
  const words = escaped(typeWords(schema))
  return name === undefined ? words : `<a href="#schema-${name}">${words}</a>`
}

function curlLine({ method, path, queryFields, bodyFields, body }: OperationDescription, origin: string): string {
  const target = path.replace('{pid}', 'default')
  const query = queryFields.flatMap(({ name, schema }) =>
    schema.example === undefined ? [] : [`${name}=${schema.example}`],
  )
  const sample = Object.fromEntries(
    bodyFields.flatMap(({ name, required, schema }) => (required ? [[name, sampleOf(schema)]] : [])),
  )
  const data = body === undefined ? '' : ` -H 'content-type: application/json' -d '${JSON.stringify(sample)}'`
  const flag = method === 'get' ? '' : ` -X ${method.toUpperCase()}`
  return `curl -sS${flag} '${origin}/_admin${target}${query.length === 0 ? '' : `?${query.join('&')}`}'${data}`
}

function sampleOf({ example, enum: values, type, $ref }: JsonSchema): unknown {
  if (example !== undefined) return example
  if (values !== undefined) return values[0]
  if (type === 'array') return []
  return type === 'object' || $ref !== undefined ? {} : type === 'string' ? 'text' : 1
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`)
}

const style = [
  'body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:0 auto;padding:1rem;color:#223}',
  'nav a{margin-right:.6rem}details{border-top:1px solid #dde;padding:.4rem 0}summary{cursor:pointer}',
  'summary span,small{color:#667}b{display:inline-block;width:4.5rem}',
  '.get{color:#06c}.post{color:#080}.put,.patch{color:#850}.delete{color:#b00}table{border-collapse:collapse;margin:.5rem 1rem}caption{text-align:left;color:#667}',
  'td{padding:.1rem .8rem .1rem 0;vertical-align:top}pre{background:#f4f5f8;padding:.6rem;overflow:auto;',
  'margin:.5rem 1rem}',
].join('')
