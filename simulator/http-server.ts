/**
 * The one port: `/gateway.do` goes straight to the gateway, which needs the socket itself for its faults; everything else goes
 * to the control API, which is loaded when somebody first asks for it. Bounded against slow and oversized requests.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Gateway } from './gateway/gateway.ts'
import { openPort } from './open-port.ts'

// Not imported: the ES module form of node:http reads its every export, and one of them loads all of undici, 25 ms at each start.
const { createServer } = process.getBuiltinModule('node:http')

export type RequestListener = (incoming: IncomingMessage, outgoing: ServerResponse) => void | Promise<void>

export type HttpServerOptions = {
  readonly host: string
  readonly port: number
  readonly gateway: Gateway
  /** Everything that is not the gateway; loaded on first use. */
  readonly others: () => Promise<RequestListener>
  /** Connections open at once; a further one is closed at once. @default as many as come */
  readonly connectionsMost?: number | undefined
  readonly onError: (error: unknown) => void
  /** @default those of {@link defaultLimits} */
  readonly limits?: HttpLimits
}

/** In milliseconds; Node's own defaults would let a slow request hold its socket for minutes. */
export type HttpLimits = {
  /** Until the last header has arrived. */
  readonly headersTimeout: number
  /** Until the last byte of the body has arrived. */
  readonly requestTimeout: number
  /** How often the two are looked at. */
  readonly connectionsCheckingInterval: number
  /** How long a connection may stay idle between two requests. */
  readonly keepAliveTimeout: number
}

export const defaultLimits: HttpLimits = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 2_000,
  keepAliveTimeout: 75_000,
}

export type HttpServer = {
  readonly origin: string
  readonly port: number
  /** Serves a connection that came in by another door. */
  enter(socket: Socket): void
  /** Who answers CONNECT; without anybody Node hangs up. */
  onConnect(listen: (request: IncomingMessage, client: Duplex, head: Buffer) => void): void
  /** Takes no new connection, lets answers that are under way end, at most `graceMs`. */
  stop(graceMs: number): Promise<void>
}

/** One socket, for as long as it is open. */
type Connection = {
  readonly socket: Socket
  /** The newest of those that are not done with. */
  answer: ServerResponse | undefined
}

/**
 * What a stop has to see to. Nothing is put into a set or a map for a request and taken out after it: their tables, once old,
 * keep what they held of each request from being collected young, three kilobytes of it.
 */
type Traffic = {
  readonly connections: Map<Socket, Connection>
  /** How many requests are under way. */
  underWay: number
  /** Told when there is none left. */
  idle: (() => void) | undefined
  /** What CONNECT was answered on: an answer under way may be inside one of them. */
  readonly tunnels: Set<Duplex>
}

const gatewayPath = '/gateway.do'
/** Room for a GET with every field at its longest: the gateway itself says what is wrong with it. Beyond it Node answers 431. */
const headerBytesMax = 131_072

export async function openHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { host, gateway, others, onError, limits = defaultLimits } = options
  const traffic: Traffic = { connections: new Map(), underWay: 0, idle: undefined, tunnels: new Set() }
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const connection = traffic.connections.get(incoming.socket)
    if (connection !== undefined) connection.answer = outgoing
    traffic.underWay++
    try {
      incoming.url = originForm(incoming.url)
      if (isGateway(incoming.url)) await gateway(incoming, outgoing)
      else await (await others())(incoming, outgoing)
    } catch (error) {
      onError(error)
      failPlainly(outgoing)
    }
    traffic.underWay--
    if (connection?.answer === outgoing) connection.answer = undefined
    if (traffic.underWay === 0) traffic.idle?.()
  }
  const server = createServer({ ...limits, maxHeaderSize: headerBytesMax }, (incoming, outgoing) => {
    void answer(incoming, outgoing)
  })
  server.on('connection', (socket) => {
    traffic.connections.set(socket, { socket, answer: undefined })
    socket.once('close', () => traffic.connections.delete(socket))
  })
  if (options.connectionsMost !== undefined) server.maxConnections = options.connectionsMost
  const port = await openPort(server, options)
  return {
    origin: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    enter: (socket) => void server.emit('connection', socket),
    onConnect(listener) {
      server.on('connect', (request, client, head) => {
        traffic.tunnels.add(client)
        client.once('close', () => traffic.tunnels.delete(client))
        listener(request, client, head)
      })
    },
    stop: (graceMs) => close(server, traffic, graceMs),
  }
}

/** Whoever believes in a proxy names the host as well. Source: RFC 9112 §3.2.2. */
function originForm(target = '/'): string {
  if (!target.startsWith('http')) return target
  const rest = target.replace(/^https?:\/\/[^/?]*/i, '')
  return rest.startsWith('/') ? rest : `/${rest}`
}

function isGateway(target = '/'): boolean {
  return target.startsWith(gatewayPath) && (target.length === gatewayPath.length || target[gatewayPath.length] === '?')
}

/** What nobody foresaw: the gateway itself would say SYSTEM_ERROR; a plain 500 is as unknown to the caller. */
function failPlainly(outgoing: ServerResponse): void {
  if (outgoing.headersSent) outgoing.destroy()
  else outgoing.writeHead(500, { 'content-type': 'text/plain;charset=UTF-8' }).end('internal error\n')
}

/**
 * Connections without a request under way are cut, the others after their last answer. The last byte of an answer is not the
 * end of its work: the journal's entry follows.
 */
async function close(server: Server, traffic: Traffic, graceMs: number): Promise<void> {
  const { promise: graceOver, resolve } = Promise.withResolvers<void>()
  const hurry = setTimeout(() => {
    server.closeAllConnections()
    resolve()
  }, graceMs)
  const closed = new Promise<void>((done) => server.close(() => done()))
  for (const { socket, answer } of traffic.connections.values()) {
    if (traffic.tunnels.has(socket)) continue
    if (answer === undefined || answer.writableFinished) socket.destroySoon()
    else if (answer.headersSent) answer.once('finish', () => socket.destroySoon())
    else answer.setHeader('connection', 'close')
  }
  const answered = () => Promise.race([allAnswered(traffic), graceOver])
  await answered()
  for (const tunnel of traffic.tunnels) tunnel.destroy()
  await closed
  await answered()
  clearTimeout(hurry)
}

function allAnswered(traffic: Traffic): Promise<void> {
  return new Promise((resolve) => {
    traffic.idle = resolve
    if (traffic.underWay === 0) resolve()
  })
}
