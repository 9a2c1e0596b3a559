/**
 * A realistic pay request, signed and sent by a caller who makes exactly the mistake that a test asks for.
 * Puts the string together by itself, so that it is an oracle for what it tests.
 */
import { createHash, generateKeyPairSync, type KeyObject, sign as signBytes } from 'node:crypto'
import { type Charset, encodeText } from '../charset.ts'
import { decodeForm, encodeForm } from '../parameter.ts'
import type { Verifier } from '../signature.ts'
import { type Evidence, withoutRepeats } from './evidence.ts'

export const key = 'w9Xq2LmPz7Rb4TcYn8Vd5KfHj3GsAe6U'
export const merchant = generateKeyPairSync('rsa', { modulusLength: 2048 })
export const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })

export type Fields = Readonly<Record<string, string>>

/** In an order that is neither that of the names nor that of the values. */
export const pay: Fields = {
  service: 'alipay.acquire.overseas.spot.pay',
  partner: '2088000000000001',
  notify_url: 'https://merchant.example/alipay/notify',
  alipay_seller_id: '2088000000000001',
  trans_name: 'Coffee <2> cake',
  partner_trans_id: 'SIM20240115000001',
  currency: 'USD',
  trans_amount: '39.20',
  buyer_identity_code: '287654321098765432',
  identity_code_type: 'barcode',
  trans_create_time: '20240115103000',
  biz_product: 'OVERSEAS_MBARCODE_PAY',
  memo: '',
  extend_info:
    '{"secondary_merchant_id":"S001","secondary_merchant_name":"Demo Cafe","secondary_merchant_industry":"5812","store_id":"ST01","store_name":"星巴克 Airport T1/T2"}',
  _input_charset: 'UTF-8',
}

export const verifiers = {
  MD5: { signType: 'MD5', key },
  RSA: { signType: 'RSA', publicKey: merchant.publicKey },
  RSA2: { signType: 'RSA2', publicKey: merchant.publicKey },
} as const satisfies Record<string, Verifier>

export type Sending = {
  readonly fields?: Fields
  readonly charset?: Charset
  readonly signType?: keyof typeof verifiers
  /** What the caller makes of the right string. */
  readonly signature: (rightString: string, fields: Fields) => string
  /** The query string. @default `_input_charset` alone */
  readonly query?: string
  /** The body, from the fields with `sign_type` and `sign`. @default all but `_input_charset`, encoded rightly */
  readonly body?: (fields: Fields) => Buffer
  /** What the gateway reads the body in when that is not `charset`. */
  readonly readAs?: Charset
} & Partial<Pick<Evidence, 'otherKeys' | 'others' | 'message'>>

export function send(sending: Sending): Evidence {
  const { fields = pay, charset = 'UTF-8', signType = 'MD5', readAs = charset, otherKeys, others, message } = sending
  const received = sending.signature(stringOf(fields), fields)
  const rawQuery = Buffer.from(sending.query ?? `_input_charset=${fields._input_charset}`)
  const all = { ...fields, sign_type: signType, sign: received }
  const rawBody = (sending.body ?? ((sent) => formOf(without(sent, '_input_charset'), charset)))(all)
  const parameters = withoutRepeats([rawQuery, rawBody].flatMap((raw) => decodeForm(raw, readAs).parameters))
  return {
    parameters,
    rawQuery,
    rawBody,
    charset,
    signType,
    received: parameters.find(({ name }) => name === 'sign')?.value ?? '',
    verifier: verifiers[signType],
    ...(otherKeys && { otherKeys }),
    ...(others && { others }),
    ...(message && { message }),
  }
}

export type Entry = readonly [name: string, value: string]

/** The fields that are signed, in the right order. */
export function entriesOf(fields: Fields): readonly Entry[] {
  return Object.entries(fields)
    .filter(([, value]) => value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
}

export function joined(entries: readonly Entry[]): string {
  return entries.map(([name, value]) => `${name}=${value}`).join('&')
}

export function stringOf(fields: Fields): string {
  return joined(entriesOf(fields))
}

export function without(fields: Fields, ...names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)))
}

export function formOf(fields: Fields, charset: Charset): Buffer {
  return Buffer.from(
    encodeForm(
      Object.entries(fields).map(([name, value]) => ({ name, value })),
      charset,
    ),
  )
}

export function md5(text: string | Buffer, charset: Charset = 'UTF-8'): string {
  return digest('md5', typeof text === 'string' ? encodeText(text, charset) : text)
}

export function digest(algorithm: string, data: string | Buffer): string {
  return createHash(algorithm).update(data).digest('hex')
}

export function rsa(text: string, algorithm = 'sha256', privateKey: KeyObject = merchant.privateKey): string {
  return signBytes(algorithm, Buffer.from(text), privateKey).toString('base64')
}
