/**
 * A server that can let every request wait, and watches itself meanwhile: the simulator, or bare `node:http` with a timer a request.
 * A process of its own, started by held-requests.ts, which sends it milliseconds to let requests wait from now on; it answers what
 * it has seen of itself since the last time.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { demoPartner, startSimulator } from '../simulator/index.ts'

export type HeldServerKind = 'simulator' | 'bare node:http'

export type HeldReport = {
  readonly port: number
  /** Now, and at most since the last report. */
  readonly rssBytes: number
  readonly rssBytesMost: number
  /** How late the event loop was. */
  readonly lateMsMost: number
  readonly lateMsP99: number
}

type Server = { readonly port: number; letWait(ms: number): Promise<void> }

const tickMs = 1
const settledMs = 200

async function serve(kind: HeldServerKind): Promise<void> {
  const server = kind === 'simulator' ? await openSimulator() : await openBare()
  const delay = monitorEventLoopDelay({ resolution: tickMs })
  delay.enable()
  let rssBytesMost = 0
  const sample = () => {
    rssBytesMost = Math.max(rssBytesMost, process.memoryUsage.rss())
  }
  setInterval(sample, 100)
  const lateMs = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - tickMs)
  process.on('message', async (ms: number) => {
    const seen = { rssBytesMost, lateMsMost: lateMs(delay.max), lateMsP99: lateMs(delay.percentile(99)) }
    await server.letWait(ms)
    globalThis.gc?.()
    // The collection is ours, and no part of what comes next.
    await new Promise((resolve) => setTimeout(resolve, settledMs))
    delay.reset()
    rssBytesMost = 0
    sample()
    process.send?.({ ...seen, port: server.port, rssBytes: rssBytesMost } satisfies HeldReport)
  })
  // Also when the parent died: nothing outlives the bench.
  process.on('disconnect', () => process.exit())
}

async function openSimulator(): Promise<Server> {
  const { port, partner } = await startSimulator({ seed: 'bench', partners: [demoPartner] })
  return {
    port,
    letWait: async (ms) => void (await partner.stage.setDefaults({ latency: { kind: 'fixed', ms } })),
  }
}

async function openBare(): Promise<Server> {
  const body = Buffer.from(`<alipay><result_code>SUCCESS</result_code>${' '.repeat(1_200)}</alipay>`)
  let holdMs = 0
  const server = createServer({ keepAliveTimeout: 75_000 }, (incoming, outgoing) => {
    incoming.resume()
    setTimeout(() => outgoing.writeHead(200, { 'content-length': body.length }).end(body), holdMs)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    letWait: async (ms) => {
      holdMs = ms
    },
  }
}

const [, , kind] = process.argv
if (process.connected && (kind === 'simulator' || kind === 'bare node:http')) await serve(kind)
