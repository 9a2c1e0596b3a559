/**
 * A state file opened: ours and of a version that we know, brought forward, locked against a second simulator. Knows no rows.
 */
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { SimulatorError, type SimulatorErrorCode } from '../../simulator-error.ts'
import { migrations as ourMigrations } from './schema.ts'

/** `ASKS`: what tells our files from other programs'. */
const applicationId = 0x41534b53
/** The WAL is written back into the file when it is this long: fewer, larger write-backs. In pages of 4 KiB. */
const checkpointPages = 4_000
const cacheKiB = 16_384

export type OpenedFile = { readonly database: DatabaseSync; close(): void }

/**
 * For a simulator: creates what is missing, and keeps every other one out until it is closed or its process is gone.
 * @throws SimulatorError STATE_IN_USE, STATE_NEWER, STATE_UNREADABLE, STATE_UNWRITABLE
 */
export function openStateFile(path: string, migrations = ourMigrations): OpenedFile {
  const opened: DatabaseSync[] = []
  const closeAll = () => {
    for (const one of opened.reverse()) one.close()
  }
  try {
    mkdirSync(dirname(path), { recursive: true })
    opened.push(lock(path))
    // Only for the owner: the partners' keys stand in it. SQLite would let everybody read what it makes.
    closeSync(openSync(path, 'a', 0o600))
    const database = new DatabaseSync(path)
    opened.push(database)
    bringForward(database, path, migrations)
    database.exec(`PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = ${checkpointPages};
      PRAGMA cache_size = -${cacheKiB}; PRAGMA temp_store = MEMORY;`)
    return { database, close: closeAll }
  } catch (error) {
    closeAll()
    throw stateError(error, path)
  }
}

/**
 * For who only looks; the simulator may be running.
 * @throws SimulatorError STATE_NEWER, STATE_UNREADABLE
 */
export function readStateFile(path: string, migrations = ourMigrations): DatabaseSync {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(path, { readOnly: true })
    const version = checkedVersion(database, path, migrations)
    if (version < migrations.length)
      throw new SimulatorError('STATE_UNREADABLE', {
        detail: `${path} is of an older version (${version}, not ${migrations.length}): serve brings it forward.`,
      })
    return database
  } catch (error) {
    database?.close()
    throw stateError(error, path)
  }
}

/** A lock that dies with its process, however it dies: an exclusive transaction that never ends, on an empty file beside it. */
function lock(path: string): DatabaseSync {
  const beside = new DatabaseSync(`${path}-lock`)
  try {
    beside.exec('BEGIN EXCLUSIVE')
    return beside
  } catch (cause) {
    beside.close()
    if (sqliteCode(cause) !== sqlite.busy) throw cause
    throw new SimulatorError('STATE_IN_USE', { detail: `Another simulator is at work on ${path}.`, cause })
  }
}

function bringForward(database: DatabaseSync, path: string, migrations: readonly string[]): void {
  // First of all: a file that is no database says so here.
  database.exec('PRAGMA journal_mode = WAL')
  const version = checkedVersion(database, path, migrations)
  if (version === migrations.length) return
  database.exec('BEGIN IMMEDIATE')
  for (const step of migrations.slice(version)) database.exec(step)
  database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length}; COMMIT`)
}

function checkedVersion(database: DatabaseSync, path: string, migrations: readonly string[]): number {
  const id = pragma(database, 'application_id')
  const version = pragma(database, 'user_version')
  const isEmpty = database.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.n === 0
  if (id !== applicationId && !(id === 0 && version === 0 && isEmpty))
    throw new SimulatorError('STATE_UNREADABLE', { detail: `${path} is another program's database.` })
  if (version > migrations.length)
    throw new SimulatorError('STATE_NEWER', {
      detail: `${path} was written by a newer version (schema ${version}; this one knows ${migrations.length}).`,
    })
  return version
}

function pragma(database: DatabaseSync, name: string): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name])
}

const sqlite = { busy: 5, readOnly: 8, ioError: 10, corrupt: 11, full: 13, cannotOpen: 14, notADatabase: 26 } as const

function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error && 'errcode' in error && typeof error.errcode === 'number')) return undefined
  // Above the lowest byte stands which of its kind it is.
  return error.errcode & 0xff
}

const codes: Readonly<Record<number, SimulatorErrorCode>> = {
  [sqlite.busy]: 'STATE_IN_USE',
  [sqlite.readOnly]: 'STATE_UNWRITABLE',
  [sqlite.ioError]: 'STATE_UNWRITABLE',
  [sqlite.corrupt]: 'STATE_UNREADABLE',
  [sqlite.full]: 'STATE_UNWRITABLE',
  [sqlite.cannotOpen]: 'STATE_UNWRITABLE',
  [sqlite.notADatabase]: 'STATE_UNREADABLE',
}

/** What SQLite or the system says, in our words; anything else as it is. */
export function stateError(error: unknown, path: string): unknown {
  if (error instanceof SimulatorError || !(error instanceof Error)) return error
  const isSystem = 'code' in error && typeof error.code === 'string' && /^E[A-Z]+$/.test(error.code)
  const code = isSystem ? 'STATE_UNWRITABLE' : codes[sqliteCode(error) ?? 0]
  return code === undefined ? error : new SimulatorError(code, { detail: `${path}: ${error.message}.`, cause: error })
}
