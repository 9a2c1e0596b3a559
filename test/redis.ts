/**
 * A Redis of a suite's own: on a free port of this machine, in a folder of its own, with what it is given besides.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createConnection, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { systemPiece } from './system-piece.ts'

export const withRedis = systemPiece(
  'Redis',
  () => spawnSync('redis-server', ['--version']).status === 0,
  'apt-get install redis-server',
)

export type OwnRedis = {
  /** `redis://127.0.0.1:…` */
  readonly url: string
  readonly port: number
  /** One command, as `redis-cli` would; fails on an error. */
  ask(...words: readonly string[]): Promise<string>
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>
  /** Again on the same port and folder, after a kill. */
  start(): Promise<void>
  /** SIGSTOP and SIGCONT. */
  freeze(): void
  thaw(): void
  stop(): Promise<void>
}

export async function ownRedis(words: readonly string[] = []): Promise<OwnRedis> {
  const folder = mkdtempSync(join(tmpdir(), 'own-redis-'))
  const port = await freePort()
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', ...words]
  let child: ChildProcess | undefined
  const start = async () => {
    const started = spawn('redis-server', args, { stdio: 'ignore' })
    child = started
    for (let tries = 0; tries < 400; tries++) {
      if (started.exitCode !== null) throw new Error(`redis-server ended (${started.exitCode}): ${args.join(' ')}`)
      const answer = await speak(port, ['PING']).catch(() => '')
      // One that asks for a password has started as well.
      if (answer.startsWith('+PONG') || answer.startsWith('-NOAUTH')) return
      await pause(25)
    }
    throw new Error('redis-server does not answer')
  }
  const end = async (signal: NodeJS.Signals) => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }
  await start()
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    async ask(...asked) {
      const answer = await speak(port, asked)
      if (answer.startsWith('-')) throw new Error(answer)
      return answer
    },
    kill: () => end('SIGKILL'),
    start,
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    async stop() {
      await end('SIGKILL')
      rmSync(folder, { recursive: true })
    },
  }
}

/** The answer as it stands on the wire, up to what came in one piece. */
async function speak(port: number, words: readonly string[]): Promise<string> {
  const socket = createConnection(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    socket.write(`*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`)
    const [answer] = (await once(socket, 'data')) as [Buffer]
    return answer.toString()
  } finally {
    socket.destroy()
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
