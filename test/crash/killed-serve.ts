/**
 * A simulator in a process of its own that can be killed at any moment and started again on the same state: `serve` as it is, or
 * with a store that is broken on purpose.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const launcher = fileURLToPath(new URL('../../bin/alipay-sandbox.ts', import.meta.url))
const brokenServe = fileURLToPath(new URL('./broken-serve.ts', import.meta.url))

export type KilledServe = {
  /** `http://127.0.0.1:…`; another one after each start. */
  origin(): string
  start(): Promise<void>
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>
  /** SIGTERM. */
  stop(): Promise<void>
}

/** @param broken a store with one of the defects of broken-serve.ts; none: `serve` itself */
export function killedServe(
  folder: string,
  words: readonly string[],
  broken?: { readonly defect: string; readonly state: string },
): KilledServe {
  let child: ChildProcess | undefined
  let origin = ''
  const end = async (signal: NodeJS.Signals) => {
    const ending = child
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return
    const gone = once(ending, 'exit')
    ending.kill(signal)
    await gone
  }
  return {
    origin: () => origin,
    async start() {
      const args = broken === undefined ? [launcher, 'serve', ...words] : [brokenServe, broken.defect, broken.state]
      const own = Object.entries(process.env).filter(([name]) => !name.startsWith('ALIPAY_SANDBOX_'))
      const started = spawn(process.execPath, args, { cwd: folder, env: Object.fromEntries(own) })
      child = started
      let printed = ''
      started.stderr.on('data', (chunk: Buffer) => {
        printed += chunk.toString()
      })
      origin = await new Promise((resolve, reject) => {
        started.stdout.on('data', (chunk: Buffer) => {
          printed += chunk.toString()
          const found = /gateway +(http:\/\/127\.0\.0\.1:\d+)\/gateway\.do\n/.exec(printed)
          if (found?.[1] !== undefined) resolve(found[1])
        })
        started.once('exit', () => reject(new Error(`it ended before it listened: ${printed}`)))
      })
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  }
}
