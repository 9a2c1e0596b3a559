/**
 * What a relay answers over HTTP: whoever calls is admitted as one merchant and sees the terminal API over that merchant's
 * payments, and its results; the operator writes merchants down. Source: terminal-api.md; issue 7 (1).
 */
import { hash, timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import { boundedBody } from '../../pos/http-server.ts'
import { messageOf, type PosLog } from '../../pos/log.ts'
import type { Capabilities } from '../../terminal-api/words.ts'
import type { Merchant, MerchantDocument, readMerchant } from '../merchants/merchant.ts'
import type { Admitted, Call } from './door.ts'
import { problem } from './problem.ts'

export type RelayApiParts = {
  readonly log: PosLog
  readonly capabilities: Capabilities
  /** Without one merchants are written down by nobody over HTTP. */
  readonly operatorKey: string | undefined
  readonly isOperator: typeof isOperator
  readonly readMerchant: typeof readMerchant
  readonly admit: (call: Call) => Promise<Admitted>
  /** All that one merchant may call. */
  readonly appOf: (merchantId: string) => Hono
  readonly merchants: () => readonly Merchant[]
  readonly putMerchant: (merchant: Merchant) => Promise<void>
}

export function relayApi(parts: RelayApiParts): Hono {
  const { log, capabilities, operatorKey, admit, appOf } = parts
  const app = new Hono()
  app.get('/capabilities', () => Response.json(capabilities))
  app.get('/merchants', (c) => {
    if (!parts.isOperator(c.req.header('authorization'), operatorKey)) return denied()
    return Response.json({ merchants: parts.merchants().map(withoutSecrets) })
  })
  app.put('/merchants/:merchant', async (c) => {
    if (!parts.isOperator(c.req.header('authorization'), operatorKey)) return denied()
    const document = await objectIn(c.req.raw)
    const read = parts.readMerchant({ ...document, merchant_id: c.req.param('merchant') })
    if (!read.ok) return problem(400, read.message)
    const { merchant_id: id, api_key: key } = read.merchant
    if (parts.merchants().some((other) => other.api_key === key && other.merchant_id !== id))
      return problem(409, 'Another merchant calls with this api_key.')
    await parts.putMerchant(read.merchant)
    return Response.json(withoutSecrets(read.merchant))
  })
  app.all('*', async (c) => {
    const body = await boundedBody(c.req.raw)
    if (body === undefined) return problem(413, 'The body is too large.')
    const { method, url } = c.req
    const { pathname, search } = new URL(url)
    const header = (name: string) => c.req.header(name)
    const admitted = await admit({ method, target: pathname + search, body, header })
    if (!admitted.ok) {
      log({ level: 'info', what: 'A call was turned away.', detail: `${method} ${pathname}: ${admitted.why}` })
      return denied()
    }
    const carriesBody = method !== 'GET' && method !== 'HEAD'
    const inside = new Request(url, { method, headers: c.req.raw.headers, ...(carriesBody && { body }) })
    return appOf(admitted.merchant.merchant_id).fetch(inside)
  })
  app.onError((error) => {
    log({ level: 'alarm', what: 'A call of the terminal API failed.', detail: messageOf(error) })
    return problem(500, 'The log of the relay has the reason.')
  })
  return app
}

/** @param operatorKey undefined: nobody is */
export function isOperator(given: string | undefined, operatorKey: string | undefined): boolean {
  return operatorKey !== undefined && given !== undefined && isSame(given, `Bearer ${operatorKey}`)
}

/** The same for everybody: a wrong key, a wrong signature and a replay cannot be told apart from outside. */
function denied(): Response {
  return problem(401, 'The key or the signature of the call is not accepted.')
}

function isSame(given: string, right: string): boolean {
  return timingSafeEqual(Buffer.from(hash('sha256', given)), Buffer.from(hash('sha256', right)))
}

function withoutSecrets({ api_key: _, api_secret: __, next: ___, ...merchant }: Merchant): Partial<MerchantDocument> {
  return merchant
}

async function objectIn(request: Request): Promise<Readonly<Record<string, unknown>>> {
  const body = await boundedBody(request)
  try {
    const read: unknown = body && JSON.parse(body.toString())
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
