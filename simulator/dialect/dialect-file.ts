/**
 * A dialect as it is written: which switches a YAML file sets, with the evidence for each, and what it extends.
 * Pure: text in, statements out. Imported only when there is a file to read, for the sake of a quick start.
 */
import { nearestHint } from '../nearest-name.ts'
import { SimulatorError, type SimulatorErrorCode } from '../simulator-error.ts'
import { readYaml, type YamlMember, type YamlNode } from '../yaml-node.ts'
import type { SwitchName } from './switch.ts'
import { readSwitch, type SwitchValue } from './switch-value.ts'

/** One switch as a file sets it. The evidence may be missing in a file that somebody writes for himself. */
export type DialectStatement = {
  readonly name: SwitchName
  readonly value: SwitchValue
  readonly grade: string
  readonly source: readonly string[]
  readonly meaning: string
  readonly other: string
}

export type DialectFile = {
  readonly title: string
  /** Another dialect by name or by path; undefined in the one that all others stand on. */
  readonly extends: string | undefined
  readonly statements: readonly DialectStatement[]
}

const fileKeys = ['title', 'extends', 'switches'] as const
const statementKeys = ['value', 'grade', 'source', 'meaning', 'other'] as const

/**
 * @param path for messages only
 * @throws SimulatorError UNREADABLE_DIALECT, UNKNOWN_SWITCH, UNKNOWN_SWITCH_VALUE: with file, line and the nearest right name
 */
export function parseDialectFile(source: string, path: string): DialectFile {
  const complain: Complain = (code, line, problem) => {
    throw new SimulatorError(code, { detail: `${path}:${line}: ${problem}.` })
  }
  const yaml = readYaml(source)
  if (!yaml.ok) return complain('UNREADABLE_DIALECT', yaml.line, yaml.problem)
  const file = known(yaml.root, fileKeys, complain)
  return {
    title: textOf(file.title),
    extends: file.extends === undefined ? undefined : textOf(file.extends),
    statements: file.switches === undefined ? [] : membersOf(file.switches, complain).map(statement(complain)),
  }
}

type Complain = (code: SimulatorErrorCode, line: number, problem: string) => never

/** A switch is a bare value, or a value with its evidence. */
function statement(complain: Complain): (member: YamlMember) => DialectStatement {
  return ({ name, line, value: node }) => {
    const parts = node.kind === 'map' ? known(node, statementKeys, complain) : { value: node }
    const written = parts.value ?? complain('UNREADABLE_DIALECT', line, `${name} has no value`)
    const read = readSwitch(name, textOf(written))
    if (!read.ok) return complain(read.code, read.code === 'UNKNOWN_SWITCH' ? line : written.line, read.problem)
    return {
      name: read.name,
      value: read.value,
      grade: textOf(parts.grade),
      source: textsOf(parts.source),
      meaning: textOf(parts.meaning),
      other: textOf(parts.other),
    }
  }
}

function known<Key extends string>(
  node: YamlNode,
  keys: readonly Key[],
  complain: Complain,
): { readonly [Name in Key]?: YamlNode } {
  const found: { [Name in Key]?: YamlNode } = {}
  for (const { name, line, value } of membersOf(node, complain)) {
    const key = keys.find((candidate) => candidate === name)
    if (key === undefined)
      complain('UNREADABLE_DIALECT', line, `"${name}" means nothing here${nearestHint(name, keys)}`)
    else found[key] = value
  }
  return found
}

function membersOf(node: YamlNode, complain: Complain): readonly YamlMember[] {
  return node.kind === 'map' ? node.members : complain('UNREADABLE_DIALECT', node.line, 'names with values belong here')
}

function textOf(node: YamlNode | undefined): string {
  return node?.kind === 'text' ? node.text : ''
}

function textsOf(node: YamlNode | undefined): readonly string[] {
  return node?.kind === 'list' ? node.items.map(textOf) : [textOf(node)].filter((text) => text !== '')
}
