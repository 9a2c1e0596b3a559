/**
 * The control API under `/_admin`: what the gateway saw and did, for people and programs. Loaded when somebody first
 * asks.
 */
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import type { RequestListener } from '../http-server.ts'
import { accessCheck } from './access.ts'
import type { AdminParts } from './admin-parts.ts'
import { docsPage } from './docs-page.ts'
import { openApiDocument } from './open-api.ts'
import { operations } from './operations.ts'
import { notFound, type ProblemDetails, refuse } from './problem-details.ts'
import { readInput } from './request-input.ts'
import type { Answer, Route } from './route.ts'
import { routes } from './routes.ts'

type Env = { Bindings: HttpBindings }

/** Tell nothing but that it lives: a container's engine and a balancer ask from elsewhere and have no token. */
const probes: ReadonlySet<string> = new Set(['/_admin/health', '/_admin/ready'])

export function adminListener(parts: AdminParts): RequestListener {
  return getRequestListener(adminApp(parts).fetch, { overrideGlobalObjects: false })
}

function adminApp(parts: AdminParts): Hono<Env> {
  const app = new Hono<Env>().basePath('/_admin')
  const checkAccess = accessCheck(parts.adminToken)
  app.use(async function checked(c, next) {
    const refused = probes.has(c.req.path) && c.req.method === 'GET' ? undefined : checkAccess(c.env.incoming)
    if (refused === undefined) await next()
    else c.res = problem(refused.problem)
  })
  let document: ReturnType<typeof openApiDocument> | undefined
  const described = () => (document ??= openApiDocument(routes))
  const page = (c: Context<Env>) => c.html(docsPage(described(), new URL(c.req.url).origin))
  app.get('/openapi.json', (c) => c.json(described()))
  app.get('', page).get('/', page)
  app.get('/metrics', async (c) => {
    const { contentType, text } = await parts.metrics.exposition()
    return c.body(await text(), 200, { 'content-type': contentType })
  })
  for (const route of routes) mount(app, route, parts)
  refuseOtherMethods(app)
  app.notFound((c) => send(notFound(`${c.req.path} here: the gateway is /gateway.do, the control API /_admin/`)))
  app.onError((error) => {
    parts.onError(error)
    return send(refuse('INTERNAL', error.message))
  })
  return app
}

function mount(app: Hono<Env>, route: Route, parts: AdminParts): void {
  const { method, path } = operations[route.name]
  app.on(method.toUpperCase(), honoPath(path), async (c) => {
    const read = await readInput(c, route.shape)
    if (read.kind === 'problem') return send(read)
    const { together } = parts
    const pid = pidOf(read.input.path)
    const work = async () => {
      if (pid !== undefined) await together?.catchUp(pid)
      const answer = await route.handle(read.input, { parts, hungUp: c.req.raw.signal })
      // Whoever is told that it is done finds it done, whatever happens to this process.
      if (method !== 'get' && answer.kind !== 'problem') await parts.keep(changedPartner(read.input.path, answer))
      return answer
    }
    const isAlone = together !== undefined && method !== 'get' && setsPartner.test(route.name)
    return send(await (isAlone ? together.alone(pid ?? '', work) : work()), route.shape.status)
  })
}

/** What lasts as long as somebody else likes (a clock that is advanced past what falls due, a notification) is not among them. */
const setsPartner = /^(partners|rules|buyers|merchants|seed|simulator)\.|^clock\.(freeze|run)$/

/** The partner that a call was about; undefined: all. */
function changedPartner(path: unknown, answer: Answer): string | undefined {
  const made = answer.kind === 'json' ? answer.body : undefined
  return pidOf(path) ?? pidOf(made)
}

function pidOf(named: unknown): string | undefined {
  if (typeof named === 'object' && named !== null && 'pid' in named && typeof named.pid === 'string') return named.pid
  return undefined
}

function refuseOtherMethods(app: Hono<Env>): void {
  const byPath = Map.groupBy(Object.values(operations), ({ path }) => path)
  for (const [path, known] of byPath) {
    const allowed = known.map(({ method }) => method.toUpperCase())
    app.all(honoPath(path), (c) => {
      const { problem: details } = refuse(
        'METHOD_NOT_ALLOWED',
        `${c.req.path} knows ${allowed.join(', ')}, not ${c.req.method}.`,
      )
      return problem(details, { allow: allowed.join(', ') })
    })
  }
}

function honoPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1')
}

function send(answer: Answer, status: 200 | 201 = 200): Response {
  switch (answer.kind) {
    case 'json':
      return Response.json(answer.body, { status })
    case 'text':
      return new Response(answer.text, { status, headers: { 'content-type': answer.contentType } })
    case 'nothing':
      return new Response(null, { status: 204 })
    case 'problem':
      return problem(answer.problem)
  }
}

function problem(details: ProblemDetails, headers: Readonly<Record<string, string>> = {}): Response {
  const { status } = details
  const challenge = status === 401 ? { 'www-authenticate': 'Bearer' } : {}
  return new Response(JSON.stringify(details), {
    status,
    headers: { 'content-type': 'application/problem+json', ...challenge, ...headers },
  })
}
