/** What is checked without running the kit: its types, its lint, and the Node it is checked on. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import nodePackage from '../node_modules/node/package.json' with { type: 'json' }

const root = fileURLToPath(new URL('..', import.meta.url))

/** Runs a tool of node_modules to its end: how it ended, and all it said. */
function run(tool: string, args: string[]): Promise<{ exitCode: unknown; said: string }> {
  const command = fileURLToPath(new URL(`../node_modules/.bin/${tool}`, import.meta.url))
  return new Promise((resolve) => {
    execFile(command, args, { cwd: root, maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
      resolve({ exitCode: error?.code ?? 0, said: stdout + stderr }),
    )
  })
}

describe.concurrent('the sources', { timeout: 120_000 }, () => {
  it('have no type error', async ({ expect }) => {
    const { exitCode, said } = await run('tsc', ['--noEmit', '--pretty', 'false'])
    expect(exitCode, said).toBe(0)
  })

  it('have no lint finding and are formatted', async ({ expect }) => {
    const { exitCode, said } = await run('biome', ['check', '--error-on-warnings', '--colors=off'])
    expect(exitCode, said).toBe(0)
  })
})

it('runs on the Node of our devDependency, not on the machine’s own', () => {
  expect(process.version).toBe(`v${nodePackage.version}`)
})
