/**
 * The simulator under the names of the real gateways: TLS on a port of its own, with certificates of the user's own authority,
 * and the forward proxy on the plain port. Both lead to the same HTTP server.
 */
import type { Instant } from '../../protocol/beijing-time.ts'
import type { HttpServer } from '../http-server.ts'
import { openAuthority } from './certificate-authority.ts'
import { forwardProxy } from './forward-proxy.ts'
import { openTlsPort, type TlsPort, tlsDoor } from './tls-door.ts'

export type TlsOptions = {
  /** Where the certificate authority is kept; it is made there when there is none. */
  readonly folder: string
  /** 0 takes a free one. @default 0 */
  readonly port?: number
  /** Answer CONNECT on the plain port: `HTTPS_PROXY` may name it. @default false */
  readonly proxy?: boolean
}

export type TlsSide = {
  /** `https://127.0.0.1:4143/gateway.do` */
  readonly gateway: string
  readonly port: number
  /** What clients are told to trust: PEM, and the file it is in. */
  readonly certificate: string
  readonly certificateFile: string
}

type EdgeSurroundings = {
  readonly host: string
  /** As on the plain port, and beside it. */
  readonly connectionsMost: number | undefined
  readonly now: () => Instant
}

export type Edge = TlsSide & Pick<TlsPort, 'stop'>

/** @throws when the port is taken or the folder cannot be used */
export async function openEdge(
  server: HttpServer,
  { folder, port = 0, proxy = false, host, connectionsMost, now }: TlsOptions & EdgeSurroundings,
): Promise<Edge> {
  const authority = await openAuthority({ folder, now })
  const door = await tlsDoor({ authority, host, inside: server.enter })
  const open = await openTlsPort(door, { host, port, connectionsMost })
  if (proxy) server.onConnect(forwardProxy(door))
  return {
    gateway: `https://${host.includes(':') ? `[${host}]` : host}:${open.port}/gateway.do`,
    port: open.port,
    certificate: authority.certificate,
    certificateFile: authority.path,
    stop: open.stop,
  }
}
