/**
 * What waiting costs: thousands of requests held at once in latency, each on a connection of its own, arriving one after another;
 * how much memory they take, and how late the event loop is meanwhile. The simulator and bare `node:http` in turn, in one run.
 * Run by itself: `node bench/held-requests.ts`.
 */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { demoPartner } from '../simulator/index.ts'
import { type Connection, openConnection } from './connection.ts'
import { moveToGeneratorCore, onServerCore } from './cores.ts'
import type { HeldReport, HeldServerKind } from './held-server.ts'
import { type Caller, freshId, payRequest } from './requests.ts'
import { table } from './table.ts'

export type HeldSizes = {
  /** Requests held at once. */
  readonly held: number
  readonly arrivingPerSecond: number
}

export type HeldResult = {
  readonly kind: HeldServerKind
  readonly held: number
  readonly megabytes: number
  readonly delayMsP99: number
  readonly delayMsMost: number
}

/** What the simulator may take: issue 4. */
export const heldBounds = { megabytes: 100, delayMsMost: 10 } as const

const caller: Caller = { pid: demoPartner.pid, signer: { signType: 'MD5', key: demoPartner.md5Key } }

export async function measureHeld(sizes: HeldSizes): Promise<readonly HeldResult[]> {
  const results: HeldResult[] = []
  for (const kind of ['bare node:http', 'simulator'] as const) results.push(await measure(kind, sizes))
  return results
}

async function measure(kind: HeldServerKind, { held, arrivingPerSecond }: HeldSizes): Promise<HeldResult> {
  // The first is still held when the last has arrived, with a second to spare.
  const holdMs = Math.ceil((held / arrivingPerSecond) * 1_000) + 1_000
  const server = openServer(kind, holdMs)
  try {
    const { port } = await server.report()
    // Code is compiled and buffers are made before anything is weighed.
    await hold(port, Math.ceil(held / 10), arrivingPerSecond)
    server.ask()
    const before = await server.report()
    await hold(port, held, arrivingPerSecond)
    server.ask()
    const { rssBytesMost, delayMsMost, delayMsP99 } = await server.report()
    return { kind, held, megabytes: (rssBytesMost - before.rssBytes) / 1e6, delayMsMost, delayMsP99 }
  } finally {
    server.stop()
  }
}

function openServer(kind: HeldServerKind, holdMs: number) {
  const file = fileURLToPath(new URL('held-server.ts', import.meta.url))
  const { command, args } = onServerCore(['--expose-gc', file, kind, String(holdMs)])
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  return {
    ask: () => void child.send('report'),
    report: () =>
      new Promise<HeldReport>((resolve, reject) => {
        const gone = () => reject(new Error('held-server.ts ended before it reported'))
        child.once('exit', gone)
        child.once('message', (report) => {
          child.off('exit', gone)
          resolve(report as HeldReport)
        })
      }),
    stop: () => child.disconnect(),
  }
}

/** Resolves when all are answered. */
async function hold(port: number, count: number, perSecond: number): Promise<void> {
  const { promise: failed, reject } = Promise.withResolvers<never>()
  const connections: Connection[] = []
  const answers: Promise<void>[] = []
  const startedMs = performance.now()
  try {
    for (let nth = 0; nth < count; nth++) {
      const waitMs = startedMs + (nth * 1_000) / perSecond - performance.now()
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
      const connection = await openConnection(port, reject)
      connections.push(connection)
      answers.push(new Promise((heard) => connection.ask(payRequest(caller, freshId()), () => heard())))
    }
    await Promise.race([Promise.all(answers), failed])
  } finally {
    for (const connection of connections) connection.close()
  }
}

export function heldTable(results: readonly HeldResult[]): string {
  const rows = results.map(({ kind, held, megabytes, delayMsP99, delayMsMost }) => [
    kind,
    String(held),
    megabytes.toFixed(0),
    delayMsP99.toFixed(1),
    delayMsMost.toFixed(1),
  ])
  return table(['server', 'held at once', 'MB more', 'loop late, p99 ms', 'most ms'], rows)
}

if (import.meta.main) {
  moveToGeneratorCore()
  process.stdout.write(heldTable(await measureHeld({ held: 5_000, arrivingPerSecond: 1_000 })))
}
