/**
 * Brings the peers onto this machine when somebody first asks for them: they are a hundred megabytes that nobody else needs,
 * so they have a package.json of their own. WireMock runs on the Java that is there; without one it is left out, and said so.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const peersFolder = fileURLToPath(new URL('.', import.meta.url))

/** @throws when npm cannot install them */
export function installPeers(say: (text: string) => void): void {
  if (existsSync(`${peersFolder}node_modules/.package-lock.json`)) return
  say('installing the peers into bench/peers/node_modules, once (npm ci, 100 MB) …\n')
  // Their install scripts fetch things that no canned answer needs.
  const words = ['ci', '--no-audit', '--no-fund', '--ignore-scripts']
  const { status, error } = spawnSync('npm', words, { cwd: peersFolder, stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) throw new Error('the peers could not be installed', { cause: error })
}

export function wireMockJar(): string | undefined {
  return globSync(`${peersFolder}node_modules/wiremock/build/wiremock-standalone-*.jar`)[0]
}

export function hasJava(): boolean {
  return spawnSync('java', ['-version']).status === 0
}
