import { describe, expect, it } from 'vitest'
import type { FieldRow } from './field.ts'
import { ruleOf } from './field-rule.ts'
import { type Bad, badValues } from './field-tables.test-values.ts'
import {
  commonAnswerFields,
  commonRequestFields,
  extendInfoMembers,
  extendInfoProfiles,
  fieldTables,
  notificationFields,
} from './field-tables.ts'
import { services } from './service.ts'
import { validateFields } from './validate-fields.ts'

const options = { lengthUnit: 'characters' } as const

const tables: Record<string, readonly FieldRow[]> = {
  'every request': commonRequestFields,
  'every answer': commonAnswerFields,
  notification: notificationFields,
  extend_info: extendInfoMembers,
}
for (const service of services) {
  tables[`${service} request`] = fieldTables[service].request
  tables[`${service} answer`] = fieldTables[service].answer
}

const badFor = (table: string, row: FieldRow): readonly Bad[] =>
  badValues[`${table}: ${row.name}`] ?? badValues[row.name] ?? []

/** The message that the table's own examples make. */
const exampleOf = (rows: readonly FieldRow[]): Map<string, string> =>
  new Map(rows.flatMap(({ name, example }) => (example === undefined ? [] : [[name, example] as const])))

describe.each(Object.entries(tables))('the table of %s', (table, rows) => {
  it('accepts the message that its examples make', () => {
    expect(validateFields(rows, exampleOf(rows), options)).toEqual([])
  })

  it('names each field once and tells meaning, source and grade of each', () => {
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length)
    for (const { meaning, source } of rows) expect([meaning.at(-1), source.includes('.md §')]).toEqual(['.', true])
  })

  it('refers to fields it has, and to patterns without memory', () => {
    const names = new Set([...rows, ...commonRequestFields].map(({ name }) => name))
    for (const row of rows) {
      const currencyFrom = row.type === 'amount' ? (row.currencyFrom ?? []) : []
      const orSameAs = row.type === 'currency' ? row.orSameAs : undefined
      for (const name of [row.unless, row.sameAs, row.differsFrom, orSameAs, ...currencyFrom])
        if (name !== undefined) expect(names, `${row.name} refers to it`).toContain(name)
      if (row.type === 'string') expect(row.pattern?.flags ?? '').toBe('')
    }
  })

  it.each(rows.filter(({ need }) => need === 'required').map((row) => [row.name, row] as const))(
    'misses %s',
    (name) => {
      const message = exampleOf(rows)
      message.delete(name)
      const found = validateFields(rows, message, options)
      expect(found).toEqual([
        { field: name, rule: expect.stringMatching(/^required/), value: undefined, problem: 'missing' },
      ])
      expect(validateFields(rows, message.set(name, ''), options)).toEqual(found)
    },
  )

  const cases = rows.flatMap((row) => badFor(table, row).map(([value, problem]) => ({ row, value, problem })))
  it.each(cases)('finds $row.name "$value" $problem', ({ row, value, problem }) => {
    const found = validateFields(rows, exampleOf(rows).set(row.name, value), options)
    expect(found.find(({ field }) => field === row.name)).toEqual({
      field: row.name,
      rule: ruleOf(row),
      value,
      problem,
    })
  })

  it('is seen refusing a value of every field that has a rule', () => {
    const unseen = rows.filter((row) => row.need !== 'ignored' && ruleOf(row) !== '' && badFor(table, row).length === 0)
    expect(unseen.map(({ name }) => name)).toEqual([])
  })
})

describe('extend_info', () => {
  it('demands by profile only members that it has', () => {
    const names: readonly string[] = extendInfoMembers.map(({ name }) => name)
    for (const members of Object.values(extendInfoProfiles)) expect(names).toEqual(expect.arrayContaining([...members]))
  })
})
