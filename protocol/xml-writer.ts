/**
 * XML text of the gateway's answers: escaping and elements, by template, as small as the hot path wants it.
 * xmlbuilder2 is its oracle in the tests. Source: gateway.md §5; performance.md (1).
 */

const harmless = /^[\u0020-\u0025\u0027-\u003B\u003D\u003F-\uD7FF\uE000-\uFFFD]*$/
const escapable =
  /[&<>\t\n\r]|[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
}

/**
 * Text for element content; white space that a reader may normalise is written as a reference, a quotation mark as itself,
 * as in recorded/14. A character that XML cannot carry at all becomes U+FFFD.
 */
export function escapeXml(text: string): string {
  if (harmless.test(text)) return text
  return text.replace(escapable, (character) => entities[character] ?? '\uFFFD')
}

/** As {@link escapeXml}, for an attribute value between double quotation marks. */
export function escapeXmlAttribute(text: string): string {
  return escapeXml(text).replaceAll('"', '&quot;')
}

export function xmlElement(name: string, text: string): string {
  return `<${name}>${escapeXml(text)}</${name}>`
}
