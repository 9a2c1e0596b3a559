/**
 * A program of somebody else's that the kit starts, watches, kills and starts again. Keeps the end of what it writes to
 * stderr. Its environment is handed in.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { KitError } from '../kit-error.ts'
import type { Stdio } from './exec.ts'

export type ProgramSettings = {
  readonly command: readonly string[]
  readonly cwd: string
  readonly environment: Readonly<Record<string, string | undefined>>
  /** How long it may take to end when asked to, before it is killed. @default 3000 */
  readonly stopGraceMs?: number
}

export type Program = {
  start(): void
  /** At once, with all that it started. Resolves when it is gone. */
  kill(): Promise<void>
  /** Asked to, and killed when it does not. */
  stop(): Promise<void>
  /** Why it is not running; undefined while it runs. */
  ended(): string | undefined
  lastWords(): string
  /** @throws KitError NOT_STARTED when it is not running */
  stdio(): Stdio
}

const wordsMost = 4_000

export function program({ command, cwd, environment, stopGraceMs = 3_000 }: ProgramSettings): Program {
  const [file = '', ...args] = command
  let child: ChildProcess | undefined
  let stdio: Stdio | undefined
  let gone: Promise<void> = Promise.resolve()
  let why: string | undefined = 'it was not started'
  let words = ''
  const keep = (text: string) => {
    words = (words + text).slice(-wordsMost)
  }

  function signal(name: NodeJS.Signals): void {
    const pid = child?.pid
    if (pid === undefined || why !== undefined) return
    try {
      // The whole group: npm and shells do not pass a kill on.
      process.kill(-pid, name)
    } catch {
      child?.kill(name)
    }
  }
  return {
    start() {
      why = undefined
      const started = spawn(file, args, { cwd, env: environment, detached: true, stdio: ['pipe', 'pipe', 'pipe'] })
      child = started
      stdio = { stdin: started.stdin, stdout: started.stdout }
      started.stderr.setEncoding('utf8').on('data', keep)
      // Read by the exec adapter, if any; never left to fill up.
      started.stdout.resume()
      started.stdin.on('error', () => undefined)
      gone = new Promise((resolve) => {
        started.on('error', (error) => {
          why ??= `it cannot be started: ${error.message}`
          resolve()
        })
        started.on('exit', (code, name) => {
          why ??= name === null ? `it ended with exit code ${code}` : `it was ended by ${name}`
          resolve()
        })
      })
    },
    async kill() {
      signal('SIGKILL')
      await gone
    },
    async stop() {
      signal('SIGTERM')
      const timer = setTimeout(() => signal('SIGKILL'), stopGraceMs)
      await gone
      clearTimeout(timer)
    },
    ended: () => why,
    lastWords: () => words.trim(),
    stdio() {
      if (stdio === undefined || why !== undefined)
        throw new KitError('NOT_STARTED', { detail: `The program is not running: ${why}.` })
      return stdio
    },
  }
}
