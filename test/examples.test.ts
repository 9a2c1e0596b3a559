/** The examples that vitest does not run by itself still run. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

it("the example for Node's test runner passes under node --test", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--test', 'examples/node-test.ts'])
  expect(stdout).toMatch(/# pass 1|ℹ pass 1/)
})
