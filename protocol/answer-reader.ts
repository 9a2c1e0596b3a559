/**
 * Reads a gateway answer from untrusted bytes into its parts; believes nothing and verifies nothing.
 * Source: gateway.md §5, §6; signature.md §2.
 */
import type { Charset } from './charset.ts'
import type { Parameter } from './parameter.ts'
import { readXml, type XmlElement, type XmlLimits, type XmlProblem } from './xml-reader.ts'

export type ReadAnswer =
  | {
      readonly kind: 'accepted'
      readonly request: readonly Parameter[]
      /** The fields of the one element inside `<response>` (`alipay` for the four services, `trade` for others). */
      readonly response: readonly Parameter[]
      readonly sign: string | undefined
      readonly signType: string | undefined
      /** The charset that the XML declares, which need not be the request's. */
      readonly declared: Charset
    }
  | { readonly kind: 'refused'; readonly error: string; readonly declared: Charset }
  | { readonly kind: 'unreadable'; readonly problem: XmlProblem | 'no gateway answer'; readonly detail: string }

/**
 * Never throws: what cannot be read is `unreadable`, with the reason. So is an answer that could be read in two ways, by an
 * element that is there twice or inside a value: which of them the sender signed would be anybody's guess.
 */
export function readAnswer(bytes: Uint8Array, limits: XmlLimits = {}): ReadAnswer {
  const xml = readXml(bytes, limits)
  if (!xml.ok) return { kind: 'unreadable', problem: xml.problem, detail: xml.detail }
  const { root, charset } = xml
  const success = childText(root, 'is_success')
  if (root.name !== 'alipay' || success === undefined) return noAnswer('no <alipay> with <is_success> in it')
  const twice = repeatedName(root.children)
  if (twice !== undefined) return noAnswer(`<${twice}> is there twice`)
  if (success === 'F') {
    const error = childText(root, 'error')
    return error === undefined ? noAnswer('refused without <error>') : { kind: 'refused', error, declared: charset }
  }
  if (success !== 'T') return noAnswer('<is_success> is neither T nor F')
  const [inner, ...others] = child(root, 'response')?.children ?? []
  if (inner === undefined || others.length > 0) return noAnswer('accepted without a <response> of one element')
  return fieldsTrouble(inner.children) ?? accepted(root, inner, charset)
}

function accepted(root: XmlElement, inner: XmlElement, declared: Charset): ReadAnswer {
  return {
    kind: 'accepted',
    request: (child(root, 'request')?.children ?? []).map(({ attributes, text }) => ({
      name: attributes.name ?? '',
      value: text,
    })),
    response: inner.children.map(({ name, text }) => ({ name, value: text })),
    sign: childText(root, 'sign'),
    signType: childText(root, 'sign_type'),
    declared,
  }
}

function fieldsTrouble(fields: readonly XmlElement[]): ReadAnswer | undefined {
  const twice = repeatedName(fields)
  if (twice !== undefined) return noAnswer(`the field <${twice}> is there twice`)
  const nested = fields.find(({ children }) => children.length > 0)
  return nested && noAnswer(`the field <${nested.name}> has an element in it`)
}

function noAnswer(detail: string): ReadAnswer {
  return { kind: 'unreadable', problem: 'no gateway answer', detail }
}

function child(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((candidate) => candidate.name === name)
}

function childText(element: XmlElement, name: string): string | undefined {
  return child(element, name)?.text
}

function repeatedName(elements: readonly XmlElement[]): string | undefined {
  const seen = new Set<string>()
  for (const { name } of elements) {
    if (seen.has(name)) return name
    seen.add(name)
  }
  return undefined
}
