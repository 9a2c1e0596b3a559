/**
 * The control API described in OpenAPI 3.1, made from the routes. Needs no simulator: the command line is made from it
 * too.
 */
import { createRoute, OpenAPIHono, type RouteConfig, z } from '@hono/zod-openapi'
import packageJson from '../../package.json' with { type: 'json' }
import { ruleSchema } from '../behaviour/rule-schema.ts'
import { operations } from './operations.ts'
import { type ProblemCode, problemTable } from './problem-details.ts'
import type { Route } from './route.ts'
import { problemSchema } from './schemas.ts'

export type OpenApiDocument = ReturnType<OpenAPIHono['getOpenAPI31Document']>

const about = [
  'What the simulated gateway saw and did, and what it is to do next. Each partner has rules, a clock, chance and a journal',
  'of its own: a test that makes its own partner shares the port and nothing else. Errors are problem details (RFC 9457).',
  'Without a token only this machine may ask; with one every call needs it.',
].join(' ')

export function openApiDocument(routes: readonly Route[]): OpenApiDocument {
  const { openAPIRegistry, getOpenAPI31Document } = new OpenAPIHono()
  for (const [name, schema] of Object.entries(ruleComponents()))
    openAPIRegistry.registerComponent('schemas', name, schema)
  openAPIRegistry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' })
  for (const route of routes) openAPIRegistry.registerPath(createRoute(configOf(route)))
  return getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'alipay-sandbox-kit control API', version: packageJson.version, description: about },
    servers: [{ url: '/_admin' }],
    security: [{}, { token: [] }],
  })
}

function configOf({ name, shape }: Route): RouteConfig {
  const { method, path, summary } = operations[name]
  const [tag = ''] = name.split('.')
  const { query, body, problems = [] } = shape
  return {
    method,
    path,
    operationId: name,
    summary,
    tags: [tag],
    request: {
      ...(shape.path && { params: shape.path }),
      ...(query && { query }),
      ...(body && {
        body: { content: { 'application/json': { schema: body } }, required: !body.safeParse({}).success },
      }),
    },
    responses: { ...success(shape), ...refusals([...problems, ...always(shape)]) },
  }
}

function success({ answer, status, alsoAs = [] }: Route['shape']): RouteConfig['responses'] {
  if (answer === undefined) return { 204: { description: 'Done.' } }
  const others = alsoAs.map((type) => [type, { schema: z.string() }] as const)
  const content = { 'application/json': { schema: answer }, ...Object.fromEntries(others) }
  return { [status ?? 200]: { description: status === undefined ? 'Done.' : 'Made.', content } }
}

/** What every call may be told. */
function always({ path, query, body }: Route['shape']): ProblemCode[] {
  return [
    ...(path === undefined ? [] : (['NOT_FOUND'] as const)),
    ...((path ?? query ?? body) === undefined ? [] : (['INVALID_REQUEST'] as const)),
    ...(body === undefined ? [] : (['UNREADABLE_BODY', 'BODY_TOO_LARGE', 'NO_JSON'] as const)),
    'TOKEN_NEEDED',
    'NOT_LOCAL',
    'FOREIGN_NAME',
    'INTERNAL',
  ]
}

function refusals(codes: readonly ProblemCode[]): RouteConfig['responses'] {
  const byStatus = Map.groupBy(codes, (code) => problemTable[code].status)
  const content = { 'application/problem+json': { schema: problemSchema } }
  return Object.fromEntries(
    [...byStatus].map(([status, same]) => {
      const description = same.map((code) => `${code}: ${problemTable[code].title}`).join(' ')
      return [status, { description, content }]
    }),
  )
}

/** Rules have their own schema, which refers to itself: zod writes it, and its parts become components. */
function ruleComponents(): Readonly<Record<string, object>> {
  const inDocument = (schema: unknown): object =>
    JSON.parse(JSON.stringify(schema).replaceAll(/"#\/\$defs\/_*/g, '"#/components/schemas/Rule.'))
  const { $schema: _, $defs = {}, ...draft } = z.toJSONSchema(ruleSchema, { io: 'input' })
  const parts = Object.entries($defs).map(
    ([name, part]) => [`Rule.${name.replace(/^_+/, '')}`, inDocument(part)] as const,
  )
  return { RuleDraft: inDocument(draft), ...Object.fromEntries(parts) }
}
