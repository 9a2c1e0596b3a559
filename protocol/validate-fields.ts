/**
 * Walks a field table over the parameters of a message and lists what breaks it. Knows no field and no service by name:
 * the tables do. The gateway, the client and the wire rules all use it. Source: fields/*.ts.
 */
import type { FieldRow, JsonRow, MemberProfile, StringRow } from './field.ts'
import { needRule, ruleOf } from './field-rule.ts'
import { type ValueOptions, type ValueProblem, valueProblem } from './field-value.ts'

export type FieldProblem = {
  /** The field's name on the wire; a member of a JSON field as `extend_info.store_id`. */
  readonly field: string
  /** The rule that is broken, readable. */
  readonly rule: string
  /** What came; undefined when nothing did. */
  readonly value: string | undefined
  readonly problem: 'missing' | ValueProblem
}

export type ValidationOptions = ValueOptions & {
  /** What a dialect makes of the fields whose row has a `needSwitch`, by field name. @default the table's `need` */
  readonly needs?: Readonly<Record<string, 'required' | 'optional'>>
  /** How much of `extend_info` is demanded. @default 'lenient' */
  readonly extendInfo?: MemberProfile
  /** JSON texts that were found right under these options: a till sends one `extend_info` all day. @default none is remembered */
  readonly knownJson?: JsonMemory
}

/** Remembers some texts of some fields. */
export type JsonMemory = { has(field: string, text: string): boolean; add(field: string, text: string): void }

const noProblems: readonly FieldProblem[] = Object.freeze([])
const noParameters: ReadonlyMap<string, string> = new Map()

/**
 * What breaks the table, in the table's order; empty when all is well. Fields that the table does not list are nobody's
 * business here. An empty value counts as absent, as it does for the signature (signature.md §1).
 */
export function validateFields(
  rows: readonly FieldRow[],
  parameters: ReadonlyMap<string, string>,
  options: ValidationOptions,
): readonly FieldProblem[] {
  let problems: FieldProblem[] | undefined
  for (const row of rows) {
    if (row.need === 'ignored') continue
    const value = parameters.get(row.name)
    if (value === undefined || value === '') {
      if (!isNeeded(row, parameters, options)) continue
      problems ??= []
      problems.push(missing(row, options))
      continue
    }
    const problem = valueProblem(row, value, parameters, options)
    if (problem !== undefined) {
      problems ??= []
      problems.push({ field: row.name, rule: ruleOf(narrowed(row, options), options.lengthUnit), value, problem })
    } else if (row.type === 'json') {
      if (options.knownJson?.has(row.name, value) === true) continue
      const found = jsonProblems(row, value, options)
      if (found.length === 0) options.knownJson?.add(row.name, value)
      else problems = problems === undefined ? [...found] : [...problems, ...found]
    }
  }
  return problems ?? noProblems
}

function isNeeded(row: FieldRow, parameters: ReadonlyMap<string, string>, options: ValidationOptions): boolean {
  if (row.type === 'json' && demandedMembers(row, options).length > 0) return true
  const switched = options.needs?.[row.name]
  if (switched !== undefined) return switched === 'required'
  if (row.need === 'required') return true
  return row.unless !== undefined && (parameters.get(row.unless) ?? '') === ''
}

function missing(row: FieldRow, options: ValidationOptions): FieldProblem {
  const need = row.unless !== undefined && options.needs?.[row.name] === undefined ? needRule(row) : 'required'
  return { field: row.name, rule: needed(need, narrowed(row, options), options), value: undefined, problem: 'missing' }
}

function needed(need: string, row: FieldRow, { lengthUnit }: ValidationOptions): string {
  const shape = ruleOf(row, lengthUnit)
  return shape === '' ? need : `${need}; ${shape}`
}

/** The row with the values that the options leave of its own, so that the rule told is the rule applied. */
function narrowed(row: FieldRow, { allowed }: ValidationOptions): FieldRow {
  const values = allowed?.[row.name]
  if (values === undefined || (row.type !== 'choice' && row.type !== 'currency')) return row
  return { ...row, type: 'choice', values }
}

function demandedMembers(row: JsonRow, options: ValidationOptions): readonly string[] {
  return row.profiles?.[options.extendInfo ?? 'lenient'] ?? []
}

function jsonProblems(row: JsonRow, value: string, options: ValidationOptions): readonly FieldProblem[] {
  const object = jsonObject(value)
  if (object === undefined) return [{ field: row.name, rule: ruleOf(row), value, problem: 'malformed' }]
  return row.members === undefined ? noProblems : memberProblems(row, object, options)
}

function jsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(text)
    return isObject(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function memberProblems(
  row: JsonRow,
  object: Readonly<Record<string, unknown>>,
  options: ValidationOptions,
): readonly FieldProblem[] {
  let problems: FieldProblem[] | undefined
  const { members = [] } = row
  const demanded = demandedMembers(row, options)
  for (const member of members) {
    const problem = memberProblem(member, object[member.name], demanded, options)
    if (problem === undefined) continue
    problems ??= []
    problems.push({ field: `${row.name}.${member.name}`, ...problem })
  }
  const stranger = unlistedNonText(members, object)
  if (stranger !== undefined) {
    problems ??= []
    problems.push({ field: `${row.name}.${stranger}`, ...notText(object[stranger]) })
  }
  return problems ?? noProblems
}

type MemberProblem = Omit<FieldProblem, 'field'>

function memberProblem(
  member: StringRow,
  value: unknown,
  demanded: readonly string[],
  options: ValidationOptions,
): MemberProblem | undefined {
  if (value === undefined || value === '') {
    if (!demanded.includes(member.name)) return undefined
    return { rule: needed('required', member, options), value: undefined, problem: 'missing' }
  }
  if (typeof value !== 'string') return notText(value)
  const problem = valueProblem(member, value, noParameters, options)
  return problem === undefined ? undefined : { rule: ruleOf(member, options.lengthUnit), value, problem }
}

/** Only the first: a hostile object may have a million of them. */
function unlistedNonText(members: readonly StringRow[], object: Readonly<Record<string, unknown>>): string | undefined {
  for (const name in object)
    if (typeof object[name] !== 'string' && !members.some((member) => member.name === name)) return name
  return undefined
}

/** The value is shown by its kind when it is nested: to print it whole, a hostile depth of it would overflow the stack. */
function notText(value: unknown): MemberProblem {
  const shown = Array.isArray(value) ? '[…]' : isObject(value) ? '{…}' : String(value)
  return { rule: 'a string in quotation marks, like every member', value: shown, problem: 'malformed' }
}
