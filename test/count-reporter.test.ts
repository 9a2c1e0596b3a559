import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Runs the made-up suite in a process of its own, as `npm test` runs the real one. */
function run(files: string[], env: Record<string, string> = {}) {
  const config = fileURLToPath(new URL('fixtures/counting/vitest.config.ts', import.meta.url))
  const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url))
  const { status, stdout } = spawnSync(process.execPath, [vitest, 'run', '--config', config, ...files], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', NO_COLOR: '1', ...env },
  })
  const lines = stdout.trimEnd().split('\n')
  return { status, last: lines.at(-1), skipped: lines.filter((line) => line.startsWith('skipped: ')) }
}

describe('the last line of a run', { timeout: 60_000 }, () => {
  it('counts each fate, and names what was skipped with the way to get it', () => {
    const { status, last, skipped } = run(['fates'])
    expect(last).toBe('2 passed, 1 failed, 3 skipped')
    expect(skipped).toEqual(['skipped: by night (needs a moon: launch one)', 'skipped: at dusk > waits'])
    expect(status).toBe(1)
  })

  it('counts a missing piece as failed when everything is required', () => {
    const { status, last, skipped } = run(['fates'], { REQUIRE_ALL: '1' })
    expect(last).toBe('2 passed, 2 failed, 1 skipped')
    expect(skipped).toEqual(['skipped: at dusk > waits'])
    expect(status).toBe(1)
  })

  it.each([
    ['a file that cannot be loaded', 'broken-import', '0 passed, 1 failed, 0 skipped'],
    ['a hook that fails', 'broken-hook', '0 passed, 1 failed, 1 skipped'],
    ['an error outside any test', 'loose-error', '1 passed, 1 failed, 0 skipped'],
  ])('counts %s as failed', (_, file, line) => {
    const { status, last } = run([file])
    expect(last).toBe(line)
    expect(status).toBe(1)
  })
})
