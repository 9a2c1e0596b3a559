/**
 * TLS in front of the one port: takes connections, shows each the certificate of the name that it asks for, and hands what is
 * inside to the HTTP server as if it had come in plain.
 */
import { createServer, isIP, type Socket } from 'node:net'
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls'
import type { HttpServerOptions } from '../http-server.ts'
import { openPort } from '../open-port.ts'
import type { CertificateAuthority } from './certificate-authority.ts'

export type TlsDoor = {
  /** Takes a connection on which TLS is about to begin. */
  enter(raw: Socket): void
}

export type TlsDoorOptions = {
  readonly authority: CertificateAuthority
  /** For clients that name nobody, as they do when they connect to an address. */
  readonly host: string
  /** What is inside; the HTTP server reads requests from it. */
  readonly inside: (socket: Socket) => void
}

/** A handshake that is not done by then is cut, in milliseconds. */
const handshakeMs = 10_000
/** More names than any honest client asks for. */
const namesMost = 1_000

/** The HTTP server may reset the connection as it would a plain one: what the wire shows is then a reset, and not a TLS alert. */
class InnerSocket extends TLSSocket {
  readonly #raw: Socket

  constructor(raw: Socket, options: ConstructorParameters<typeof TLSSocket>[1]) {
    super(raw, options)
    this.#raw = raw
  }

  override resetAndDestroy(): this {
    this.#raw.resetAndDestroy()
    return this.destroy()
  }
}

export async function tlsDoor({ authority, host, inside }: TlsDoorOptions): Promise<TlsDoor> {
  const contexts = new Map<string, Promise<SecureContext>>()
  const contextFor = (name: string) => {
    const known = contexts.get(name)
    if (known !== undefined) return known
    const made = authority.leafFor(name).then(createSecureContext)
    if (contexts.size < namesMost) contexts.set(name, made)
    return made
  }
  const usual = await contextFor(isIP(host) === 0 || host === '0.0.0.0' || host === '::' ? 'localhost' : host)
  return {
    enter(raw) {
      const socket = new InnerSocket(raw, {
        isServer: true,
        secureContext: usual,
        ALPNProtocols: ['http/1.1'],
        SNICallback(name, done) {
          contextFor(name.toLowerCase()).then(
            (context) => done(null, context),
            (error: Error) => done(error),
          )
        },
      })
      const tooLate = setTimeout(() => socket.destroy(), handshakeMs)
      socket.once('close', () => clearTimeout(tooLate))
      // Somebody who does not trust the authority hangs up: their side says so, and ours has nothing to add.
      socket.on('error', () => socket.destroy())
      socket.once('secure', () => {
        clearTimeout(tooLate)
        inside(socket)
      })
    },
  }
}

export type TlsPort = {
  readonly port: number
  /** Takes no new connection; those that are open are cut when what is inside them has been `answered`. */
  stop(answered: Promise<void>): Promise<void>
}

/** A port on which everybody speaks TLS. */
export async function openTlsPort(
  door: TlsDoor,
  { host, port, connectionsMost }: Pick<HttpServerOptions, 'host' | 'port' | 'connectionsMost'>,
): Promise<TlsPort> {
  const sockets = new Set<Socket>()
  const server = createServer((raw) => {
    sockets.add(raw)
    raw.once('close', () => sockets.delete(raw))
    door.enter(raw)
  })
  if (connectionsMost !== undefined) server.maxConnections = connectionsMost
  const open = await openPort(server, { host, port })
  return {
    port: open,
    async stop(answered) {
      const closed = new Promise((resolve) => server.close(resolve))
      await answered
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
