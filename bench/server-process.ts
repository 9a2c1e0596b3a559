/** A server that is any command, as a process: started, asked for its first answer, its processor time read, stopped. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { askOnce } from './connection.ts'
import { onCores } from './cores.ts'

export type ServerCommand = {
  readonly title: string
  /** `spare` is another free port, for whoever takes commands on one of its own. */
  readonly command: (port: number, spare: number) => readonly [file: string, ...words: string[]]
}

export type ServerProcess = {
  readonly port: number
  /** From the start of the process to the last byte of its first answer, in milliseconds. */
  readonly startMs: number
  /** Of all its threads; not a number where the system does not tell. */
  cpuMicros(): number
  stop(): Promise<void>
}

const longestStartMs = 60_000
const stopGraceMs = 3_000
const betweenAsksMs = 2

/** @throws when it ends, or does not answer within a minute */
export async function startServer(server: ServerCommand, cores: string, request: Buffer): Promise<ServerProcess> {
  const port = await freePort()
  const { command, args } = onCores(cores, server.command(port, await freePort()))
  const startedMs = performance.now()
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], cwd: tmpdir(), env: plainEnvironment() })
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = `${complaint}${chunk}`.slice(-2_000)
  })
  child.on('error', (error) => {
    complaint = error.message
  })
  const stop = () => stopped(child)
  try {
    for (;;) {
      if (await answers(port, request)) break
      if (child.exitCode !== null || child.pid === undefined) throw new Error(`${server.title} ended: ${complaint}`)
      if (performance.now() - startedMs > longestStartMs)
        throw new Error(`${server.title} does not answer: ${complaint}`)
      await new Promise((resolve) => setTimeout(resolve, betweenAsksMs))
    }
  } catch (error) {
    await stop()
    throw error
  }
  return { port, startMs: performance.now() - startedMs, cpuMicros: () => cpuMicrosOf(child), stop }
}

/** Nobody's settings: neither a sandbox.yaml of the folder that the bench runs in, nor a variable of whoever runs it. */
function plainEnvironment(): Record<string, string> {
  const { PATH = '', JAVA_HOME } = process.env
  return { PATH, NO_COLOR: '1', ...(JAVA_HOME !== undefined && { JAVA_HOME }) }
}

/** Also no: a listener that is not set up yet. */
async function answers(port: number, request: Buffer): Promise<boolean> {
  try {
    return (await askOnce(port, request)).includes('>SUCCESS<')
  } catch {
    return false
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

const microsPerTick = 10_000

function cpuMicrosOf({ pid }: ChildProcess): number {
  if (process.platform !== 'linux') return Number.NaN
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // After the name, which may hold blanks: the 12th and 13th field are ticks in the program and in the system.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * microsPerTick
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), stopGraceMs)
  await ended
  clearTimeout(timer)
}
