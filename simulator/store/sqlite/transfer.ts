/**
 * A state file as lines of JSON, and back: every row of every table, bytes as Base64, what is JSON in the file as JSON. The first
 * line says what it is and of which version. Source: docs/state.md.
 */
import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite'
import { SimulatorError } from '../../simulator-error.ts'
import { schemaVersion, type TableName, tables } from './schema.ts'

const format = 'alipay-sandbox state'
const tableNames = Object.keys(tables) as readonly TableName[]

type Row = Record<string, SQLOutputValue>

/** One moment's state, however long it takes and whatever is written meanwhile. */
export function* exportLines(database: DatabaseSync): Generator<string> {
  database.exec('BEGIN')
  try {
    yield JSON.stringify({ format, version: schemaVersion })
    for (const name of tableNames)
      for (const row of database.prepare(`SELECT * FROM ${name}`).iterate()) yield JSON.stringify(lineOf(name, row))
  } finally {
    database.exec('COMMIT')
  }
}

function lineOf(name: TableName, row: Row): Record<string, unknown> {
  const line: Record<string, unknown> = { table: name }
  for (const [column, value] of Object.entries(row)) line[column] = written(name, column, value)
  return line
}

function written(name: TableName, column: string, value: SQLOutputValue): unknown {
  if (value instanceof Uint8Array) return { base64: Buffer.from(value).toString('base64') }
  return isJson(name, column) && typeof value === 'string' ? JSON.parse(value) : value
}

function isJson(name: TableName, column: string): boolean {
  return (tables[name].json as readonly string[]).includes(column)
}

/**
 * Into a file that holds nothing yet: all lines, or none.
 * @returns how many rows
 * @throws SimulatorError STATE_UNREADABLE, naming the line
 */
export async function importLines(database: DatabaseSync, lines: AsyncIterable<string>): Promise<number> {
  const inserts = Object.fromEntries(
    tableNames.map((name) => [
      name,
      database.prepare(`INSERT INTO ${name} VALUES (${tables[name].columns.map(() => '?').join(', ')})`),
    ]),
  )
  let number = 0
  const refuse = (why: string, cause?: unknown) =>
    new SimulatorError('STATE_UNREADABLE', { detail: `Line ${number}: ${why}.`, cause })
  database.exec('BEGIN IMMEDIATE')
  try {
    for await (const line of lines) {
      number++
      const row = parsed(line, refuse)
      if (number === 1) checkHead(row, refuse)
      else {
        const insert = inserts[String(row.table)]
        if (insert === undefined) throw refuse(`there is no table ${JSON.stringify(row.table)}`)
        try {
          insert.run(...valuesOf(row.table as TableName, row))
        } catch (cause) {
          throw refuse(cause instanceof Error ? cause.message : String(cause), cause)
        }
      }
    }
    if (number === 0) throw refuse('nothing is there')
    database.exec('COMMIT')
    return number - 1
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

type Refuse = (why: string, cause?: unknown) => SimulatorError

function parsed(line: string, refuse: Refuse): Record<string, unknown> {
  try {
    const row: unknown = JSON.parse(line)
    if (typeof row === 'object' && row !== null) return row as Record<string, unknown>
  } catch (cause) {
    throw refuse('is no JSON', cause)
  }
  throw refuse('is no row')
}

function checkHead(head: Record<string, unknown>, refuse: Refuse): void {
  if (head.format !== format) throw refuse('is not the first of an exported state')
  if (head.version !== schemaVersion)
    throw refuse(`was exported by another version (schema ${head.version}; this one knows ${schemaVersion})`)
}

function valuesOf(name: TableName, row: Record<string, unknown>): SQLInputValue[] {
  return tables[name].columns.map((column) => {
    const value = row[column]
    if (isJson(name, column)) return JSON.stringify(value)
    if (typeof value === 'object' && value !== null && 'base64' in value)
      return Buffer.from(String(value.base64), 'base64')
    return typeof value === 'string' || typeof value === 'number' ? value : null
  })
}
