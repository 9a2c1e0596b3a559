/**
 * What is wrong with data that somebody wrote: which field, and a phrase. Made from zod's issues, with the nearest right name
 * where a name is unknown. Knows no file and no schema of ours.
 */
import { z } from 'zod'
import { nearestHint } from '../nearest-name.ts'
import type { Problem } from './field-problem.ts'

export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] }

export function checked<T>(schema: z.ZodType<T>, value: unknown): Checked<T> {
  const result = schema.safeParse(value, { reportInput: true })
  if (result.success) return { ok: true, value: result.data }
  const problems = result.error.issues.flatMap((issue) => problemsOf(issue, []))
  // A mistyped key first: it explains the one that is missing.
  return { ok: false, problems: problems.toSorted((a, b) => Number(b.atKey ?? false) - Number(a.atKey ?? false)) }
}

/** An object that takes these keys and no others; an unknown one is answered with the nearest of them. */
export function closed<Shape extends z.ZodRawShape>(shape: Shape) {
  const known = Object.keys(shape)
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? JSON.stringify(issue.keys.map((key) => nearestHint(key, known))) : undefined,
  })
}

/** `match.amount.from`, `rules[2].times`; empty for the whole. */
export function fieldName(path: Problem['path']): string {
  return path.reduce<string>((name, part) => {
    if (typeof part === 'number') return `${name}[${part}]`
    return name === '' ? part : `${name}.${part}`
  }, '')
}

type Issue = z.core.$ZodIssue

function problemsOf(issue: Issue, base: Problem['path']): readonly Problem[] {
  const path = [...base, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))]
  switch (issue.code) {
    case 'unrecognized_keys':
      return unknownKeys(issue, path)
    case 'invalid_union':
      return 'options' in issue ? [{ path, message: kindMessage(issue) }] : branchProblems(issue, path)
    default:
      return [{ path, message: phrase(issue) }]
  }
}

function unknownKeys({ keys, message }: z.core.$ZodIssueUnrecognizedKeys, path: Problem['path']): readonly Problem[] {
  const hints: string[] = JSON.parse(message)
  return keys.map((key, index) => ({
    path: [...path, key],
    message: `unknown key "${key}"${hints[index] ?? ''}`,
    atKey: true,
  }))
}

/** `kind: rest`: the word that tells the forms apart is unknown. */
function kindMessage(issue: z.core.$ZodIssueInvalidUnion): string {
  const { discriminator, input } = issue
  const written = isRecord(input) && discriminator !== undefined ? input[discriminator] : undefined
  return written === undefined ? 'is missing' : choice('options' in issue ? issue.options : [], written)
}

/** Of the forms that a value may have, the one whose outside fits was meant; when none does, all are named. */
function branchProblems(issue: z.core.$ZodIssueInvalidUnion, path: Problem['path']): readonly Problem[] {
  if (issue.message !== 'Invalid input') return [{ path, message: issue.message }]
  const outsideFits = (branch: readonly Issue[]) => branch.every((inner) => inner.path.length > 0)
  const isWord = (branch: readonly Issue[]) =>
    typeof issue.input === 'string' && branch.some((inner) => inner.code === 'invalid_value')
  const meant = issue.errors.find(outsideFits) ?? issue.errors.find(isWord)
  if (meant !== undefined) return meant.flatMap((inner) => problemsOf(inner, path))
  const forms = issue.errors.flatMap((branch) => branch.map(phrase))
  return [{ path, message: [...new Set(forms)].join(', or ') }]
}

const measures: Readonly<Record<string, readonly [verb: string, unit: string]>> = {
  array: ['have', ' in the list'],
  string: ['have', ' characters'],
}

function phrase(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'is missing'
      return issue.message.startsWith('Invalid input') ? `must be ${article(issue.expected)}` : issue.message
    case 'invalid_value':
      return issue.input === undefined ? 'is missing' : choice(issue.values, issue.input)
    case 'too_small':
      return bound(issue.origin, issue.inclusive ? 'at least' : 'more than', issue.minimum)
    case 'too_big':
      return bound(issue.origin, issue.inclusive ? 'at most' : 'less than', issue.maximum)
    default:
      return issue.message
  }
}

function bound(origin: string, relation: string, limit: number | bigint): string {
  const [verb, unit] = measures[origin] ?? ['be', '']
  return `must ${verb} ${relation} ${limit}${unit}`
}

const articles: Readonly<Record<string, string>> = { int: 'a whole number', array: 'a list', object: 'an object' }

function article(expected: string): string {
  return articles[expected] ?? `a ${expected}`
}

function choice(values: readonly unknown[], written: unknown): string {
  const names = values.map(String)
  const known = names.map((name) => `"${name}"`).join(', ')
  const hint = typeof written === 'string' ? nearestHint(written, names) : ''
  return `must be ${names.length === 1 ? '' : 'one of '}${known}${hint}`
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
