/** Where the k6 scripts are: `load/k6/` stands beside the sources in a clone and beside the bundle in the published package. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { LoadError } from '../load-error.ts'

/** The absolute path of `load/k6/`. @throws LoadError INCOMPLETE_PACKAGE */
export function scriptFolder(from: string = import.meta.dirname): string {
  const candidate = join(from, 'load', 'k6')
  if (existsSync(join(candidate, 'pos.ts'))) return candidate
  const above = dirname(from)
  if (above === from)
    throw new LoadError('INCOMPLETE_PACKAGE', { detail: `There is no load/k6/ above ${import.meta.dirname}.` })
  return scriptFolder(above)
}
