/**
 * What waiting costs: thousands of requests held at once in latency, each on a connection of its own that has paid before; how much
 * more memory they take than idle connections, and how late the event loop is. Bare `node:http` and the simulator in one run.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { demoPartner } from '../simulator/index.ts'
import { type Connection, openConnection } from './connection.ts'
import { onServerCore } from './cores.ts'
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
  /** Of the idle connections, each after a first payment. */
  readonly connectionsMegabytes: number
  /** More than that, when all requests are held. */
  readonly heldMegabytes: number
  readonly arrivingLateMsP99: number
  /** While all of them wait. */
  readonly heldLateMsMost: number
  readonly answeringLateMsP99: number
}

/** Source: issue 4 (Show). */
export const heldBounds = { heldMegabytes: 100, heldLateMsMost: 10 } as const

const caller: Caller = { pid: demoPartner.pid, signer: { signType: 'MD5', key: demoPartner.md5Key } }
/** How long nothing happens but waiting, in milliseconds. */
const plateauMs = 3_000

export async function measureHeld(sizes: HeldSizes): Promise<readonly HeldResult[]> {
  const results: HeldResult[] = []
  for (const kind of ['bare node:http', 'simulator'] as const) results.push(await measure(kind, sizes))
  return results
}

async function measure(kind: HeldServerKind, { held, arrivingPerSecond }: HeldSizes): Promise<HeldResult> {
  const server = openServer(kind)
  const connections: Connection[] = []
  const failed = Promise.withResolvers<never>()
  failed.promise.catch(() => {})
  const pace = pacemaker(arrivingPerSecond)
  try {
    const { port } = await server.report(0)
    // Code is compiled before anything is weighed.
    const warm = await openConnection(port, failed.reject)
    for (let nth = 0; nth < held / 10; nth++) await pay(warm)
    warm.close()

    const empty = await server.report(0)
    await pace(held, async () => {
      const connection = await openConnection(port, failed.reject)
      connections.push(connection)
      await Promise.race([pay(connection), failed.promise])
    })
    const holdMs = Math.ceil((held / arrivingPerSecond) * 1_000) + 2 * plateauMs
    const idle = await server.report(holdMs)
    const answers: Promise<void>[] = []
    await pace(held, async (nth) => {
      const connection = connections[nth]
      if (connection !== undefined) answers.push(pay(connection))
    })
    const arrived = await server.report(0)
    await new Promise((resolve) => setTimeout(resolve, plateauMs))
    const waited = await server.report(0)
    await Promise.race([Promise.all(answers), failed.promise])
    const answered = await server.report(0)
    const rssBytesMost = Math.max(arrived.rssBytesMost, waited.rssBytesMost)
    return {
      ...{ kind, held },
      connectionsMegabytes: (idle.rssBytes - empty.rssBytes) / 1e6,
      heldMegabytes: (rssBytesMost - idle.rssBytes) / 1e6,
      arrivingLateMsP99: arrived.lateMsP99,
      heldLateMsMost: waited.lateMsMost,
      answeringLateMsP99: answered.lateMsP99,
    }
  } finally {
    for (const connection of connections) connection.close()
    await server.stop()
  }
}

function pay(connection: Connection): Promise<void> {
  return new Promise((resolve) => connection.ask(payRequest(caller, freshId()), () => resolve()))
}

/** One after another, so many a second. */
function pacemaker(perSecond: number) {
  return async (count: number, begin: (nth: number) => Promise<void>): Promise<void> => {
    const startedMs = performance.now()
    for (let nth = 0; nth < count; nth++) {
      const earlyMs = startedMs + (nth * 1_000) / perSecond - performance.now()
      if (earlyMs > 0) await new Promise((resolve) => setTimeout(resolve, earlyMs))
      await begin(nth)
    }
  }
}

function openServer(kind: HeldServerKind) {
  const file = fileURLToPath(new URL('held-server.ts', import.meta.url))
  const { command, args } = onServerCore(['--expose-gc', file, kind])
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const ended = once(child, 'exit')
  return {
    /** What it has seen; from now on requests wait that long. */
    async report(holdMs: number): Promise<HeldReport> {
      const reported = once(child, 'message')
      child.send(holdMs)
      const [report] = await Promise.race([reported, ended.then(() => [undefined])])
      if (report === undefined) throw new Error('held-server.ts ended before it reported')
      return report
    },
    async stop(): Promise<void> {
      if (child.connected) child.disconnect()
      await ended
    },
  }
}

export function heldTable(results: readonly HeldResult[]): string {
  const rows = results.map((result) => [
    result.kind,
    String(result.held),
    result.connectionsMegabytes.toFixed(0),
    result.heldMegabytes.toFixed(0),
    result.heldLateMsMost.toFixed(1),
    result.arrivingLateMsP99.toFixed(1),
    result.answeringLateMsP99.toFixed(1),
  ])
  const heads = [
    'idle, MB',
    'held, MB more',
    'loop late while all wait, most ms',
    'while they arrive, p99 ms',
    'while answered, p99 ms',
  ]
  return table(['server', 'connections', ...heads], rows)
}

/** Whether the simulator takes no more than it may. */
export function isHeldWell(results: readonly HeldResult[]): boolean {
  const simulator = results.find(({ kind }) => kind === 'simulator')
  return (
    simulator !== undefined &&
    simulator.heldMegabytes < heldBounds.heldMegabytes &&
    simulator.heldLateMsMost < heldBounds.heldLateMsMost
  )
}
