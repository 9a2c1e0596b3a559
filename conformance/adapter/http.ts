/** The terminal API over HTTP, as it is. Source: terminal-api.md (HTTP). */
import { httpCall, refusalOf } from './http-call.ts'
import type { Conversation } from './system-under-test.ts'
import { readCapabilities, readPage, readPayment, readRefund } from './words-schema.ts'

export type CallToSign = {
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly body: string
}

export type HttpSettings = {
  /** `http://127.0.0.1:8080`, without a slash at its end. */
  readonly baseUrl: string
  readonly headers?: Readonly<Record<string, string>>
  /** Beside those: of one call, for whoever signs it. */
  readonly headersFor?: (call: CallToSign) => Readonly<Record<string, string>>
  /** On the wall clock; a SUT may answer a payment only when it is known. */
  readonly timeoutMs: number
}

export function httpConversation({ baseUrl, headers = {}, headersFor, timeoutMs }: HttpSettings): Conversation {
  async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const url = `${baseUrl}${path}`
    const text = body === undefined ? '' : JSON.stringify(body)
    const own = headersFor?.({ method, target: path, body: text }) ?? {}
    const answer = await httpCall({
      method,
      url,
      timeoutMs,
      headers: { ...headers, ...own, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: text }),
    })
    if (answer.status < 200 || answer.status > 299) throw refusalOf(answer, `${method} ${path}`)
    return answer.body
  }
  const payment = (id: string, more = '') => `/payments/${encodeURIComponent(id)}${more}`
  return {
    capabilities: async () => readCapabilities(await ask('GET', '/capabilities'), 'GET /capabilities'),
    pay: async (request) => readPayment(await ask('POST', '/payments', request), 'POST /payments'),
    get: async (id) => readPayment(await ask('GET', payment(id)), 'GET a payment'),
    cancel: async (id) => readPayment(await ask('POST', payment(id, '/cancel')), 'POST a cancel'),
    refund: async (id, request) => readRefund(await ask('POST', payment(id, '/refunds'), request), 'POST a refund'),
    getRefund: async (id, refundId) =>
      readRefund(await ask('GET', payment(id, `/refunds/${encodeURIComponent(refundId)}`)), 'GET a refund'),
    async *list() {
      let cursor: string | null = null
      do {
        const query: string = cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`
        const page = readPage(await ask('GET', `/payments${query}`), 'GET /payments')
        yield* page.payments
        cursor = page.next
      } while (cursor !== null)
    },
  }
}
