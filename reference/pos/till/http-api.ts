/**
 * The terminal API over HTTP: paths and statuses, nothing else. Errors are problem details. Source: terminal-api.md; RFC 9457.
 */
import { type Context, Hono } from 'hono'
import type { TerminalErrorCode } from '../../terminal-api/words.ts'
import { boundedBody } from '../http-server.ts'
import { messageOf, type PosLog } from '../log.ts'
import type { Till, TillAnswer } from './till.ts'

const problems = {
  bad_request: { status: 400, title: 'The request is malformed.' },
  not_found: { status: 404, title: 'There is no such thing.' },
  conflict: { status: 409, title: 'The state of the payment does not allow it.' },
  internal: { status: 500, title: 'Something unforeseen happened.' },
} as const satisfies Record<TerminalErrorCode, { status: number; title: string }>

export type HttpApiParts = {
  readonly till: Till
  readonly log: PosLog
  /** From then on nothing new is begun. */
  isStopping(): boolean
}

export function httpApi({ till, log, isStopping }: HttpApiParts): Hono {
  const app = new Hono()
  app.use(async function stillOpen(c, next) {
    if (!isStopping()) return next()
    c.header('connection', 'close')
    return c.json({ type: 'about:blank', title: 'The till is being stopped.', status: 503 }, 503, problemJson)
  })
  app.get('/capabilities', (c) => c.json(till.capabilities()))
  app.get('/payments', (c) => answer(till.list(c.req.query())))
  app.post('/payments', async (c) => answer(await till.pay(await jsonOf(c))))
  app.get('/payments/:payment', (c) => answer(till.get(c.req.param('payment'))))
  app.post('/payments/:payment/cancel', async (c) => answer(await till.cancel(c.req.param('payment'))))
  app.post('/payments/:payment/refunds', async (c) => {
    return answer(await till.refund(c.req.param('payment'), await jsonOf(c)))
  })
  app.get('/payments/:payment/refunds/:refund', (c) => {
    return answer(till.getRefund(c.req.param('payment'), c.req.param('refund')))
  })
  app.notFound((c) => problem('not_found', `${c.req.method} ${c.req.path} is not in the terminal API.`))
  app.onError((error) => {
    log({ level: 'alarm', what: 'A call of the terminal API failed.', detail: messageOf(error) })
    return problem('internal', 'The log of the till has the reason.')
  })
  return app
}

/** Undefined for what is too large or no JSON: the till then says that it is no object. */
async function jsonOf(c: Context): Promise<unknown> {
  const bytes = await boundedBody(c.req.raw)
  try {
    return bytes && JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}

function answer(answered: TillAnswer<unknown>): Response {
  return answered.ok ? Response.json(answered.value) : problem(answered.code, answered.message)
}

const problemJson = { 'content-type': 'application/problem+json' }

function problem(code: TerminalErrorCode, detail: string): Response {
  const { status, title } = problems[code]
  return Response.json({ type: 'about:blank', title, status, detail, code }, { status, headers: problemJson })
}
