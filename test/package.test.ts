/** The package as a stranger gets it: packed, installed in an empty folder, run and imported without our devDependencies. */
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import packageJson from '../package.json' with { type: 'json' }

const root = fileURLToPath(new URL('..', import.meta.url))
const node = join(root, 'node_modules/.bin/node')
/** The one door that needs a package which the user brings along, and its types. */
const containers = `${packageJson.name}/testcontainers`
const specifiers = Object.keys(packageJson.exports)
  .filter((door) => door !== './package.json')
  .map((door) => door.replace('.', packageJson.name))
  .filter((specifier) => specifier !== containers)

describe('the published package', { timeout: 180_000 }, () => {
  const scratch = mkdtempSync(join(tmpdir(), 'alipay-sandbox-package-'))
  const home = join(scratch, 'home')
  let packed: string[] = []

  function run(command: string, args: string[], cwd = home): string {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  }

  beforeAll(() => {
    const [tarball, files] = pack()
    packed = files
    mkdirSync(home)
    writeFileSync(join(home, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
    run('npm', ['install', '--no-save', '--prefer-offline', '--no-audit', '--no-fund', tarball])
  }, 180_000)

  afterAll(() => rmSync(scratch, { recursive: true, force: true }), 60_000)

  /** Packs a copy of the clone, so that two runs at once do not build into each other's dist/. */
  function pack(): [tarball: string, files: string[]] {
    const clone = join(scratch, 'clone')
    const left = new Set(['node_modules', 'dist', '.git'])
    cpSync(root, clone, { recursive: true, filter: (path) => !left.has(basename(path)) })
    symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'))
    run('npm', ['run', 'build'], clone)
    const said = run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', scratch], clone)
    const [made] = Object.values<{ filename: string; files: { path: string }[] }>(JSON.parse(said))
    if (made === undefined) throw new Error(`npm pack made nothing: ${said}`)
    return [join(scratch, made.filename), made.files.map(({ path }) => path)]
  }

  it('carries the build, the data and the licences, and neither sources nor tests', () => {
    expect(packed).toEqual(
      expect.arrayContaining(['package.json', 'LICENSE', 'dist/alipay-sandbox.js', 'dist/third-party-licenses.txt']),
    )
    expect(packed.filter((path) => /^scenarios\/.+\.yaml$/.test(path))).not.toEqual([])
    // k6 runs its scripts as they are.
    const sources = /^(?!load\/k6\/).*(?<!\.d)\.ts$/
    expect(packed.filter((path) => sources.test(path) || path.includes('.test.'))).toEqual([])
  })

  it('brings no other package along', () => {
    // What a start always needs is bundled; only what is heavy and seldom used may be a dependency, and is named here.
    expect(readdirSync(join(home, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([packageJson.name])
  })

  it('runs its command', () => {
    expect(run(join(home, 'node_modules/.bin/alipay-sandbox'), ['--help'])).toContain('Usage: alipay-sandbox')
  })

  /** What a consumer has installed besides. */
  function bring(name: string) {
    const link = join(home, 'node_modules', name)
    if (existsSync(link)) return
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(join(root, 'node_modules', name), link)
  }

  /** What the module exports, as a script of the consumer's sees it. */
  function imported(specifier: string): unknown {
    const script = `console.log(JSON.stringify(Object.keys(await import('${specifier}'))))`
    return JSON.parse(run(node, ['--input-type=module', '--eval', script]))
  }

  /** What the compiler says of a strict consumer of these, libraries included. */
  function compiled(...imports: string[]): string {
    const file = `consumer-of-${imports.length}.ts`
    const lines = imports.map((specifier, n) => `export * as part${n} from '${specifier}'`)
    writeFileSync(join(home, file), `${lines.join('\n')}\n`)
    for (const name of ['@types/node', 'undici-types']) bring(name)
    const strict = ['--strict', '--skipLibCheck', 'false', '--exactOptionalPropertyTypes']
    const target = [
      '--module',
      'nodenext',
      '--target',
      'es2024',
      '--lib',
      'es2024,esnext.disposable',
      '--types',
      'node',
    ]
    const options = ['--noEmit', '--pretty', 'false', ...strict, ...target]
    return run(join(root, 'node_modules/.bin/tsc'), ['--ignoreConfig', ...options, file])
  }

  it.each(specifiers)('can be imported: %s', (specifier) => {
    expect(imported(specifier)).not.toEqual([])
  })

  it('has types a strict consumer compiles against, libraries included', () => {
    expect(compiled(...specifiers)).toBe('')
  })

  it('has a door for those who bring testcontainers, and says so to the others', () => {
    expect(() => imported(containers)).toThrow("Cannot find package 'testcontainers'")
    bring('testcontainers')
    expect(imported(containers)).toContain('AlipaySandboxContainer')
    expect(compiled(containers)).toBe('')
  })
})
