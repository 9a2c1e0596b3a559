/**
 * A server that lets every request wait, and watches itself meanwhile: the simulator with a fixed latency, or bare `node:http` with
 * a timer a request. Started by held-requests.ts, which asks it with any message for what it has seen since the last.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { demoPartner, startSimulator } from '../simulator/index.ts'

export type HeldServerKind = 'simulator' | 'bare node:http'

/** `port` in the first, for the rest see what is measured. */
export type HeldReport = {
  readonly port: number
  readonly rssBytes: number
  readonly rssBytesMost: number
  readonly delayMsMost: number
  readonly delayMsP99: number
}

const resolutionMs = 1

export async function serve(kind: HeldServerKind, holdMs: number): Promise<void> {
  const port = kind === 'simulator' ? await openSimulator(holdMs) : await openBare(holdMs)
  const delay = monitorEventLoopDelay({ resolution: resolutionMs })
  delay.enable()
  let rssBytesMost = 0
  const sample = () => {
    rssBytesMost = Math.max(rssBytesMost, process.memoryUsage.rss())
  }
  setInterval(sample, 100)
  const beyondTick = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolutionMs)
  const report = () => {
    sample()
    process.send?.({
      port,
      rssBytes: process.memoryUsage.rss(),
      rssBytesMost,
      delayMsMost: beyondTick(delay.max),
      delayMsP99: beyondTick(delay.percentile(99)),
    } satisfies HeldReport)
  }
  process.on('message', () => {
    report()
    // Of what comes next only: neither the garbage of before nor its collection.
    globalThis.gc?.()
    rssBytesMost = 0
    delay.reset()
  })
  // Also when the parent died: nothing outlives the bench.
  process.on('disconnect', () => process.exit())
  report()
}

async function openSimulator(ms: number): Promise<number> {
  const { port } = await startSimulator({
    seed: 'bench',
    partners: [demoPartner],
    defaults: { latency: { kind: 'fixed', ms } },
  })
  return port
}

function openBare(ms: number): Promise<number> {
  const body = Buffer.alloc(1_000, 'x')
  const server = createServer((incoming, outgoing) => {
    incoming.resume()
    setTimeout(() => outgoing.writeHead(200, { 'content-length': body.length }).end(body), ms)
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)))
}

const [, , kind, holdMs] = process.argv
if (process.connected && (kind === 'simulator' || kind === 'bare node:http')) await serve(kind, Number(holdMs))
