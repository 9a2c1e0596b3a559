/**
 * A transport that does something to each request before it goes out: how mistakes in signing and filling get onto the wire
 * while the client stays good. Not for anybody to copy.
 */
import { canonicalString } from '../../../protocol/canonical.ts'
import type { Charset } from '../../../protocol/charset.ts'
import { decodeForm, encodeForm, type Parameter, toParameters, valueNamed } from '../../../protocol/parameter.ts'
import { type Service, serviceNamed } from '../../../protocol/service.ts'
import { type Signer, sign } from '../../../protocol/signature.ts'
import { signerOf } from '../../client/credentials.ts'
import type { TransportRequest } from '../../client/index.ts'
import type { PosSettings } from '../settings.ts'
import type { Defect } from './defect.ts'

/** By name, `_input_charset` among them, `sign` and `sign_type` not. */
export type Fields = Readonly<Record<string, string>>

export type RequestMistake = {
  /** Other fields, rightly signed. */
  readonly fields?: (fields: Fields, service: Service) => Fields
  /** The string that is signed, without the key. */
  readonly text?: (parameters: readonly Parameter[], signer: Signer) => string
  readonly signature?: (signature: string) => string
  /** The charset of the bytes that are signed. */
  readonly signedIn?: Charset
  /** Other fields than those that were signed. */
  readonly afterwards?: (fields: Fields) => Fields
  readonly form?: (parameters: readonly Parameter[], charset: Charset) => string
  /** Where the charset stands. @default 'url' */
  readonly charsetIn?: 'url' | 'body'
}

export function requestMistake(mistake: RequestMistake): Defect['apply'] {
  return (parts) => ({
    ...parts,
    transport(settings) {
      const good = parts.transport(settings)
      const { close } = good
      return { close, exchange: (request) => good.exchange(rewritten(request, settings, mistake)) }
    },
  })
}

/** Only some services; the others stay right. */
export function fieldMistake(
  services: readonly Service[],
  change: (fields: Fields) => Readonly<Record<string, string | undefined>>,
): Defect['apply'] {
  return requestMistake({
    fields: (fields, service) => (services.includes(service) ? present(change(fields)) : fields),
  })
}

function present(fields: Readonly<Record<string, string | undefined>>): Fields {
  return Object.fromEntries(toParameters(fields).map(({ name, value }) => [name, value]))
}

function rewritten(request: TransportRequest, settings: PosSettings, mistake: RequestMistake): TransportRequest {
  if (request.method === 'GET') return request
  const { charset = 'UTF-8', credentials } = settings
  const { fields = (same) => same, text = canonicalString, signature = (same) => same } = mistake
  const { afterwards = (same) => same, form = encodeForm, charsetIn = 'url' } = mistake
  const url = new URL(request.url)
  const given = decodeForm(Buffer.from(request.body ?? ''), charset).parameters
  const unsigned = given.filter(({ name }) => name !== 'sign' && name !== 'sign_type')
  const service = serviceNamed(valueNamed(given, 'service') ?? '') ?? 'query'
  const plain = Object.fromEntries(unsigned.map(({ name, value }) => [name, value]))
  const signed = fields({ ...plain, _input_charset: url.searchParams.get('_input_charset') ?? charset }, service)
  const signer = signerOf(credentials)
  const made = signature(sign(text(toParameters(signed), signer), signer, mistake.signedIn ?? charset))
  const sent = { ...afterwards(signed), sign_type: signer.signType, sign: made }
  if (charsetIn === 'body') url.search = ''
  const body = form(
    toParameters(sent).filter(({ name }) => charsetIn === 'body' || name !== '_input_charset'),
    charset,
  )
  const headers = { ...request.headers, 'content-length': String(Buffer.byteLength(body)) }
  return { ...request, url: url.href, body, headers }
}
