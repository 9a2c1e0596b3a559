/**
 * A port of the till: listens, and stops without cutting an answer off. Bounded against slow and oversized requests.
 * Knows no path.
 */
import type { Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import type { Hono } from 'hono'

export type OpenPort = {
  readonly port: number
  /** Takes no new connection; resolves when the answers under way are out. */
  stop(): Promise<void>
}

/** In milliseconds. A till is on the same network, and the gateway gives up after ten seconds. Source: flows.md §5. */
const serverOptions = { headersTimeout: 10_000, requestTimeout: 15_000, connectionsCheckingInterval: 2_000 }

/** @throws (rejects) when the port is taken */
export async function openPort(app: Hono, { host, port }: { host: string; port: number }): Promise<OpenPort> {
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions,
    overrideGlobalObjects: false,
  }) as Server
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    stop: () =>
      new Promise((resolve) => {
        // Idle connections are closed with it, the others after their answer.
        server.close(() => resolve())
      }),
  }
}

/** Far above anything that a till or the gateway sends. */
const bodyBytesMax = 65_536

/** The body as it came; undefined when it is too large, and then the rest is not read. */
export async function boundedBody(request: Request): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.length
    if (size > bodyBytesMax) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** IPv6 addresses stand in brackets. */
export function urlOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
