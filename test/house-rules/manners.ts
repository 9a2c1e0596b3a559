/** How files look: their names, their first lines, and what may not be left lying about in them. */
import { eachFile, type Finding, isTest, type Rule } from './rule.ts'

const doorOfTesting = 'test/system-piece.ts'
/** The command's own file is kept to the three lines that make it start fast. */
const threeLines = 'bin/alipay-sandbox.ts'

const noLeftovers = eachFile('nothing is left to do, and no check is switched off', {
  because: 'a note in the code is read by nobody: finish it or file an issue',
  applies: () => true,
  find: ({ comments }) => comments.filter(({ text }) => /\b(?:TODO|FIXME)\b|@ts-(?:ignore|nocheck)/.test(text)),
})

const focused = /^(?:describe|it|test|suite|bench)\.(?:\w+\.)*only$/
const skipping = /^(?:describe|it|test|suite)\.(?:\w+\.)*(?:skip|skipIf|runIf|todo)$/

const noFocus = eachFile('no test runs alone', {
  because: 'all others would be silent',
  applies: (path) => !path.startsWith('test/fixtures/'),
  find: ({ uses }) => uses.filter(({ text }) => focused.test(text)),
})

const skipsAreNamed = eachFile('a suite is skipped only for want of a system piece', {
  because: 'a skip without its reason is a test nobody runs again; systemPiece() tells it and fails in CI',
  applies: (path) => !path.startsWith('test/fixtures/') && path !== doorOfTesting,
  find: ({ uses }) => uses.filter(({ text }) => skipping.test(text)),
})

const introduced = eachFile('a file says first what it is for', {
  because: 'a reader decides from the first lines whether to read on',
  applies: (path) => !isTest(path) && path !== threeLines,
  find: ({ text }) => (/^(?:#!.*\n)?\/\*\*/.test(text) ? [] : [{ text: 'the first line is no doc comment', line: 1 }]),
})

const linesMax = 200

const short = eachFile(`a file has at most ${linesMax} lines`, {
  because: 'one thing a file: what grows longer is two things',
  applies: (path) => !isTest(path),
  find: ({ text }) => {
    const lines = text.trimEnd().split('\n').length
    return lines > linesMax ? [{ text: `${lines} lines`, line: lines }] : []
  },
})

export const mannerRules: readonly Rule[] = [noLeftovers, noFocus, skipsAreNamed, introduced, short]

const kebabCase = /^\.?[a-z0-9]+(?:[-.][a-z0-9]+)*$/
/** Names that readers and tools look for in capitals. */
const capitals = /(?:^|\/)(?:README|CHANGELOG|CONTRIBUTING|LICENSE|Dockerfile|\.DS_Store)(?:\.md)?$/

/** Paths with a folder or a file that is not in kebab-case. */
export function badNames(paths: readonly string[]): Finding[] {
  return paths
    .filter((path) => !capitals.test(path) && !path.split('/').every((part) => kebabCase.test(part)))
    .map((path) => ({ path, line: 0, what: 'the name is not in kebab-case' }))
}

/** `index.ts` files that no entry of package.json's exports opens. */
export function hiddenDoors(paths: readonly string[], publishedDoors: ReadonlySet<string>): Finding[] {
  return paths
    .filter((path) => /(?:^|\/)index\.ts$/.test(path) && !publishedDoors.has(path))
    .map((path) => ({ path, line: 0, what: 'an index.ts that no export of package.json opens' }))
}
