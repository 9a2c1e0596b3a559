/**
 * YAML as a tree of texts, lists and maps, each with the line it stands on, so that a mistake can be pointed at.
 * Nothing is taken for a number or a date: `23:00` and `1.0` stay as they are written. Knows no schema.
 * Imported only when there is a file to read: the yaml package is not small.
 */
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'

export type YamlText = { readonly kind: 'text'; readonly line: number; readonly text: string }
export type YamlList = { readonly kind: 'list'; readonly line: number; readonly items: readonly YamlNode[] }
export type YamlMap = { readonly kind: 'map'; readonly line: number; readonly members: readonly YamlMember[] }
export type YamlNode = YamlText | YamlList | YamlMap

export type YamlMember = { readonly name: string; readonly line: number; readonly value: YamlNode }

export type ReadYaml =
  | { readonly ok: true; readonly root: YamlNode }
  | { readonly ok: false; readonly line: number; readonly problem: string }

/** Never throws. An empty document is an empty text, as an empty value is. */
export function readYaml(source: string): ReadYaml {
  const lines = new LineCounter()
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false })
  const [broken] = document.errors
  if (broken !== undefined) return { ok: false, line: lines.linePos(broken.pos[0]).line, problem: broken.message }
  return { ok: true, root: nodeOf(document.contents, { line: 1, lineAt: (offset) => lines.linePos(offset).line }) }
}

/** `line` is that of what stands around the node, for an empty one, which stands nowhere. */
type Place = { readonly line: number; readonly lineAt: (offset: number) => number }

function nodeOf(node: unknown, around: Place): YamlNode {
  const place = { ...around, line: lineOf(node, around) }
  const { line } = place
  if (isMap(node)) {
    const members = node.items.map(({ key, value }) => {
      const at = { ...place, line: lineOf(key, place) }
      return { name: textOf(key), line: at.line, value: nodeOf(value, at) }
    })
    return { kind: 'map', line, members }
  }
  if (isSeq(node)) return { kind: 'list', line, items: node.items.map((item) => nodeOf(item, place)) }
  return { kind: 'text', line, text: textOf(node) }
}

function lineOf(node: unknown, { line, lineAt }: Place): number {
  const [start] = isMap(node) || isSeq(node) || isScalar(node) ? ((node as Node).range ?? []) : []
  return start === undefined ? line : lineAt(start)
}

function textOf(node: unknown): string {
  // An alias could grow without bound; it is kept as its name, which no reader of ours takes for a value.
  if (isAlias(node)) return `*${node.source}`
  if (!isScalar(node)) return ''
  return node.type === 'PLAIN' ? (node.source ?? '') : String(node.value)
}
