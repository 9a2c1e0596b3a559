/** Texts in Markdown that can only be read: no markup, no mention, no link, no image, no HTML. Pure. */
import { oneLine } from './shown-text.ts'

/** What means something within a line to Markdown, its tables, HTML, or GitHub (mentions, issues, links). */
const meaningful = /[\\`*_[\]<>#!|~@&:$]/g

/** Of the kit and its cases: words that keep their look. */
export function plain(text: string, most = 600): string {
  return oneLine(text, most).replaceAll(meaningful, (character) => `&#${character.charCodeAt(0)};`)
}

/** Of the system under test: in the look of code, where GitHub calls nobody by name. */
export function code(text: string, most = 200): string {
  return `<code>${plain(text, most)}</code>`
}
