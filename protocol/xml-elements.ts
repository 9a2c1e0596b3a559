/**
 * XML text into a tree of elements: one pass, linear time, bounded depth, no document type, no entities but XML's own
 * five. Reads well-formed XML 1.0 without a DTD; whatever else comes ends with what is wrong and the line.
 * Knows no bytes and no answer. Source: XML 1.0 (Fifth Edition) §2, §3.
 */
import { resolveReferences, withBlanks } from './xml-text.ts'

export type XmlElement = {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlElement[]
  /** The text directly inside, references resolved. */
  readonly text: string
}

export type Trouble = { problem: 'too deep' | 'document type' | 'not well-formed'; detail: string }
export type ReadElements = { ok: true; root: XmlElement } | ({ ok: false } & Trouble)

type OpenElement = { name: string; attributes: Record<string, string>; children: XmlElement[]; text: string }

type Reading = {
  readonly source: string
  readonly maxDepth: number
  /** Where the next piece begins. */
  at: number
  /** The elements that are open, the root first. */
  readonly open: OpenElement[]
  root: OpenElement | undefined
}

const name = '[:A-Z_a-z\\u{C0}-\\u{EFFFF}][-.:\\w\\u{B7}\\u{C0}-\\u{EFFFF}]*'
const blank = '[ \\t\\n]'
const startOfTag = new RegExp(`<(${name})`, 'uy')
const attribute = new RegExp(`${blank}+(${name})${blank}*=${blank}*(?:"([^<"]*)"|'([^<']*)')`, 'uy')
const endOfTag = new RegExp(`${blank}*(/?)>`, 'y')
const endTag = new RegExp(`</(${name})${blank}*>`, 'uy')
const instruction = new RegExp(`<\\?(${name})(?=${blank}|\\?>)`, 'uy')

/** The source is text with its line ends already made `\n`. Never throws. */
export function readElements(source: string, maxDepth: number): ReadElements {
  const reading: Reading = { source, maxDepth, at: 0, open: [], root: undefined }
  while (reading.at < source.length) {
    const trouble = source.charCodeAt(reading.at) === 0x3c ? readMarkup(reading) : readText(reading)
    if (trouble !== undefined) return { ok: false, ...trouble }
  }
  const { open, root } = reading
  if (open.length > 0) return { ok: false, ...malformed(reading, `ends inside <${shown(open.at(-1)?.name ?? '')}>`) }
  return root === undefined ? { ok: false, ...malformed(reading, 'no element') } : { ok: true, root }
}

function readMarkup(reading: Reading): Trouble | undefined {
  const { source, at } = reading
  const second = source.charCodeAt(at + 1)
  if (second === 0x2f) return readEndTag(reading)
  if (second === 0x3f) return readInstruction(reading)
  if (second !== 0x21) return readStartTag(reading)
  if (source.startsWith('<!--', at)) return readComment(reading)
  if (source.startsWith('<![CDATA[', at)) return readCdata(reading)
  return trouble(reading, 'document type', 'a document type or an entity is declared')
}

function readText(reading: Reading): Trouble | undefined {
  const { source, at, open } = reading
  const less = source.indexOf('<', at)
  const end = less === -1 ? source.length : less
  const raw = source.slice(at, end)
  const element = open.at(-1)
  if (element === undefined) {
    if (/[^ \t\n]/.test(raw)) return malformed(reading, 'text outside the root element')
  } else {
    const text = raw.includes(']]>') ? undefined : resolveReferences(raw)
    if (text === undefined) return malformed(reading, 'a reference that cannot be resolved, a bare & or a bare ]]>')
    element.text += text
  }
  reading.at = end
  return undefined
}

function readStartTag(reading: Reading): Trouble | undefined {
  const start = match(startOfTag, reading)
  if (start === null) return malformed(reading, 'a < that begins no tag')
  const element: OpenElement = { name: start[1] ?? '', attributes: {}, children: [], text: '' }
  const { open } = reading
  const parent = open.at(-1)
  if (parent === undefined && reading.root !== undefined) return malformed(reading, 'more than one root element')
  if (open.length >= reading.maxDepth)
    return trouble(reading, 'too deep', `elements nest more than ${reading.maxDepth} deep`)
  reading.at += start[0].length
  const wrong = readAttributes(reading, element)
  if (wrong !== undefined) return wrong
  const end = match(endOfTag, reading)
  if (end === null)
    return malformed(reading, `the tag <${shown(element.name)}> has an attribute that is none, or no end`)
  reading.at += end[0].length
  if (parent === undefined) reading.root = element
  else parent.children.push(element)
  if (end[1] === '') open.push(element)
  return undefined
}

function readAttributes(reading: Reading, element: OpenElement): Trouble | undefined {
  const read: [string, string][] = []
  const seen = new Set<string>()
  for (let found = match(attribute, reading); found !== null; found = match(attribute, reading)) {
    const [whole, key = '', doubleQuoted, singleQuoted = ''] = found
    const value = resolveReferences(withBlanks(doubleQuoted ?? singleQuoted))
    if (value === undefined) return malformed(reading, 'a reference that cannot be resolved, or a bare &')
    if (seen.has(key)) return malformed(reading, `the attribute ${shown(key)} is repeated`)
    seen.add(key)
    read.push([key, value])
    reading.at += whole.length
  }
  // fromEntries defines and does not assign, so that `__proto__` is a name like any other.
  if (read.length > 0) element.attributes = Object.fromEntries(read)
  return undefined
}

function readEndTag(reading: Reading): Trouble | undefined {
  const found = match(endTag, reading)
  const element = reading.open.at(-1)
  if (found === null || element === undefined || found[1] !== element.name)
    return malformed(reading, element === undefined ? 'an end tag of nothing' : `</${shown(element.name)}> expected`)
  reading.open.pop()
  reading.at += found[0].length
  return undefined
}

function readCdata(reading: Reading): Trouble | undefined {
  const { source, at, open } = reading
  const element = open.at(-1)
  const end = source.indexOf(']]>', at)
  if (end === -1 || element === undefined) return malformed(reading, 'CDATA that does not end, or outside the root')
  element.text += source.slice(at + '<![CDATA['.length, end)
  reading.at = end + 3
  return undefined
}

function readComment(reading: Reading): Trouble | undefined {
  const { source, at } = reading
  const end = source.indexOf('--', at + '<!--'.length)
  if (end === -1 || source[end + 2] !== '>') return malformed(reading, 'a comment that does not end, or with -- inside')
  reading.at = end + 3
  return undefined
}

function readInstruction(reading: Reading): Trouble | undefined {
  const { source, at } = reading
  const found = match(instruction, reading)
  const end = source.indexOf('?>', at)
  if (found === null || end === -1) return malformed(reading, 'a processing instruction that does not end')
  if (at > 0 && found[1]?.toLowerCase() === 'xml') return malformed(reading, 'an XML declaration that is not first')
  reading.at = end + 2
  return undefined
}

function match(pattern: RegExp, { source, at }: Reading): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(source)
}

function malformed(reading: Reading, detail: string): Trouble {
  return trouble(reading, 'not well-formed', detail)
}

function trouble({ source, at }: Reading, problem: Trouble['problem'], detail: string): Trouble {
  let line = 1
  for (let end = source.indexOf('\n'); end !== -1 && end < at; end = source.indexOf('\n', end + 1)) line++
  return { problem, detail: `line ${line}: ${detail}` }
}

/** A name as it may stand in a message: not longer than one can read. */
function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
