/** The command `state` as somebody uses it, beside a simulator that runs. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSimulator } from '../simulator/simulator.ts'
import type { Simulator } from '../simulator/simulator-options.ts'
import { callProgram, runCommand, startServe } from './command-line.ts'
import { call, md5Key, payFields, pid, queryFields } from './signed-call.ts'

const folder = mkdtempSync(join(tmpdir(), 'state-command-'))
const state = join(folder, 'state.db')
let simulator: Simulator

beforeAll(async () => {
  simulator = await startSimulator({ state, partners: [{ pid, md5Key }] })
  await call(simulator.gateway, payFields('T1'))
})
afterAll(async () => {
  await simulator.stop()
  rmSync(folder, { recursive: true })
})

const run = (...words: string[]) => callProgram(['state', ...words], { folder })
const path = (name: string) => join(folder, name)

describe('state', () => {
  it('backs up, exports, imports and verifies while the simulator runs', async () => {
    expect(await run('backup', 'copy.db', '--state', state)).toMatchObject({ code: 0, stderr: '' })
    expect(await run('export', 'lines.jsonl', '--state', path('copy.db'))).toMatchObject({ code: 0, stderr: '' })
    const printed = await run('export', '--state', path('copy.db'))
    expect(printed.stdout).toBe(readFileSync(path('lines.jsonl'), 'utf8'))
    const imported = await run('import', 'lines.jsonl', '--state', path('again.db'))
    expect(imported.stdout).toMatch(/again\.db: \d+ rows\n$/)
    const verified = await run('verify', '--state', path('again.db'))
    expect(verified).toEqual({ code: 0, stderr: '', stdout: '1 trades, 1 events, 0 buyers: all adds up\n' })
    const copy = await startSimulator({ state: path('again.db'), partners: [{ pid, md5Key }] })
    expect((await call(copy.gateway, queryFields('T1'))).fields.alipay_trans_status).toBe('TRADE_SUCCESS')
    await copy.stop()
  })

  it('lets nobody but the owner read the keys in what it writes', async () => {
    await run('backup', 'kept.db', '--state', state)
    await run('export', 'kept.jsonl', '--state', state)
    await run('import', 'kept.jsonl', '--state', path('anew.db'))
    for (const file of [state, `${state}-wal`, path('kept.db'), path('kept.jsonl'), path('anew.db')])
      expect([file, statSync(file).mode & 0o777]).toEqual([file, 0o600])
  })

  it('says what does not add up', async () => {
    await run('export', 'good.jsonl', '--state', state)
    const lines = readFileSync(path('good.jsonl'), 'utf8').replace('"taken":28088', '"taken":1')
    writeFileSync(path('bad.jsonl'), lines)
    await run('import', 'bad.jsonl', '--state', path('bad.db'))
    const { code, stdout } = await run('verify', '--state', path('bad.db'))
    expect(code).toBe(1)
    expect(stdout).toContain(`trade T1 of ${pid}: taken is 28088, by its events 1\n`)
  })

  it.each<[string, string[], string]>([
    ['a task that is none', ['mend'], 'BAD_USAGE'],
    ['a state that is not there', ['verify', '--state', path('none.db')], 'UNREADABLE_FILE'],
    ['memory', ['verify', '--state', 'memory'], 'BAD_USAGE'],
    ['a backup to nowhere', ['backup', '--state', state], 'BAD_USAGE'],
    ['a backup over a file', ['backup', 'state.db', '--state', state], 'FILE_EXISTS'],
    ['an import over a state', ['import', 'lines.jsonl', '--state', state], 'FILE_EXISTS'],
    ['an import of nothing', ['import', 'none.jsonl', '--state', path('new.db')], 'UNREADABLE_FILE'],
    ['an import of something else', ['import', 'state.db', '--state', path('new.db')], 'STATE_UNREADABLE'],
    ['an export into a folder that is none', ['export', 'none/x.jsonl', '--state', state], 'UNWRITABLE_FILE'],
  ])('%s ends in one sentence', async (_, words, code) => {
    const { code: status, stderr } = await run(...words)
    expect(stderr).toMatch(new RegExp(`^alipay-sandbox: \\[${code}\\] [^\\n]+\\n$`))
    expect(status).toBe(2)
  })
})

describe('serve', () => {
  it('keeps its state in the working folder unless it is told otherwise, and says so', async () => {
    const own = mkdtempSync(join(folder, 'own-'))
    const surroundings = { folder: own, environment: { ALIPAY_SANDBOX_STATE: '' } }
    await using served = await startServe([], surroundings)
    await served.prints('exchanges')
    expect(served.printed()).toContain('state      .alipay-sandbox/state.db: kept over restarts')
    const second = await runCommand(['serve', '--port', '0'], surroundings)
    expect(second.stderr).toMatch(/^alipay-sandbox: \[STATE_IN_USE\] [^\n]+\n$/)
    expect((await served.end()).code).toBe(0)
    await using third = await startServe(['--state', 'memory'], surroundings)
    await third.prints('exchanges')
    expect(third.printed()).toContain('memory: all is forgotten at the end')
  })
})
