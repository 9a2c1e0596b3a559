/**
 * The gateway's answer: the envelope, and what of it is signed.
 * Knows no service and no key. Source: gateway.md §5, §6; signature.md §2.
 */
import { canonicalString } from './canonical.ts'
import { type Charset, encodeText, isEncodable } from './charset.ts'
import type { Parameter } from './parameter.ts'
import type { SignType } from './signature.ts'
import { escapeXml, escapeXmlAttribute, xmlElement } from './xml-writer.ts'

/** An answer the gateway accepted the request for (`is_success` T). */
export type AcceptedAnswer = {
  /** Every parameter of the request, `sign` and `sign_type` included. */
  readonly request: readonly Parameter[]
  /** The fields inside `<response><alipay>`, alphabetical, none of them empty. */
  readonly response: readonly Parameter[]
  /** Absent only when a fault sends an answer unsigned. */
  readonly sign?: string
  readonly signType?: SignType
}

/** Alphabetical and without empty values, as clients hash them as they come. Source: recorded/README.md, signature.md §2. */
export function answerFields(fields: Readonly<Record<string, string | undefined>>): Parameter[] {
  const list: Parameter[] = []
  for (const name of Object.keys(fields).sort()) {
    const value = fields[name]
    if (value !== undefined && value !== '') list.push({ name, value })
  }
  return list
}

/** The string that an answer's signature covers: the fields of the response alone. */
export function answerString(response: readonly Parameter[]): string {
  return canonicalString(response)
}

export function writeAcceptedAnswer(answer: AcceptedAnswer, declared: Charset): Buffer {
  let xml = `${declaration(declared)}<alipay><is_success>T</is_success><request>`
  for (const { name, value } of answer.request)
    xml += `<param name="${escapeXmlAttribute(name)}">${escapeXml(value)}</param>`
  xml += '</request><response><alipay>'
  for (const { name, value } of answer.response) xml += xmlElement(name, value)
  xml += '</alipay></response>'
  if (answer.sign !== undefined) xml += xmlElement('sign', answer.sign)
  if (answer.signType !== undefined) xml += xmlElement('sign_type', answer.signType)
  return xmlBytes(`${xml}</alipay>`, declared)
}

/**
 * Refused by the gateway: no echo, and as a rule no signature, so that nobody can verify it. One sister service was seen
 * to sign its refusals all the same. Source: gateway.md §5, sources.md §3 (16).
 */
export function writeRefusedAnswer(
  error: string,
  declared: Charset,
  signature?: { readonly sign: string; readonly signType: SignType },
): Buffer {
  const signed =
    signature === undefined ? '' : xmlElement('sign', signature.sign) + xmlElement('sign_type', signature.signType)
  const head = `${declaration(declared)}<alipay><is_success>F</is_success>`
  return xmlBytes(`${head}${xmlElement('error', error)}${signed}</alipay>`, declared)
}

/** The semicolon and the charset are needed: a Java SDK branches on the prefix `text/xml;`. Source: gateway.md §2. */
export function answerContentType(declared: Charset): string {
  return contentTypes[declared]
}

const contentTypes = {
  'UTF-8': 'text/xml;charset=UTF-8',
  GBK: 'text/xml;charset=GBK',
  GB2312: 'text/xml;charset=GB2312',
} as const satisfies Record<Charset, string>

function declaration(declared: Charset): string {
  return `<?xml version="1.0" encoding="${declared}"?>`
}

/** What the declared charset has no code for becomes a character reference, which every XML reader understands. */
function xmlBytes(xml: string, declared: Charset): Buffer {
  if (declared === 'UTF-8') return Buffer.from(xml, 'utf8')
  // Only ASCII has as many bytes as characters; asking costs less than encoding.
  if (Buffer.byteLength(xml) === xml.length) return Buffer.from(xml, 'latin1')
  return encodeText(isEncodable(xml, declared) ? xml : withReferences(xml, declared), declared)
}

function withReferences(xml: string, declared: Charset): string {
  let writable = ''
  for (const character of xml)
    writable += isEncodable(character, declared)
      ? character
      : `&#x${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()};`
  return writable
}
