/**
 * `state`: the file in which `serve` keeps what must survive, looked after: written out, read in, backed up, checked.
 */
import { createReadStream } from 'node:fs'
import { open, rename, rm, stat, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { backup } from 'node:sqlite'
import { openStateFile, readStateFile } from '../../simulator/store/sqlite/database.ts'
import { exportLines, importLines } from '../../simulator/store/sqlite/transfer.ts'
import { verifyState } from '../../simulator/store/sqlite/verify.ts'
import { defineCommand, type ExitCode, type Surroundings } from '../command.ts'
import { CommandError, systemCode } from '../command-error.ts'
import { isShared, stateFile } from '../state-file.ts'

type Task = { readonly file: string; readonly operand: string | undefined; readonly surroundings: Surroundings }

export const state = defineCommand({
  about: [
    'For whoever wants to keep, move or trust the state of a simulator. export writes it as lines of JSON; import makes a new',
    'file of them; backup copies the file whole; verify works out each trade and each balance anew from the events and says',
    'what does not add up. All but import may be done while the simulator runs.',
  ].join(' '),
  operands: [
    { name: 'task', required: true, meaning: 'export, import, backup or verify' },
    {
      name: 'file',
      required: false,
      meaning: 'export: to write to, - or none for standard output; import: to read from; backup: the copy',
    },
  ],
  options: {},
  examples: [
    'alipay-sandbox state export state.jsonl',
    'alipay-sandbox state import state.jsonl --state copy.db',
    'alipay-sandbox state backup before-the-demo.db',
    'alipay-sandbox state verify --state before-the-demo.db',
  ],
  exits: { held: 'it was done, or all adds up', didNotHold: 'verify found something that does not add up' },
  async run({ settings, operands: [task = '', operand], surroundings }) {
    const file = stateFile(settings)
    if (file === undefined) throw new CommandError('BAD_USAGE', { detail: 'What is in memory only is in no file.' })
    if (isShared(file))
      throw new CommandError('BAD_USAGE', {
        detail: 'What is in a Redis is in no file; Redis keeps and copies its own.',
      })
    const run = Object.hasOwn(tasks, task) ? tasks[task as keyof typeof tasks] : undefined
    if (run === undefined)
      throw new CommandError('BAD_USAGE', { detail: `state knows ${Object.keys(tasks).join(', ')}, not ${task}.` })
    return run({ file, operand, surroundings })
  },
})

const tasks = {
  async export({ file, operand = '-', surroundings }: Task): Promise<ExitCode> {
    const database = await opened(file)
    try {
      if (operand === '-') for (const line of exportLines(database)) surroundings.write(`${line}\n`)
      else await writeWhole(resolve(surroundings.workingFolder, operand), exportLines(database))
    } finally {
      database.close()
    }
    return 0
  },
  async import({ file, operand = '', surroundings }: Task): Promise<ExitCode> {
    const from = resolve(surroundings.workingFolder, named(operand, 'the file to read'))
    if (await isThere(file)) throw new CommandError('FILE_EXISTS', { detail: `${file} is there already.` })
    const beside = `${file}.${process.pid}.tmp`
    try {
      const target = openStateFile(beside)
      const rows = await importLines(target.database, lines(from)).finally(() => target.close())
      await rename(beside, file)
      surroundings.write(`${file}: ${rows} rows\n`)
    } finally {
      for (const suffix of ['', '-wal', '-shm', '-lock', '-lock-journal'])
        await rm(`${beside}${suffix}`, { force: true })
    }
    return 0
  },
  async backup({ file, operand = '', surroundings }: Task): Promise<ExitCode> {
    const copy = resolve(surroundings.workingFolder, named(operand, 'the copy'))
    if (await isThere(copy)) throw new CommandError('FILE_EXISTS', { detail: `${copy} is there already.` })
    const database = await opened(file)
    const beside = `${copy}.${process.pid}.tmp`
    try {
      // Only for the owner, as the state itself.
      await writeFile(beside, '', { mode: 0o600 })
      const pages = await backup(database, beside)
      await rename(beside, copy)
      surroundings.write(`${copy}: ${pages} pages\n`)
    } catch (cause) {
      await rm(beside, { force: true })
      const why = cause instanceof Error ? cause.message : cause
      throw new CommandError('UNWRITABLE_FILE', { detail: `${copy} cannot be written (${why}).`, cause })
    } finally {
      database.close()
    }
    return 0
  },
  async verify({ file, surroundings }: Task): Promise<ExitCode> {
    const database = await opened(file)
    try {
      const { trades, events, buyers, problems } = verifyState(database)
      for (const problem of problems) surroundings.write(`${problem}\n`)
      const verdict = problems.length === 0 ? 'all adds up' : `${problems.length} things do not add up`
      surroundings.write(`${trades} trades, ${events} events, ${buyers} buyers: ${verdict}\n`)
      return problems.length === 0 ? 0 : 1
    } finally {
      database.close()
    }
  },
}

async function opened(file: string) {
  if (await isThere(file)) return readStateFile(file)
  throw new CommandError('UNREADABLE_FILE', { detail: `There is no state in ${file}.` })
}

function named(operand: string, what: string): string {
  if (operand !== '') return operand
  throw new CommandError('BAD_USAGE', { detail: `Name ${what} after the task.` })
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

/** All lines or no file. */
async function writeWhole(path: string, content: Iterable<string>): Promise<void> {
  const beside = `${path}.${process.pid}.tmp`
  try {
    const file = await open(beside, 'wx', 0o600)
    try {
      for (const line of content) await file.write(`${line}\n`)
    } finally {
      await file.close()
    }
    await rename(beside, path)
  } catch (cause) {
    await rm(beside, { force: true })
    throw new CommandError('UNWRITABLE_FILE', {
      detail: `${path} cannot be written (${systemCode(cause) ?? cause}).`,
      cause,
    })
  }
}

async function* lines(path: string): AsyncIterable<string> {
  const input = createReadStream(path)
  try {
    yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })
  } catch (cause) {
    if (systemCode(cause) === undefined) throw cause
    throw new CommandError('UNREADABLE_FILE', { detail: `${path} cannot be read (${systemCode(cause)}).`, cause })
  } finally {
    input.destroy()
  }
}
