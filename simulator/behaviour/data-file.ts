/**
 * A YAML file whose values a schema describes. Every complaint names the file, the line and the column of the mistake.
 * Loaded on first need: it brings yaml and zod along.
 */
import { readFile } from 'node:fs/promises'
import { isCollection, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { SimulatorError, type SimulatorErrorCode } from '../simulator-error.ts'
import type { Problem } from './field-problem.ts'
import { checked, fieldName } from './problem.ts'

export type DataFile = {
  /** @throws SimulatorError with the code given, when the file does not fit the schema */
  read<T>(schema: z.ZodType<T>): T
  /** For what only the reader of the values can see: throws as `read` does. */
  refuse(problems: readonly Problem[]): never
}

/** @throws SimulatorError with the code given, when there is no such file or it is no YAML */
export async function openDataFile(file: string, code: SimulatorErrorCode): Promise<DataFile> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
    throw new SimulatorError(code, { detail: `${file} cannot be read (${why}).`, cause })
  }
  return dataText(text, file, code)
}

/** The same for text at hand. */
export function dataText(text: string, file: string, code: SimulatorErrorCode): DataFile {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const spot = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return `${file}:${line}:${col}`
  }
  const [broken] = document.errors
  if (broken !== undefined)
    throw new SimulatorError(code, { detail: `${spot(broken.pos[0])}: ${broken.message}.`, cause: broken })
  const refuse = (problems: readonly Problem[]): never => {
    const [first, ...more] = problems
    if (first === undefined) throw new RangeError('a refusal needs a problem')
    const rest = more.length === 0 ? '' : ` (and ${more.length} more)`
    const subject = first.atKey === true ? '' : `${fieldName(first.path) || 'the file'} `
    const detail = `${spot(offsetOf(document.contents, first))}: ${subject}${first.message}${rest}.`
    throw new SimulatorError(code, { detail })
  }
  return {
    read(schema) {
      const result = checked(schema, document.toJS())
      return result.ok ? result.value : refuse(result.problems)
    },
    refuse,
  }
}

/** Where the value, or the key, stands; for what is missing, what it is missing from. */
function offsetOf(root: unknown, { path, atKey }: Problem): number {
  let node = root
  let offset = startOf(root, 0)
  for (const [index, part] of path.entries()) {
    if (!isCollection(node)) break
    const pair = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part))
      : undefined
    if (atKey === true && index === path.length - 1) return startOf(pair?.key, offset)
    node = node.get(part, true)
    offset = startOf(node, startOf(pair?.key, offset))
  }
  return offset
}

function startOf(node: unknown, otherwise: number): number {
  return isNode(node) ? (node.range?.[0] ?? otherwise) : otherwise
}
