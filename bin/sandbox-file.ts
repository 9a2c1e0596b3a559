/**
 * sandbox.yaml: settings by the name of their flag. Imported only when there is such a file.
 */
import { readYaml, type YamlNode } from '../simulator/yaml-node.ts'
import { CommandError } from './command-error.ts'

/** A setting as the file has it; a map of pairs becomes the text that the flag would have. */
export type FileEntry = { readonly key: string; readonly line: number; readonly text: string }

/**
 * @param path for messages only
 * @throws CommandError UNREADABLE_CONFIG
 */
export function parseSandboxFile(source: string, path: string): readonly FileEntry[] {
  const yaml = readYaml(source)
  if (!yaml.ok) throw unreadable(path, yaml.line, yaml.problem)
  const { root } = yaml
  if (root.kind === 'text' && root.text === '') return []
  if (root.kind !== 'map') throw unreadable(path, root.line, 'names with values belong here')
  return root.members.map(({ name, line, value }) => ({ key: name, line, text: textOf(value, path) }))
}

function textOf(node: YamlNode, path: string): string {
  switch (node.kind) {
    case 'text':
      return node.text
    case 'list':
      return node.items.map((item) => textOf(item, path)).join(',')
    case 'map':
      return node.members.map(({ name, value }) => `${name}=${plainText(value, path)}`).join(',')
  }
}

function plainText(node: YamlNode, path: string): string {
  if (node.kind !== 'text') throw unreadable(path, node.line, 'a plain value belongs here')
  return node.text
}

function unreadable(path: string, line: number, problem: string): CommandError {
  return new CommandError('UNREADABLE_CONFIG', { detail: `${path}:${line}: ${problem}.` })
}
