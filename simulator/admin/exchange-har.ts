/**
 * Exchanges as an HTTP archive, which browsers and proxies open. Payment codes are masked; what HAR has no place for
 * stands in members that begin with an underscore. Pure. Source: HTTP Archive 1.2
 * (w3c.github.io/web-performance/specs/HAR).
 */
import { STATUS_CODES } from 'node:http'
import packageJson from '../../package.json' with { type: 'json' }
import { decodeForm, type Parameter } from '../../protocol/parameter.ts'
import type { Exchange } from '../journal/exchange.ts'
import { type ExchangeView, viewExchange } from '../journal/exchange-view.ts'

export type Har = {
  readonly log: {
    readonly version: '1.2'
    readonly creator: { readonly name: string; readonly version: string }
    readonly entries: readonly HarEntry[]
  }
}

export type HarEntry = {
  readonly startedDateTime: string
  /** Milliseconds. */
  readonly time: number
  readonly request: {
    readonly method: string
    readonly url: string
    readonly httpVersion: string
    readonly cookies: readonly never[]
    readonly headers: readonly Parameter[]
    readonly queryString: readonly Parameter[]
    readonly postData?: { readonly mimeType: string; readonly text: string }
    readonly headersSize: number
    readonly bodySize: number
  }
  readonly response: {
    readonly status: number
    readonly statusText: string
    readonly httpVersion: string
    readonly cookies: readonly never[]
    readonly headers: readonly Parameter[]
    readonly content: { readonly size: number; readonly mimeType: string; readonly text: string }
    readonly redirectURL: string
    readonly headersSize: number
    readonly bodySize: number
  }
  readonly cache: Readonly<Record<string, never>>
  readonly timings: { readonly send: number; readonly wait: number; readonly receive: number }
  readonly _exchange: number
  readonly _service: string
  readonly _partner_trans_id: string
  readonly _outcome: string
  readonly _behaviour: ExchangeView['behaviour']
  readonly _fault: string | null
}

export function toHar(exchanges: readonly Exchange[]): Har {
  const { name, version } = packageJson
  return { log: { version: '1.2', creator: { name, version }, entries: exchanges.map(toEntry) } }
}

const httpVersion = 'HTTP/1.1'
/** HAR's word for what was not measured. */
const unknownSize = -1

function toEntry(exchange: Exchange): HarEntry {
  const view = viewExchange(exchange)
  const tookMs = exchange.answer?.tookMs ?? 0
  return {
    startedDateTime: view.at,
    time: tookMs,
    request: requestOf(exchange, view),
    response: responseOf(exchange, view),
    cache: {},
    timings: { send: 0, wait: tookMs, receive: 0 },
    _exchange: view.id,
    _service: view.service,
    _partner_trans_id: view.partner_trans_id,
    _outcome: view.outcome,
    _behaviour: view.behaviour,
    _fault: view.fault,
  }
}

function requestOf({ request }: Exchange, view: ExchangeView): HarEntry['request'] {
  const { method, target, headers, body, parameters } = view.request
  const query = target.slice(target.indexOf('?') + 1 || target.length)
  const inQuery = decodeForm(Buffer.from(query, 'latin1'), 'UTF-8').parameters.length
  const mimeType = headers['content-type'] ?? 'application/x-www-form-urlencoded'
  return {
    method,
    url: `http://${headers.host ?? 'localhost'}${target}`,
    httpVersion,
    cookies: [],
    headers: pairs(headers),
    queryString: parameters.slice(0, inQuery),
    ...(body === '' ? {} : { postData: { mimeType, text: body } }),
    headersSize: unknownSize,
    bodySize: request.body.length,
  }
}

/** A status of 0 is what browsers write for an answer that never came. */
function responseOf({ answer }: Exchange, view: ExchangeView): HarEntry['response'] {
  const { status = 0, content_type: mimeType = '', body: text = '' } = view.answer ?? {}
  const size = answer?.body.length ?? 0
  return {
    status,
    statusText: STATUS_CODES[status] ?? '',
    httpVersion,
    cookies: [],
    headers: mimeType === '' ? [] : pairs({ 'content-type': mimeType }),
    content: { size, mimeType: mimeType === '' ? 'x-unknown' : mimeType, text },
    redirectURL: '',
    headersSize: unknownSize,
    bodySize: size,
  }
}

function pairs(record: Readonly<Record<string, string>>): Parameter[] {
  return Object.entries(record).map(([name, value]) => ({ name, value }))
}
