/**
 * Signed requests as the bytes that go onto the socket, made before anything is timed; no id ever comes twice.
 * Source: spot-pay.md §1, query.md §1.
 */
import { canonicalString } from '../protocol/canonical.ts'
import { encodeForm, toParameters } from '../protocol/parameter.ts'
import { serviceNames } from '../protocol/service.ts'
import { type Signer, sign } from '../protocol/signature.ts'

export type Caller = { readonly pid: string; readonly signer: Signer }

let made = 0

/** A `partner_trans_id` of 24 characters. */
export function freshId(): string {
  return `BENCH${String(++made).padStart(19, '0')}`
}

export function payRequest(
  caller: Caller,
  partnerTransId: string,
  more: Readonly<Record<string, string>> = {},
): Buffer {
  return signedRequest(caller, {
    service: serviceNames.pay,
    alipay_seller_id: caller.pid,
    trans_name: 'Coffee',
    partner_trans_id: partnerTransId,
    currency: 'USD',
    trans_amount: '39.25',
    // Not 2800…: such a code asks for a behaviour.
    buyer_identity_code: `2888${partnerTransId.slice(-16)}`,
    identity_code_type: 'barcode',
    trans_create_time: '20240115103000',
    biz_product: 'OVERSEAS_MBARCODE_PAY',
    extend_info: '{"secondary_merchant_id":"S001","store_id":"ST01","store_name":"咖啡"}',
    ...more,
  })
}

export function queryRequest(caller: Caller, partnerTransId: string): Buffer {
  return signedRequest(caller, { service: serviceNames.query, partner_trans_id: partnerTransId })
}

function signedRequest({ pid, signer }: Caller, fields: Readonly<Record<string, string>>): Buffer {
  const parameters = toParameters({ _input_charset: 'UTF-8', partner: pid, ...fields })
  const signature = sign(canonicalString(parameters), signer, 'UTF-8')
  const signed = toParameters({ sign: signature, sign_type: signer.signType })
  const body = encodeForm([...parameters, ...signed], 'UTF-8')
  const head = [
    'POST /gateway.do?_input_charset=UTF-8 HTTP/1.1',
    'Host: 127.0.0.1',
    'Content-Type: application/x-www-form-urlencoded',
    `Content-Length: ${body.length}`,
  ]
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`, 'latin1')
}
