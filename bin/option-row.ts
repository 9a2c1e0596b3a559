/**
 * What a row says about one option of the command line, and how its text becomes a value. Settings are options that the
 * environment and sandbox.yaml know as well. Knows no option by name.
 */
import { resolve } from 'node:path'

type Basics = {
  /** What it is for, as --help and the manual print it: no full stop at its end. */
  readonly meaning: string
  /** What stands for the value in --help. */
  readonly placeholder: string
  /** What happens without it, when no default says that. */
  readonly otherwise?: string
  /** Never shown in a message. */
  readonly secret?: true
}

export type TextRow = Basics & {
  readonly type: 'text'
  readonly default?: string
  readonly pattern?: RegExp
  /** The pattern in words. */
  readonly rule?: string
}
export type NumberRow = Basics & {
  readonly type: 'number'
  readonly default?: number
  readonly least: number
  readonly most: number
}
export type ChoiceRow = Basics & {
  readonly type: 'choice'
  readonly default?: string
  readonly values: readonly string[]
}
/** The path of a file or a folder; relative to where the command runs, or to the sandbox.yaml that names it. */
export type PathRow = Basics & {
  readonly type: 'path'
  readonly default?: string
  /** A plain word is no path but the name of something that ships; so is the address of a server. */
  readonly orName?: true
}
/** `name=value`, several times. */
export type PairsRow = Basics & { readonly type: 'pairs'; readonly default: Readonly<Record<string, string>> }
/** There or not there. */
export type FlagRow = Omit<Basics, 'placeholder'> & { readonly type: 'flag'; readonly default: false }

export type OptionRow = TextRow | NumberRow | ChoiceRow | PathRow | PairsRow | FlagRow
export type OptionTable = Readonly<Record<string, OptionRow>>

type TypedValue<Row extends OptionRow> = Row extends { type: 'number' }
  ? number
  : Row extends { type: 'choice'; values: readonly (infer Value)[] }
    ? Value
    : Row extends { type: 'pairs' }
      ? Readonly<Record<string, string>>
      : Row extends { type: 'flag' }
        ? boolean
        : string

/** A value for each row of a table: undefined only where the row has no default. */
export type OptionValues<Table extends OptionTable> = {
  readonly [Name in keyof Table]: Table[Name] extends { default: unknown }
    ? TypedValue<Table[Name]>
    : TypedValue<Table[Name]> | undefined
}

export type OptionValue = string | number | boolean | Readonly<Record<string, string>>

export type ReadValue =
  | { readonly ok: true; readonly value: OptionValue }
  /** `rule`: what belongs there. */
  | { readonly ok: false; readonly rule: string }

/** Reads one text as the row wants it. */
export function readValue(row: OptionRow, text: string): ReadValue {
  switch (row.type) {
    case 'text':
      return row.pattern?.test(text) === false ? broken(row.rule ?? 'a text') : value(text)
    case 'path':
      return text === '' ? broken('a path') : value(text)
    case 'number': {
      const whole = /^\d{1,15}$/.test(text) ? Number(text) : -1
      return whole >= row.least && whole <= row.most
        ? value(whole)
        : broken(`a whole number from ${row.least} to ${row.most}`)
    }
    case 'choice':
      return row.values.includes(text) ? value(text) : broken(row.values.join(' or '))
    case 'pairs':
      return readPairs(text)
    case 'flag':
      return text === 'true' || text === 'false' ? value(text === 'true') : broken('true or false')
  }
}

/** `queryNotFound=TRANS_NOT_FOUND`, several separated by commas: no name and no value has one. */
function readPairs(text: string): ReadValue {
  const pairs: Record<string, string> = {}
  for (const pair of text.split(',')) {
    const equals = pair.indexOf('=')
    if (equals < 1) return broken('name=value')
    pairs[pair.slice(0, equals).trim()] = pair.slice(equals + 1).trim()
  }
  return value(pairs)
}

function value(read: OptionValue): ReadValue {
  return { ok: true, value: read }
}

function broken(rule: string): ReadValue {
  return { ok: false, rule }
}

/** A path as the program uses it: from the folder that it was written for. */
export function resolvedPath(row: PathRow, text: string, folder: string): string {
  const isName = row.orName === true && (!/[/\\.]/.test(text) || /^\w{2,}:\/\//.test(text))
  return isName ? text : resolve(folder, text)
}

/** What the option is when nobody says anything. */
export function defaultValue(row: OptionRow, folder: string): OptionValue | undefined {
  return row.type === 'path' && row.default !== undefined ? resolvedPath(row, row.default, folder) : row.default
}

/** `md5Key` is `md5-key` on the command line and in sandbox.yaml. */
export function flagName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

/** `--md5-key KEY`, as --help and the manual print it. */
export function flagUsage(name: string, row: OptionRow): string {
  return row.type === 'flag' ? `--${flagName(name)}` : `--${flagName(name)} <${row.placeholder}>`
}

/** What the option is when nobody says anything, in words; empty when nothing is to be said. */
export function defaultText(row: OptionRow): string {
  if (row.otherwise !== undefined) return row.otherwise
  return row.type === 'flag' || row.type === 'pairs' || row.default === undefined ? '' : String(row.default)
}
