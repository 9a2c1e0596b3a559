/**
 * Which dialect the gateway speaks: the global one, another of scenarios/dialects, or somebody's own file, with single
 * switches turned. The global one is at hand without reading a file. Source: sources.md §3, §4.
 */
import { basename, dirname, resolve } from 'node:path'
import { nearestHint } from '../nearest-name.ts'
import { scenarioPath } from '../scenario-files.ts'
import { SimulatorError } from '../simulator-error.ts'
import type { DialectFile } from './dialect-file.ts'
import { type Dialect, switches } from './switch.ts'
import { readSwitch } from './switch-value.ts'

/** The first choice of every switch; scenarios/dialects/global.yaml says the same and why, and a test compares the two. */
export const globalDialect = Object.freeze(
  Object.fromEntries(Object.entries(switches).map(([name, [first]]) => [name, first])),
) as unknown as Dialect

/**
 * @param nameOrFile the name of a file in scenarios/dialects (`hk`), or a path (with a `/` or ending in `.yaml`)
 * @param overrides single switches and their values as text; they win
 * @throws SimulatorError UNKNOWN_DIALECT, UNREADABLE_DIALECT, UNKNOWN_SWITCH, UNKNOWN_SWITCH_VALUE
 */
export async function loadDialect(
  nameOrFile: string,
  overrides: Readonly<Record<string, string>> = {},
): Promise<Dialect> {
  const turned = Object.entries(overrides).map(([name, text]) => turn(name, text))
  return { ...(await dialectAt(await dialectPath(nameOrFile, '.'), [])), ...Object.fromEntries(turned) }
}

function turn(name: string, text: string): readonly [string, string | boolean] {
  const read = readSwitch(name, text)
  if (!read.ok) throw new SimulatorError(read.code, { detail: `${name}=${text}: ${read.problem}.` })
  return [read.name, read.value]
}

/** @param extending the files on the way here, each of which extends the next */
async function dialectAt(path: string, extending: readonly string[]): Promise<Dialect> {
  if (path === scenarioPath('dialects', 'global.yaml')) return globalDialect
  if (extending.includes(path)) {
    const detail = `${[...extending, path].join(' extends ')}: a circle.`
    throw new SimulatorError('UNREADABLE_DIALECT', { detail })
  }
  const file = await readDialectFile(path)
  const below = await dialectPath(file.extends ?? 'global', dirname(path))
  const statements = file.statements.map(({ name, value }) => [name, value])
  return { ...(await dialectAt(below, [...extending, path])), ...Object.fromEntries(statements) }
}

/** @param from the directory that a relative path starts at */
async function dialectPath(nameOrFile: string, from: string): Promise<string> {
  if (/[/\\]|\.ya?ml$/.test(nameOrFile)) return resolve(from, nameOrFile)
  if (nameOrFile === 'global') return scenarioPath('dialects', 'global.yaml')
  const { readdir } = await import('node:fs/promises')
  const names = (await readdir(scenarioPath('dialects'))).map((file) => basename(file, '.yaml'))
  if (names.includes(nameOrFile)) return scenarioPath('dialects', `${nameOrFile}.yaml`)
  const detail = `There is no dialect "${nameOrFile}"${nearestHint(nameOrFile, names)}; there are ${names.join(', ')}.`
  throw new SimulatorError('UNKNOWN_DIALECT', { detail })
}

async function readDialectFile(path: string): Promise<DialectFile> {
  const { readFile } = await import('node:fs/promises')
  const { parseDialectFile } = await import('./dialect-file.ts')
  let source: string
  try {
    source = await readFile(path, 'utf8')
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
    throw new SimulatorError('UNKNOWN_DIALECT', { detail: `${path} cannot be read (${why}).`, cause })
  }
  return parseDialectFile(source, path)
}
