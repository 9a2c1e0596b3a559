/**
 * The one way to make markup here. Every text that is put in is escaped and its control characters are shown: nothing that
 * a system under test said can become markup, or steer what shows it.
 */
import { raw, html as tagged } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import { cut, visible } from '../shown-text.ts'

export type Html = HtmlEscapedString

type Value = string | number | Html | undefined | false | readonly Value[]

/** No text is longer than this, whoever forgot to cut it. */
const textMost = 8_000

/** Undefined and false are nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  const made = tagged(strings, ...values.map(harmless))
  if (made instanceof Promise) throw new TypeError('markup is made of what is known, not of promises')
  return made
}

/** Only for text of this kit: styles, scripts. */
export function trusted(text: string): Html {
  return raw(text)
}

function harmless(value: Value): Value {
  if (typeof value === 'string') return visible(cut(value, textMost))
  return Array.isArray(value) ? value.map(harmless) : value
}
