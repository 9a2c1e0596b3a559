/**
 * One TypeScript file of the repository as the house rules see it: what it imports, what it reads of the world, what its
 * comments say. Parsed by oxc (rolldown carries it), so that a word in a string is never taken for code.
 */
import { globSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { parseSync, Visitor } from 'rolldown/utils'

export type Spot = { text: string; line: number }

/** `text` is a path from the root where it is a file of ours, else the specifier as written. */
export type Import = Spot & { ours: boolean }

export type Source = {
  /** From the root of the repository, with `/`. */
  path: string
  text: string
  /** Each import, export-from, dynamic import and type import. */
  imports: Import[]
  /** Member accesses and calls without arguments, blanks removed: `Date.now`, `newDate()`. */
  uses: Spot[]
  /** Names imported from `node:` modules: `node:crypto#randomUUID`. */
  builtins: Spot[]
  comments: Spot[]
}

const ignored = ['**/node_modules', 'dist', 'coverage', '.git']

export function listFiles(root: string, pattern: string): string[] {
  return globSync(pattern, { cwd: root, exclude: ignored })
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
}

export function readSources(root: string): Source[] {
  return listFiles(root, '**/*.ts').map((path) => readSource(path, readFileSync(join(root, path), 'utf8')))
}

export function readSource(path: string, text: string): Source {
  const { program, module, comments, errors } = parseSync(path, text)
  if (errors[0] !== undefined) throw new SyntaxError(`${path}: ${errors[0].message}`)
  const spot = (start: number, what: string): Spot => ({ text: what, line: text.slice(0, start).split('\n').length })
  const source: Source = { path, text, imports: [], uses: [], builtins: [], comments: [] }
  const importing = (start: number, specifier: string) => {
    const ours = specifier.startsWith('.')
    const target = ours ? posix.join(posix.dirname(path), specifier) : specifier
    source.imports.push({ ...spot(start, target), ours })
  }
  const using = ({ start, end }: { start: number; end: number }) =>
    source.uses.push(spot(start, text.slice(start, end).replaceAll(/\s/g, '')))

  for (const { start, moduleRequest, entries } of module.staticImports) {
    importing(start, moduleRequest.value)
    if (!moduleRequest.value.startsWith('node:')) continue
    for (const { importName } of entries) {
      source.builtins.push(spot(start, `${moduleRequest.value}#${importName.name ?? '*'}`))
    }
  }
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest, start } of entries) if (moduleRequest) importing(start, moduleRequest.value)
  }
  new Visitor({
    ImportExpression: ({ start, source: from }) => {
      if (from.type === 'Literal' && typeof from.value === 'string') importing(start, from.value)
    },
    TSImportType: ({ start, source: from }) => void importing(start, from.value),
    MemberExpression: (node) => void using(node),
    NewExpression: (node) => void (node.arguments.length === 0 && using(node)),
    CallExpression: (node) => void (node.arguments.length === 0 && using(node)),
    // `const { env } = process` reads `process.env`.
    VariableDeclarator: ({ start, id, init }) => {
      if (id.type !== 'ObjectPattern' || init?.type !== 'Identifier') return
      for (const property of id.properties) {
        if (property.type === 'Property' && property.key.type === 'Identifier') {
          source.uses.push(spot(start, `${init.name}.${property.key.name}`))
        }
      }
    },
  }).visit(program)
  source.comments = comments.map(({ start, value }) => spot(start, value))
  return source
}
