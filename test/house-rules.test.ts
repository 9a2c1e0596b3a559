import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { importRules } from './house-rules/imports.ts'
import { badNames, hiddenDoors, mannerRules } from './house-rules/manners.ts'
import type { Finding } from './house-rules/rule.ts'
import { listFiles, readSource, readSources } from './house-rules/source.ts'
import { worldRules } from './house-rules/world.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const rules = [...importRules, ...worldRules, ...mannerRules]
const told = (findings: Finding[]) => findings.map(({ path, line, what }) => `${path}:${line} ${what}`)

describe('this repository', () => {
  const sources = readSources(root)

  it('is read whole, this file included', () => {
    expect(sources.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['test/house-rules.test.ts', 'protocol/index.ts', 'bin/alipay-sandbox.ts']),
    )
  })

  it.each(rules)('keeps: $name', ({ because, check }) => {
    expect(told(check(sources)), because).toEqual([])
  })

  it('names its files in kebab-case', () => {
    expect(told(badNames(listFiles(root, '**/*')))).toEqual([])
  })

  it('has an index.ts only where a folder is a published door', () => {
    const doors = Object.values<unknown>(JSON.parse(readFileSync(`${root}/package.json`, 'utf8')).exports)
    const published = JSON.stringify(doors).matchAll(/dist\/types\/([^"]+)\.d\.ts/g)
    expect(
      told(hiddenDoors(listFiles(root, '**/index.ts'), new Set([...published].map(([, name]) => `${name}.ts`)))),
    ).toEqual([])
  })
})

/** A rule, and made-up files that break it; what it then says. */
const broken: [rule: string, files: Record<string, string>, says: string[]][] = [
  [
    'each house imports only the houses below it',
    {
      'protocol/a.ts': "import { b } from '../simulator/b.ts'",
      'protocol/version.ts': "import pkg from '../package.json' with { type: 'json' }",
      'reference/client/c.ts': "import type { B } from '../../simulator/b.ts'",
      'simulator/d.ts': "export * from '../reference/client/c.ts'",
      'simulator/e.ts': "const e = await import('../conformance/e.ts')",
      'simulator/f.test.ts': "let f: import('../reference/f.ts').F",
      'reference/g.ts': "import '../index.ts'",
    },
    [
      'protocol/a.ts:1 simulator/b.ts',
      'protocol/version.ts:1 package.json',
      'reference/client/c.ts:1 simulator/b.ts',
      'simulator/d.ts:1 reference/client/c.ts',
      'simulator/e.ts:1 conformance/e.ts',
      'simulator/f.test.ts:1 reference/f.ts',
      'reference/g.ts:1 index.ts',
    ],
  ],
  ['protocol/ does no I/O', { 'protocol/a.ts': "import fs from 'node:fs'" }, ['protocol/a.ts:1 node:fs']],
  ['bin/ is imported by nobody', { 'index.ts': "export * from './bin/main.ts'" }, ['index.ts:1 bin/main.ts']],
  [
    'only tests import tests',
    { 'simulator/a.ts': "import { it } from 'vitest'\nimport { x } from '../test/x.ts'\nimport './b.test.ts'" },
    ['simulator/a.ts:1 vitest', 'simulator/a.ts:2 test/x.ts', 'simulator/a.ts:3 simulator/b.test.ts'],
  ],
  [
    'no import cycles',
    {
      'simulator/a.ts': "import './b.ts'",
      'simulator/b.ts': "\nimport type { C } from './c.ts'",
      'simulator/c.ts': "import './a.ts'\nimport './c.ts'",
    },
    [
      'simulator/c.ts:1 simulator/a.ts → simulator/b.ts → simulator/c.ts → simulator/a.ts',
      'simulator/c.ts:2 simulator/c.ts → simulator/c.ts',
    ],
  ],
  [
    'the clock is handed in',
    {
      'simulator/a.ts': 'const a = Date.now\nconst b = new Date()\nconst c = new Date\nperformance\n  .now()',
      'protocol/b.ts': 'globalThis.Date.now()\nDate()',
      'index.ts': "import { performance } from 'node:perf_hooks'",
    },
    [
      'simulator/a.ts:1 Date.now',
      'simulator/a.ts:2 newDate()',
      'simulator/a.ts:3 newDate',
      'simulator/a.ts:4 performance.now',
      'protocol/b.ts:1 globalThis.Date.now',
      'protocol/b.ts:2 Date()',
      'index.ts:1 node:perf_hooks#performance',
    ],
  ],
  [
    'chance is handed in',
    { 'simulator/a.ts': "import { randomUUID } from 'node:crypto'\nMath.random()\ncrypto.getRandomValues(x)" },
    [
      'simulator/a.ts:2 Math.random',
      'simulator/a.ts:3 crypto.getRandomValues',
      'simulator/a.ts:1 node:crypto#randomUUID',
    ],
  ],
  [
    'the environment is handed in, and nobody below bin/ ends the process',
    {
      'reference/a.ts':
        "import { env } from 'node:process'\nprocess.env.HOME\nconst { argv } = process\nprocess.exit(1)",
    },
    [
      'reference/a.ts:2 process.env',
      'reference/a.ts:3 process.argv',
      'reference/a.ts:4 process.exit',
      'reference/a.ts:1 node:process#env',
    ],
  ],
  [
    'nothing is left to do, and no check is switched off',
    { 'bin/a.ts': '// TODO later\n/* FIXME */\n// @ts-ignore\nconst s = "TODO in a string is no note"' },
    ['bin/a.ts:1  TODO later', 'bin/a.ts:2  FIXME ', 'bin/a.ts:3  @ts-ignore'],
  ],
  [
    'no test runs alone',
    { 'simulator/a.test.ts': "it.only('a', f)\ndescribe.only.each([])('b', f)\nquery.only('c')" },
    ['simulator/a.test.ts:1 it.only', 'simulator/a.test.ts:2 describe.only'],
  ],
  [
    'a suite is skipped only for want of a system piece',
    { 'simulator/a.test.ts': "it.skip('a', f)\ndescribe.skipIf(x)('b', f)\nit.todo('c')\nfile.skip(3)" },
    ['simulator/a.test.ts:1 it.skip', 'simulator/a.test.ts:2 describe.skipIf', 'simulator/a.test.ts:3 it.todo'],
  ],
  [
    'a file says first what it is for',
    { 'simulator/a.ts': "import './b.ts'\n/** Too late. */" },
    ['simulator/a.ts:1 the first line is no doc comment'],
  ],
  [
    'a file has at most 200 lines',
    { 'simulator/a.ts': `/** A. */${'\n//'.repeat(200)}\n`, 'simulator/b.ts': `/** B. */${'\n//'.repeat(199)}\n` },
    ['simulator/a.ts:201 201 lines'],
  ],
]

describe('a house rule', () => {
  it.each(broken)('bites: %s', (name, files, says) => {
    const rule = rules.find((candidate) => candidate.name === name)
    const sources = Object.entries(files).map(([path, text]) => readSource(path, text))
    expect(told(rule?.check(sources) ?? [])).toEqual(says)
  })

  it('is proven to bite, each of them', () => {
    expect(broken.map(([name]) => name).sort()).toEqual(rules.map(({ name }) => name).sort())
  })

  it('lets go what it does not mean', () => {
    const good = {
      'protocol/a.ts':
        "/** A. */\nimport { createHash } from 'node:crypto'\nimport iconv from 'iconv-lite'\nnew Date(0)",
      'protocol/a.test.ts': "import { readFileSync } from 'node:fs'\nimport '../test/system-piece.ts'\nDate.now()",
      'simulator/clock.ts': '/** Time. */\nexport const now = () => Date.now()',
      'simulator/version.ts':
        "/** V. */\nimport pkg from '../package.json' with { type: 'json' }\nconst u = import.meta.url",
      'conformance/all.ts': "/** All. */\nimport '../simulator/version.ts'\nimport '../reference/x.ts'",
      'bin/main.ts': '#!/usr/bin/env node\n/** Main. */\nprocess.env.HOME\nprocess.exit(2)',
    }
    const sources = Object.entries(good).map(([path, text]) => readSource(path, text))
    expect(rules.flatMap(({ check }) => told(check(sources)))).toEqual([])
  })

  it('bites: names in kebab-case', () => {
    const good = ['README.md', 'docs/decisions/0001-one-package.md', '.ci/run', 'tsconfig.build.json', 'a/b.test.ts']
    const bad = ['simulator/payStore.ts', 'docs/My_Page.md', 'Simulator/a.ts']
    expect(badNames([...good, ...bad]).map(({ path }) => path)).toEqual(bad)
  })

  it('bites: an index.ts nobody publishes', () => {
    const doors = new Set(['index.ts', 'protocol/index.ts'])
    expect(hiddenDoors(['index.ts', 'protocol/index.ts', 'simulator/store/index.ts'], doors)).toHaveLength(1)
  })
})
