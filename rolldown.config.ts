/**
 * The published build: each export of package.json and the command become one file in dist/, what they share becomes
 * chunks beside them. A devDependency is bundled, a dependency and what the user brings along stay outside
 * (docs/decisions/0003-a-bundle.md).
 */
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { defineConfig, type Plugin } from 'rolldown'
import packageJson from './package.json' with { type: 'json' }

type Manifest = {
  exports: Record<string, string | { types: string; default: string }>
  dependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
}

const manifest: Manifest = packageJson
const outside = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })

/** `./dist/types/protocol/index.d.ts` was declared from `protocol/index.ts`, and `./dist/protocol.js` is built from it. */
const doors = Object.values(manifest.exports)
  .filter((door) => typeof door === 'object')
  .map(({ types, default: file }) => [
    basename(file, '.js'),
    types.replace('./dist/types/', './').replace(/\.d\.ts$/, '.ts'),
  ])

/** The licences of what was bundled go along with it. */
const thirdPartyLicenses: Plugin = {
  name: 'third-party-licenses',
  generateBundle() {
    const folders = new Set([...this.getModuleIds()].flatMap((id) => packageFolder(id) ?? []))
    const source = [...folders].sort().map(license).join('\n\n')
    this.emitFile({ type: 'asset', fileName: 'third-party-licenses.txt', source: `${source}\n` })
  },
}

function packageFolder(moduleId: string): string | undefined {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(moduleId.replaceAll('\\', '/'))?.[0]
}

function license(folder: string): string {
  const { name, version, license: kind } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const [file] = globSync(join(folder, '{LICENSE,LICENCE,License,license}*'))
  const body = file === undefined ? '(the package carries no licence file)' : readFileSync(file, 'utf8').trim()
  return `--- ${name} ${version} (${kind}) ---\n\n${body}`
}

export default defineConfig({
  input: { 'alipay-sandbox': 'bin/alipay-sandbox.ts', ...Object.fromEntries(doors) },
  platform: 'node',
  external: (id) => outside.some((name) => id === name || id.startsWith(`${name}/`)),
  transform: { target: 'node22.18' },
  plugins: [thirdPartyLicenses],
  output: { dir: 'dist', format: 'esm', cleanDir: true, chunkFileNames: '[name]-[hash].js' },
})
