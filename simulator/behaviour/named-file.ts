/** Data files that are known by their name without its ending: presets and climates. */
import { basename } from 'node:path'

export function byBaseName(files: readonly string[]): ReadonlyMap<string, string> {
  return new Map(files.map((file) => [basename(file).replace(/\.ya?ml$/, ''), file]))
}
