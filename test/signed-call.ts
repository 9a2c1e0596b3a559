/**
 * Signed calls of a gateway as a plain client makes them: fields in, bytes on the wire, the answer read and its signature
 * checked. Built on protocol/ alone; knows no simulator.
 */
import { answerString } from '../protocol/answer.ts'
import { type ReadAnswer, readAnswer } from '../protocol/answer-reader.ts'
import { canonicalString } from '../protocol/canonical.ts'
import { type Charset, charsetNamed } from '../protocol/charset.ts'
import { encodeForm, type Parameter, toParameters } from '../protocol/parameter.ts'
import { serviceNames } from '../protocol/service.ts'
import { type Signer, sign, type Verifier, verify } from '../protocol/signature.ts'

/** A field that is undefined is not sent. */
export type Fields = Readonly<Record<string, string | undefined>>

export const pid = '2088000000000001'
/** The key of the worked examples: `1` and 31 `0`. */
export const md5Key = `1${'0'.repeat(31)}`
export const md5: Signer & Verifier = { signType: 'MD5', key: md5Key }

const common = { _input_charset: 'UTF-8', partner: pid }

export function payFields(partnerTransId: string, changes: Fields = {}): Fields {
  return {
    ...common,
    service: serviceNames.pay,
    alipay_seller_id: pid,
    trans_name: 'Coffee',
    partner_trans_id: partnerTransId,
    currency: 'USD',
    trans_amount: '39.25',
    buyer_identity_code: '287654321098765432',
    identity_code_type: 'barcode',
    trans_create_time: '20240115103000',
    biz_product: 'OVERSEAS_MBARCODE_PAY',
    extend_info: '{"store_id":"ST01","store_name":"Demo Cafe Airport"}',
    ...changes,
  }
}

export function queryFields(partnerTransId: string, changes: Fields = {}): Fields {
  return { ...common, service: serviceNames.query, partner_trans_id: partnerTransId, ...changes }
}

export function cancelFields(partnerTransId: string, changes: Fields = {}): Fields {
  const timestamp = '1705286400000'
  return { ...common, service: serviceNames.cancel, out_trade_no: partnerTransId, timestamp, ...changes }
}

export function refundFields(partnerTransId: string, partnerRefundId: string, changes: Fields = {}): Fields {
  return {
    ...common,
    service: serviceNames.refund,
    partner_trans_id: partnerTransId,
    partner_refund_id: partnerRefundId,
    refund_amount: '10.00',
    currency: 'USD',
    is_sync: 'Y',
    ...changes,
  }
}

export type CallOptions = {
  /** @default POST */
  readonly method?: 'GET' | 'POST'
  /** Where a POST names its charset. @default url */
  readonly charsetIn?: 'url' | 'body' | 'both'
  /** @default the MD5 key of the worked examples */
  readonly signer?: Signer
  /** What the bytes are made in. @default what `_input_charset` names, else UTF-8 */
  readonly charset?: Charset
  readonly headers?: Readonly<Record<string, string>>
}

/** The fields with `sign_type` and `sign`. */
export function signed(fields: Fields, { signer = md5, charset = charsetOf(fields) }: CallOptions = {}): Parameter[] {
  const parameters = toParameters(fields)
  const signature = sign(canonicalString(parameters), signer, charset)
  return [...parameters, { name: 'sign_type', value: signer.signType }, { name: 'sign', value: signature }]
}

export type Told = {
  readonly status: number
  readonly contentType: string
  readonly bytes: Buffer
  /** In the charset that the XML declares. */
  readonly answer: ReadAnswer
  /** `result_code`, `error` and the others of an accepted answer; `error` alone of a refused one. */
  readonly fields: Readonly<Record<string, string>>
}

/** Sends parameters as they are, signed or not. */
export async function send(
  gateway: string,
  parameters: readonly Parameter[],
  options: CallOptions = {},
): Promise<Told> {
  const { method = 'POST', charsetIn = 'url', headers = {} } = options
  const { charset = charsetOf(Object.fromEntries(parameters.map(({ name, value }) => [name, value]))) } = options
  const named = parameters.filter(({ name }) => name === '_input_charset')
  const others = parameters.filter(({ name }) => name !== '_input_charset')
  if (method === 'GET') return read(await fetch(`${gateway}?${encodeForm(parameters, charset)}`, { headers }))
  const query = charsetIn === 'body' || named.length === 0 ? '' : `?${encodeForm(named, charset)}`
  const body = encodeForm(charsetIn === 'url' ? others : parameters, charset)
  const type = { 'content-type': 'application/x-www-form-urlencoded', ...headers }
  return read(await fetch(`${gateway}${query}`, { method, body, headers: type }))
}

export async function call(gateway: string, fields: Fields, options: CallOptions = {}): Promise<Told> {
  return send(gateway, signed(fields, options), options)
}

async function read(response: Response): Promise<Told> {
  const bytes = Buffer.from(await response.arrayBuffer())
  return { status: response.status, contentType: response.headers.get('content-type') ?? '', ...readBytes(bytes) }
}

/** The body of an answer, read. */
export function readBytes(bytes: Buffer): Pick<Told, 'bytes' | 'answer' | 'fields'> {
  const answer = readAnswer(bytes)
  if (answer.kind === 'unreadable') return { bytes, answer, fields: {} }
  if (answer.kind === 'refused') return { bytes, answer, fields: { error: answer.error } }
  return { bytes, answer, fields: Object.fromEntries(answer.response.map(({ name, value }) => [name, value])) }
}

/** Whether the answer is signed by whom it should be, over its response and nothing else. */
export function isGenuine(
  { answer }: Pick<Told, 'answer'>,
  verifier: Verifier = md5,
  charset: Charset = 'UTF-8',
): boolean {
  if (answer.kind !== 'accepted' || answer.signType !== verifier.signType) return false
  return verify(answerString(answer.response), answer.sign ?? '', verifier, charset)
}

function charsetOf({ _input_charset = 'UTF-8' }: Fields): Charset {
  return charsetNamed(_input_charset) ?? 'UTF-8'
}
