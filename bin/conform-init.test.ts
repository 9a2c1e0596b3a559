/** `conform init` as somebody uses it: with flags, and by answers from a pipe. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { callProgram } from '../test/command-line.ts'

let folder: string
let target: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'init-'))
  target = join(folder, 'target.yaml')
})
afterEach(() => rmSync(folder, { recursive: true }))

const init = (words: readonly string[], input = '') =>
  callProgram(['conform', 'init', '--target', target, ...words], { folder, input })
const written = () => readFileSync(target, 'utf8')

describe('conform init', () => {
  it('of a backend asks for its command and its time scale, and for nothing of a till by hand', async () => {
    const { code, stderr } = await init([], 'mine\n\nnode server.js\n10\n')
    expect(code, stderr).toBe(0)
    expect(stderr.match(/\?/g)).toHaveLength(4)
    expect(written()).toMatch(
      /name: mine\nadapter: http\nstart:\n {2}command:\n {4}- node\n {4}- server.js\ntime_scale: 10\n/,
    )
  })

  it('of a till by hand asks what it is set up with and what it can do, and for no command', async () => {
    const { code, stdout, stderr } = await init(
      [],
      'Shop 3\nmanual\n2088101122334499\nits-own-key\n0.0.0.0\n4111\ncancel refund\n',
    )
    expect(code, stderr).toBe(0)
    expect(stderr).not.toMatch(/What command|SUT_TIME_SCALE/)
    expect(written()).toMatch(
      /host: 0\.0\.0\.0\n {2}port: 4111\n {2}partner: "2088101122334499"\n {2}md5_key: its-own-key\n/,
    )
    expect(written()).toMatch(/features:\n {4}- cancel\n {4}- refund\n/)
    expect(stdout).toContain(
      "Set the till up with PID 2088101122334499, MD5 key its-own-key and this machine's port 4111",
    )
  })

  it('of a till by hand needs no answers in a script', async () => {
    const { code, stderr } = await init(['--adapter', 'manual'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const planned = await callProgram(['conform', 'SPOT-001', '--dry-run', '--target', target], { folder })
    expect(planned, planned.stderr).toMatchObject({ code: 0 })
  })

  it('refuses a command for a till that a person starts, and leaves no file that cannot be read', async () => {
    const both = await init(['--adapter', 'manual', '--command', 'node x'])
    expect(both.stderr).toMatch(/\[BAD_USAGE\] --command does not go with --adapter manual/)
    const strange = await init([], 'Shop\nmanual\n4711\n\n\n\n\n')
    expect(strange.stderr).toMatch(/\[BAD_TARGET\].*2088/)
    expect(written).toThrow('ENOENT')
  })
})
