/**
 * The published build as it is now, in a folder of the bench's own: dist/ may be of yesterday, and somebody may be reading it.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, symlinkSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = `${root}.bench/`

/** @returns the command's file @throws when it cannot be built */
export function buildBundle(): string {
  mkdirSync(folder, { recursive: true })
  // The data is looked for beside the folder of the build.
  if (!existsSync(`${folder}scenarios`)) symlinkSync(`${root}scenarios`, `${folder}scenarios`, 'junction')
  const rolldown = `${root}node_modules/rolldown/bin/cli.mjs`
  const words = [rolldown, '--config', 'rolldown.config.ts', '--dir', `${folder}dist`]
  const { status } = spawnSync(process.execPath, words, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) throw new Error('the published build could not be made')
  return `${folder}dist/alipay-sandbox.js`
}
