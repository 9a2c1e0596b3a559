/**
 * URL-encoding in the dialects of the common libraries: which bytes stay as they are, what becomes of a blank, which hex.
 * The gateway's own way is in parameter.ts; these are only for telling who signed encoded values.
 */
import { type Charset, decodeText, encodeText } from '../../charset.ts'

export type EscapeStyle = {
  /** Besides letters and digits. */
  readonly kept: string
  readonly blank: '+' | '%20'
  readonly hex: 'upper' | 'lower'
}

export type NamedEscapeStyle = EscapeStyle & { readonly detail: string; readonly rare: boolean }

export const escapeStyles: readonly NamedEscapeStyle[] = [
  { detail: 'blank as +, as Java URLEncoder does', rare: false, kept: '-_.*', blank: '+', hex: 'upper' },
  { detail: 'blank as %20, as encodeURIComponent does', rare: false, kept: "-_.!~*'()", blank: '%20', hex: 'upper' },
  { detail: 'blank as %20, as rawurlencode does', rare: true, kept: '-_.~', blank: '%20', hex: 'upper' },
  { detail: 'blank as +, as PHP urlencode does', rare: true, kept: '-_.', blank: '+', hex: 'upper' },
  { detail: 'slash kept, as Python quote does', rare: true, kept: '-_.~/', blank: '%20', hex: 'upper' },
  { detail: 'lower-case hex, as .NET UrlEncode does', rare: false, kept: '-_.!*()', blank: '+', hex: 'lower' },
  { detail: 'lower-case hex, blank as %20', rare: true, kept: '-_.~', blank: '%20', hex: 'lower' },
]

/** Makes the encoder of a style; a byte is looked up rather than matched, as every value of many candidates comes here. */
export function percentEscaper({ kept, blank, hex }: EscapeStyle, charset: Charset): (text: string) => string {
  const table = Array.from({ length: 256 }, (_, byte) => {
    const letter = String.fromCharCode(byte)
    if (/[A-Za-z0-9]/.test(letter) || kept.includes(letter)) return letter
    if (byte === 0x20) return blank
    const digits = byte.toString(16).padStart(2, '0')
    return `%${hex === 'upper' ? digits.toUpperCase() : digits}`
  })
  return (text) => {
    let escaped = ''
    for (const byte of encodeText(text, charset)) escaped += table[byte]
    return escaped
  }
}

/** Undoes any of the styles; what is no escape, or no text afterwards, stays as it is. */
export function unescapePercent(text: string, charset: Charset, { plusIsBlank }: { plusIsBlank: boolean }): string {
  if (!/%[0-9A-Fa-f]{2}/.test(text)) return text
  const blanked = plusIsBlank ? text.replaceAll('+', ' ') : text
  const bytes = encodeText(blanked, charset)
    .toString('latin1')
    .replace(/%([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
  const { text: decoded, valid } = decodeText(Buffer.from(bytes, 'latin1'), charset)
  return valid ? decoded : text
}
