/** A state file on a disk that is full or cannot be written: real ones, tiny, which only root may mount. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { startSimulator } from '../simulator/simulator.ts'
import { SimulatorError } from '../simulator/simulator-error.ts'
import { readStateFile } from '../simulator/store/sqlite/database.ts'
import { sqliteStore } from '../simulator/store/sqlite/sqlite-store.ts'
import { verifyState } from '../simulator/store/sqlite/verify.ts'
import { call, md5Key, payFields, pid, queryFields } from './signed-call.ts'
import { systemPiece } from './system-piece.ts'

const folder = mkdtempSync(join(tmpdir(), 'full-disk-'))
const mounted: string[] = []
afterAll(() => {
  for (const path of mounted) execFileSync('umount', [path])
  rmSync(folder, { recursive: true })
})

/** A file system in memory; the options are those of tmpfs. */
function mount(name: string, options: string): string {
  const path = join(folder, name)
  mkdirSync(path)
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path], { stdio: 'ignore' })
  mounted.push(path)
  return path
}

function mayMount(): boolean {
  const path = join(folder, 'probe')
  mkdirSync(path)
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', path]).status !== 0) return false
  mounted.push(path)
  return true
}

const withMount = systemPiece('the right to mount', mayMount, 'run it as root, in a container with SYS_ADMIN')
const open = (path: string) => sqliteStore({ path, now: () => 1_000 })

function refusal(act: () => unknown): SimulatorError {
  try {
    act()
  } catch (error) {
    if (error instanceof SimulatorError) return error
    throw error
  }
  return expect.fail('nothing was refused')
}

withMount('a full disk', () => {
  it('is SYSTEM_ERROR, nothing half done, and over when there is room', async () => {
    const path = mount('tiny', 'size=1536k')
    const ballast = join(path, 'ballast')
    writeFileSync(ballast, Buffer.alloc(600_000))
    const errors: unknown[] = []
    const simulator = await startSimulator({
      state: join(path, 'state.db'),
      partners: [{ pid, md5Key }],
      onError: (error) => void errors.push(error),
    })
    const pay = (id: string) => call(simulator.gateway, payFields(id, { trans_name: 'x'.repeat(100) }))
    const outcomes = new Map<string, string>()
    for (let i = 0; i < 2_000 && ![...outcomes.values()].includes('SYSTEM_ERROR'); i++) {
      const { fields } = await pay(`T${i}`)
      outcomes.set(`T${i}`, fields.result_code ?? fields.error ?? '')
    }
    expect([...outcomes.values()].at(-1)).toBe('SYSTEM_ERROR')
    expect(String(errors[0])).toContain('[STATE_UNWRITABLE]')
    rmSync(ballast)
    for (const [id, outcome] of outcomes) {
      const { fields } = await call(simulator.gateway, queryFields(id))
      expect([id, fields.alipay_trans_status ?? fields.error]).toEqual([
        id,
        outcome === 'SUCCESS' ? 'TRADE_SUCCESS' : 'TRADE_NOT_EXIST',
      ])
    }
    expect((await pay('after')).fields.result_code).toBe('SUCCESS')
    await simulator.stop()
    const database = readStateFile(join(path, 'state.db'))
    expect(verifyState(database).problems).toEqual([])
    database.close()
  })

  it('and a read-only one are told when it starts', () => {
    const readOnly = mount('read-only', 'ro,size=64k')
    expect(refusal(() => open(join(readOnly, 'state.db'))).code).toBe('STATE_UNWRITABLE')
    const full = mount('full', 'size=16k')
    expect(refusal(() => open(join(full, 'state.db'))).code).toBe('STATE_UNWRITABLE')
  })
})
