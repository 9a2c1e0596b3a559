/** The launcher of a clone does what alipay-sandbox.ts does, to the letter. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

function run(launcher: string, words: readonly string[]) {
  const file = fileURLToPath(new URL(launcher, import.meta.url))
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...words], { encoding: 'utf8' })
  return { status, stdout, stderr }
}

describe('the launcher of a clone', () => {
  it.each([
    { words: ['--help'], status: 0 },
    { words: ['serve', '--help'], status: 0 },
    { words: ['serve', '--no-such-option'], status: 2 },
  ])('answers as the command does: $words', ({ words, status }) => {
    const launched = run('clone-launcher.js', words)
    expect(launched).toEqual(run('alipay-sandbox.ts', words))
    expect(launched.status).toBe(status)
  })
})
