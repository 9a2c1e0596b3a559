/**
 * Where the data files of the package are: `scenarios/` stands beside the sources in a clone and beside the bundle in the
 * published package. Knows no file in it.
 */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { SimulatorError } from './simulator-error.ts'

let found: string | undefined

/** The absolute path of `scenarios/`, or of something in it. @throws SimulatorError INCOMPLETE_PACKAGE */
export function scenarioPath(...inside: readonly string[]): string {
  found ??= nearest(import.meta.dirname)
  return join(found, ...inside)
}

function nearest(directory: string): string {
  const candidate = join(directory, 'scenarios')
  if (existsSync(join(candidate, 'dialects'))) return candidate
  const above = dirname(directory)
  if (above === directory)
    throw new SimulatorError('INCOMPLETE_PACKAGE', { detail: `There is no scenarios/ above ${import.meta.dirname}.` })
  return nearest(above)
}
