/**
 * What stands for what in XML text: line ends, white space in attributes, references, characters that may not be.
 * Knows no elements. Source: XML 1.0 (Fifth Edition) §2.2, §2.11, §3.3.3, §4.6.
 */

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Whether a character is in it that no XML document may have. Lone surrogates cannot be in decoded text. */
export function hasForbiddenCharacter(text: string): boolean {
  return /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/.test(text)
}

export function withUnixLineEnds(text: string): string {
  return text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text
}

/** Each white-space character of an attribute as written is a blank; one written as a reference stays what it is. */
export function withBlanks(attributeValue: string): string {
  return attributeValue.replaceAll(/[\t\n]/g, ' ')
}

const reference = /&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|(amp|lt|gt|quot|apos));/g
const noReference = /&(?!(?:#x[0-9A-Fa-f]+|#[0-9]+|amp|lt|gt|quot|apos);)/

/** Resolves XML's own five and character references; undefined when an `&` begins anything else. */
export function resolveReferences(text: string): string | undefined {
  if (!text.includes('&')) return text
  if (noReference.test(text)) return undefined
  let whole = true
  const resolved = text.replaceAll(reference, (_, hex, decimal, name) => {
    const character = name === undefined ? referred(hex, decimal) : named[name]
    if (character === undefined) whole = false
    return character ?? ''
  })
  return whole ? resolved : undefined
}

function referred(hex: string | undefined, decimal: string | undefined): string | undefined {
  const codePoint = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
  if (codePoint > 0x10ffff || (codePoint >= 0xd800 && codePoint <= 0xdfff)) return undefined
  const character = String.fromCodePoint(codePoint)
  return hasForbiddenCharacter(character) ? undefined : character
}
