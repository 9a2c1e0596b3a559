/** The machine's Docker engine, by its command. */
import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'

/** What the command wrote, trimmed. @throws with what it said when it fails */
export async function docker(...words: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('docker', words, { maxBuffer: 2 ** 26 })
  return stdout.trim()
}

export function hasEngine(): boolean {
  return spawnSync('docker', ['info'], { stdio: 'ignore', timeout: 20_000 }).status === 0
}

/** @param format a Go template over what `docker inspect` shows: `.State.ExitCode` */
export async function inspected<Value>(subject: string, format: string): Promise<Value> {
  return JSON.parse(await docker('inspect', '--format', `{{json ${format}}}`, subject)) as Value
}

export type RunningContainer = AsyncDisposable & {
  readonly id: string
  /** What a caller on this machine calls a port of it by; another one after a restart. */
  origin(port: number): Promise<string>
  /** What a command within it wrote. @throws with what it said when it fails */
  exec(...command: string[]): Promise<string>
}

/** @param words as behind `docker run --detach`. It is taken away with its volumes when it is disposed of. */
export async function runContainer(...words: string[]): Promise<RunningContainer> {
  const id = await docker('run', '--detach', '--publish-all', ...words)
  return {
    id,
    async origin(port) {
      const [address] = (await docker('port', id, `${port}/tcp`)).split('\n')
      return `http://${address?.replace('0.0.0.0', '127.0.0.1')}`
    },
    exec: (...command) => docker('exec', id, ...command),
    [Symbol.asyncDispose]: async () => void (await docker('rm', '--force', '--volumes', id)),
  }
}
