/**
 * What a report may show of a text that somebody else wrote: cut to a bound with a note of what is missing, and with
 * control characters, direction marks and invisible ones as escapes. Pure; knows no format.
 */
import { printable, startOfCharacter } from '../../protocol/diagnosis/shown.ts'

/** Line breaks stay; nothing else in it can steer a terminal, a browser or the direction of the text. */
export function visible(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => printable(line))
    .join('\n')
}

/** At most so many UTF-16 code units, and how many bytes (as UTF-8) are missing. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const end = startOfCharacter(text, most)
  const missing = Buffer.byteLength(text) - Buffer.byteLength(text.slice(0, end))
  return `${text.slice(0, end)}… ${missing.toLocaleString('en-US')} more bytes`
}

/** One line of it. */
export function oneLine(text: string, most: number): string {
  return cut(printable(cut(text, most)), most * 2)
}
