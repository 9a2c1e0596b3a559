/**
 * The published build: each export of package.json and the command become one file in dist/, what they share becomes
 * chunks beside them. A devDependency is bundled, a dependency and what the user brings along stay outside
 * (docs/decisions/0003-a-bundle.md).
 */
import { globSync, readFileSync } from 'node:fs'
import { basename, join, sep } from 'node:path'
import { defineConfig, type Plugin, type PluginContext } from 'rolldown'
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

/** The way of `serve` to its first payment: all that these import at once, and what every start loads a little later. */
const startsWith = [
  'bin/program.ts',
  'bin/commands/serve.ts',
  'bin/serve-log.ts',
  'bin/serve-greeting.ts',
  'simulator/store/sqlite/sqlite-store.ts',
].map((file) => join(import.meta.dirname, file))

/**
 * Where each part of a start goes, by the innermost of these that it is in: a file for each house, so that no door loads another
 * house; SQLite apart, because older Nodes warn when it is loaded. Whoever is imported stands before those who import it.
 */
const startFiles = [
  ['start-data', 'package.json'],
  ['start-data', join('simulator', 'demo-partner.ts')],
  ['start-protocol', 'protocol'],
  ['start-simulator', 'simulator'],
  ['start-sqlite', join('simulator', 'store', 'sqlite')],
  ['start-reference', 'reference'],
  ['start-bin', 'bin'],
] as const
const startNames = [...new Set<string>(startFiles.map(([name]) => name))]

type Graph = Pick<PluginContext, 'getModuleInfo'>

let loadedAtStart: ReadonlySet<string> | undefined

/** Every file costs a start a third of a millisecond and more: sixty files become these. Source: docs/performance.md. */
function startFile(id: string, graph: Graph): string | undefined {
  loadedAtStart ??= withImports(startsWith, (module) => graph.getModuleInfo(module)?.importedIds ?? [])
  if (!loadedAtStart.has(id)) return undefined
  const around = startFiles.filter(([, path]) => `${id}${sep}`.startsWith(join(import.meta.dirname, path) + sep))
  return around.sort(([, one], [, other]) => other.length - one.length)[0]?.[0]
}

function withImports(modules: readonly string[], importsOf: (id: string) => readonly string[]): ReadonlySet<string> {
  const found = new Set(modules)
  for (const id of found) for (const imported of importsOf(id)) found.add(imported)
  return found
}

/**
 * The ES module form of a module of Node's reads its every export when it is imported, and some of them load much more:
 * `process.getBuiltinModule` reads what is asked for. In the files of a start alone: elsewhere it does not matter.
 */
const builtinsUnread: Plugin = {
  name: 'builtins-unread',
  renderChunk(code, { name }) {
    if (!startNames.includes(name)) return null
    return code.replaceAll(
      /^import (?:([\w$]+)(?:, )?)?(?:\{ ([^}]+) \} )? ?from "(node:[\w/]+)";$/gm,
      (_, whole?: string, some?: string, module?: string) => {
        const names = [whole, some && `{ ${some.replaceAll(' as ', ': ')} }`].filter((name) => name !== undefined)
        return names.map((name) => `const ${name} = globalThis.process.getBuiltinModule("${module}");`).join(' ')
      },
    )
  },
}

export default defineConfig({
  input: { 'alipay-sandbox': 'bin/alipay-sandbox.ts', ...Object.fromEntries(doors) },
  platform: 'node',
  external: (id) => outside.some((name) => id === name || id.startsWith(`${name}/`)),
  transform: { target: 'node22.18' },
  plugins: [thirdPartyLicenses, builtinsUnread],
  output: {
    dir: 'dist',
    format: 'esm',
    cleanDir: true,
    chunkFileNames: '[name]-[hash].js',
    codeSplitting: {
      // The first has the highest priority: a group takes along what its modules import and no group before it has.
      groups: startNames.map((file, i) => ({
        name: (id: string, graph: Graph) => (startFile(id, graph) === file ? file : null),
        priority: startNames.length - i,
        debugName: file,
      })),
    },
    // The declarations beside it carry them.
    comments: { jsdoc: false },
  },
})
