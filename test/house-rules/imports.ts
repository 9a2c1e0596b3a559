/** Who may know whom: the three rules of the design, and no import cycles. */
import { eachFile, finding, houseOf, isTest, type Rule } from './rule.ts'
import type { Source } from './source.ts'

/** Built-ins that do no I/O, and so may be used by `protocol/`. */
const pureBuiltins = new Set(['node:assert', 'node:buffer', 'node:crypto', 'node:util'])

/** A house, and the houses of ours it may import beside itself. Test files may also import `test/`. */
const neighbours: Readonly<Record<string, readonly string[]>> = {
  protocol: [],
  reference: ['protocol'],
  simulator: ['protocol'],
  conformance: ['protocol', 'reference', 'simulator'],
}

const neighbourly = eachFile('each house imports only the houses below it', {
  because: 'a bug shared by reference/ and simulator/ would be invisible: they meet in protocol/ and on the wire',
  applies: (path) => houseOf(path) in neighbours,
  find: ({ path, imports }) => {
    const house = houseOf(path)
    const allowed = new Set([house, ...(neighbours[house] ?? []), ...(isTest(path) ? ['test'] : [])])
    // package.json belongs to nobody's house: its version may be read by all but protocol/.
    const isVersion = (text: string) => text === 'package.json' && house !== 'protocol'
    return imports.filter(({ text, ours }) => ours && !allowed.has(houseOf(text)) && !isVersion(text))
  },
})

const pureProtocol = eachFile('protocol/ does no I/O', {
  because: 'the wire protocol is pure: bytes in, bytes out',
  applies: (path) => houseOf(path) === 'protocol' && !isTest(path),
  find: ({ imports }) => imports.filter(({ text }) => text.startsWith('node:') && !pureBuiltins.has(text)),
})

const binIsTheTop = eachFile('bin/ is imported by nobody', {
  because: 'the command line reads the world and hands it in; what imported it would read the world too',
  // docs/ prints the manual from the table of settings.
  applies: (path) => !['bin', 'docs'].includes(houseOf(path)) && !isTest(path),
  find: ({ imports }) => imports.filter(({ text, ours }) => ours && houseOf(text) === 'bin'),
})

const testsStayOut = eachFile('only tests import tests', {
  because: 'what is published would carry the test runner',
  applies: (path) => !isTest(path) && !path.endsWith('.config.ts') && houseOf(path) !== 'bench',
  find: ({ imports }) => imports.filter(({ text, ours }) => text === 'vitest' || (ours && isTest(text))),
})

const noCycles: Rule = {
  name: 'no import cycles',
  because: 'what a module sees of another would depend on which was loaded first',
  check: (sources) => {
    const byPath = new Map(sources.map((source) => [source.path, source]))
    const done = new Set<string>()
    return sources.flatMap((source) => cyclesFrom(source, byPath, done))
  },
}

/** Depth first from one file; a file once left is not entered again, so each cycle is told once. */
function cyclesFrom(start: Source, byPath: ReadonlyMap<string, Source>, done: Set<string>) {
  const trail: string[] = []
  const found: ReturnType<typeof finding>[] = []
  const enter = (source: Source) => {
    trail.push(source.path)
    for (const spot of source.imports) {
      const at = trail.indexOf(spot.text)
      if (at >= 0) found.push(finding(source, spot, [...trail.slice(at), spot.text].join(' → ')))
      const next = byPath.get(spot.text)
      if (at < 0 && next !== undefined && !done.has(next.path)) enter(next)
    }
    trail.pop()
    done.add(source.path)
  }
  if (!done.has(start.path)) enter(start)
  return found
}

export const importRules: readonly Rule[] = [neighbourly, pureProtocol, binIsTheTop, testsStayOut, noCycles]
