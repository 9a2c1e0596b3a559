/**
 * A diagnosis as lines for a terminal: what, why, where, and what to do. The expected string stays on one line, so that
 * it can be copied. Nothing that came from outside reaches the terminal unescaped.
 */
import { styleText } from 'node:util'
import type { Diagnosis, SignatureDiagnosis } from './diagnosis.ts'
import type { Difference } from './difference.ts'
import type { Mistake } from './mistake.ts'
import { printable } from './shown.ts'

export type RenderOptions = {
  /** Columns. @default 100 */
  readonly width?: number
  /** Escape sequences for colours; without them the lines say the same. @default false */
  readonly colour?: boolean
}

type Style = 'bold' | 'red' | 'green' | 'yellow' | 'dim'
type Paper = { readonly width: number; readonly paint: (style: Style, text: string) => string }

const labelColumns = 12
const widthLeast = 40

/** Lines with a line break after each. */
export function renderDiagnosis(diagnosis: Diagnosis, { width = 100, colour = false }: RenderOptions = {}): string {
  const paint: Paper['paint'] = (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text)
  const paper: Paper = { width: Math.max(width, widthLeast), paint }
  const { code, sentence, next, signature, parameter, rule, value } = diagnosis
  const lines = [
    `${paint('red', printable(code))}  ${paint('bold', printable(sentence))}`,
    ...(signature === undefined
      ? [
          ...(parameter === undefined ? [] : labelled(paper, 'parameter', parameter)),
          ...(rule === undefined ? [] : labelled(paper, 'rule', rule)),
          ...(value === undefined ? [] : labelled(paper, 'value', value)),
        ]
      : signatureLines(paper, signature)),
    ...labelled(paper, 'next', next),
  ]
  return lines.map((line) => `${line.trimEnd()}\n`).join('')
}

function signatureLines(paper: Paper, signature: SignatureDiagnosis): readonly string[] {
  const { expectedString, received, expectedSignature } = signature
  const lines = [
    `${label(paper, 'sign this')}${printable(expectedString)}`,
    `${label(paper, 'received')}${printable(received)}`,
    ...(expectedSignature === undefined ? [] : [`${label(paper, 'expected')}${printable(expectedSignature)}`]),
  ]
  switch (signature.verdict) {
    case 'right':
      return lines
    case 'mistaken':
      return [
        ...lines,
        ...(signature.difference === undefined ? [] : differenceLines(paper, signature.difference)),
        ...signature.mistakes.flatMap((mistake) => labelled(paper, 'mistake', wordsOf(mistake), 'yellow')),
        ...signature.alternatives.flatMap((mistakes) => labelled(paper, 'or else', mistakes.map(nameOf).join(' and '))),
      ]
    case 'unexplained':
      return [
        ...lines,
        ...signature.facts.flatMap((fact) => labelled(paper, 'fact', fact, 'yellow')),
        ...labelled(paper, 'tried', signature.tried),
        ...signature.checks.flatMap((check, at) => labelled(paper, `check ${at + 1}`, check)),
      ]
  }
}

function nameOf({ name, detail }: Mistake): string {
  return detail === undefined ? name : `${name} (${detail})`
}

function wordsOf(mistake: Mistake): string {
  return `${nameOf(mistake)}. ${mistake.sentence} ${mistake.mend} [${mistake.source}]`
}

function differenceLines(paper: Paper, { at, expected, caller, caret, bytes }: Difference): readonly string[] {
  const room = paper.width - labelColumns
  const shared = lastColumns(printable(expected.slice(0, caret)), Math.floor((room * 2) / 3))
  const line = (name: string, text: string) => label(paper, name) + clipped(shared + printable(text.slice(caret)), room)
  const caretLine = `${label(paper, `at ${at + 1}`)}${' '.repeat(columnsOf(shared))}${paper.paint('red', '^')}`
  if (bytes === undefined) return [line('right', expected), line('signed', caller), caretLine]
  const words = `the character at ^ is ${bytes.expected}, but was signed as ${bytes.caller}`
  return [line('text', expected), caretLine, ...labelled(paper, 'bytes', words)]
}

function label({ paint }: Paper, name: string): string {
  return paint('dim', `  ${name}`.padEnd(labelColumns))
}

/** Wrapped at blanks, each further line under the first. */
function labelled(paper: Paper, name: string, text: string, style?: Style): readonly string[] {
  const [first = '', ...rest] = wrapped(printable(text), paper.width - labelColumns)
  const painted = (line: string) => (style === undefined ? line : paper.paint(style, line))
  return [label(paper, name) + painted(first), ...rest.map((line) => ' '.repeat(labelColumns) + painted(line))]
}

function wrapped(text: string, room: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && columnsOf(line) + 1 + columnsOf(word) > room) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

function clipped(text: string, room: number): string {
  if (columnsOf(text) <= room) return text
  let kept = ''
  let columns = 1
  for (const character of text) {
    columns += columnsOf(character)
    if (columns > room) break
    kept += character
  }
  return `${kept}…`
}

function lastColumns(text: string, room: number): string {
  if (columnsOf(text) <= room) return text
  const characters = [...text]
  while (columnsOf(characters.join('')) > room - 1) characters.shift()
  return `…${characters.join('')}`
}

const wide =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u

/** How many columns a terminal takes for it: two for a Chinese character, none for a combining mark. */
function columnsOf(text: string): number {
  if (/^[\u0020-\u007E]*$/.test(text)) return text.length
  let columns = 0
  for (const character of text) columns += /\p{Mn}/u.test(character) ? 0 : wide.test(character) ? 2 : 1
  return columns
}
