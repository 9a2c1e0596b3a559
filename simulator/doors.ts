/**
 * Every way in: the port with the gateway and the control API; with TLS and as a proxy under the names of the real gateways;
 * with a real gateway in front of ours.
 */
import type { Instant } from '../protocol/beijing-time.ts'
import { both } from './both.ts'
import { realClock, realStopwatch } from './clock.ts'
import type { CancelBell } from './gateway/cancel-bell.ts'
import { type Gateway, type GatewayParts, gateway } from './gateway/gateway.ts'
import { plainSteps } from './gateway/steps.ts'
import { type HttpServer, type HttpServerOptions, openHttpServer } from './http-server.ts'
import type { Pauses } from './pause.ts'
import { throttled } from './throttle.ts'
import type { Edge, TlsOptions, TlsSide } from './tls/edge.ts'
import type { Tracing } from './trace/tracing.ts'
import type { Upstream, UpstreamOptions } from './upstream/upstream-gateway.ts'

export type Doors = {
  readonly origin: string
  readonly port: number
  readonly tls: TlsSide | undefined
  /** Takes no new connection, lets answers that are under way end, at most `graceMs`. */
  stop(graceMs: number): Promise<void>
}

export type DoorParts = Omit<GatewayParts, 'choose' | 'bell' | 'pause' | 'now' | 'stopwatch' | 'onTasks' | 'steps'> & {
  readonly clock: { now(): Instant }
  readonly pauses: Pauses
  readonly rateLimit: number | undefined
  readonly onError: (error: unknown) => void
}

export type DoorOptions = Pick<HttpServerOptions, 'host' | 'port' | 'others' | 'connectionsMost'> & {
  readonly onTasks: GatewayParts['onTasks']
  readonly choose: GatewayParts['choose']
  readonly bell: CancelBell
  readonly tls: TlsOptions | undefined
  readonly upstream: UpstreamOptions | undefined
  readonly tracing: Tracing | undefined
}

/** @throws when a port is taken, or the folder of the certificate authority cannot be used */
export async function openDoors(parts: DoorParts, options: DoorOptions): Promise<Doors> {
  const { onTasks, choose, bell, tls, upstream, tracing, ...address } = options
  const plain = gateway({
    ...parts,
    steps: tracing?.steps(plainSteps) ?? plainSteps,
    onExchange: both(parts.onExchange, tracing?.exchange),
    onTasks,
    choose: throttled(choose, parts.rateLimit, realClock),
    bell,
    pause: parts.pauses.pause,
    now: () => parts.clock.now(),
    stopwatch: realStopwatch,
  })
  const own = tracing?.traced(plain) ?? plain
  const real = await openReal(own, parts, upstream)
  const server = await openHttpServer({ ...address, gateway: real?.gateway ?? own, onError: parts.onError }).catch(
    undoing(() => real?.stop()),
  )
  const edge = await openTls(server, address, tls).catch(undoing(() => Promise.all([server.stop(0), real?.stop()])))
  return {
    origin: server.origin,
    port: server.port,
    tls: edge,
    async stop(graceMs) {
      const answered = server.stop(graceMs)
      await Promise.all([answered, edge?.stop(answered)])
      await real?.stop()
    },
  }
}

/** Nothing stays open of what was not opened whole. */
function undoing(undo: () => unknown): (error: unknown) => Promise<never> {
  return async (error) => {
    await undo()
    throw error
  }
}

async function openReal(
  shadow: Gateway,
  { onError }: DoorParts,
  upstream: UpstreamOptions | undefined,
): Promise<Upstream | undefined> {
  if (upstream === undefined) return undefined
  const { openUpstream } = await import('./upstream/upstream-gateway.ts')
  return openUpstream(upstream, { shadow, now: realClock.now, onError })
}

async function openTls(
  server: HttpServer,
  { host, connectionsMost }: Pick<HttpServerOptions, 'host' | 'connectionsMost'>,
  tls: TlsOptions | undefined,
): Promise<Edge | undefined> {
  if (tls === undefined) return undefined
  const { openEdge } = await import('./tls/edge.ts')
  return openEdge(server, { ...tls, host, connectionsMost, now: realClock.now })
}
