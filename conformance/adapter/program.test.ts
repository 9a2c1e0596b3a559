import { describe, expect, it } from 'vitest'
import { program } from './program.ts'

const script = (code: string, more = {}) =>
  program({ command: [process.execPath, '-e', code], cwd: '.', environment: { PATH: process.env.PATH }, ...more })

const over = async (started: ReturnType<typeof program>) => {
  while (started.ended() === undefined) await new Promise((resolve) => setTimeout(resolve, 10))
}

describe('a program of somebody else', () => {
  it('tells how it ended, and its last words, the end of them', async () => {
    const broken = script('process.stderr.write("x".repeat(10_000) + "the disk is full\\n"); process.exitCode = 3')
    broken.start()
    await over(broken)
    expect(broken.ended()).toBe('it ended with exit code 3')
    expect(broken.lastWords()).toMatch(/the disk is full$/)
    expect(broken.lastWords().length).toBeLessThanOrEqual(4_000)
  })

  it('tells that it cannot be started', async () => {
    const missing = program({ command: ['/nowhere/till'], cwd: '.', environment: {} })
    missing.start()
    await over(missing)
    expect(missing.ended()).toMatch(/^it cannot be started: /)
  })

  it('is killed at once with all that it started, and can be started again', async () => {
    const till = script('require("child_process").spawn("sleep", ["60"]); setInterval(() => {}, 1000)')
    till.start()
    await till.kill()
    expect(till.ended()).toBe('it was ended by SIGKILL')
    till.start()
    expect(till.ended()).toBeUndefined()
    await till.kill()
  })

  it('is killed when it does not stop by itself', async () => {
    const deaf = script('process.on("SIGTERM", () => {}); console.error("up"); setInterval(() => {}, 1000)', {
      stopGraceMs: 50,
    })
    deaf.start()
    while (!deaf.lastWords().includes('up')) await new Promise((resolve) => setTimeout(resolve, 10))
    await deaf.stop()
    expect(deaf.ended()).toBe('it was ended by SIGKILL')
  })
})
