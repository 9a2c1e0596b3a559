/**
 * An HTTPS forward proxy for programs with a gateway's address built in (`HTTPS_PROXY=http://127.0.0.1:4100`): connections to
 * the real gateways end here, all others are passed through untouched, but only for this machine's own programs.
 */
import type { IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { isGatewayHost } from '../../protocol/gateway-host.ts'
import { isLoopback } from '../notify/address-ranges.ts'

export type ConnectListener = (request: IncomingMessage, client: Duplex, head: Buffer) => void

export type ForwardProxyOptions = {
  /** A connection on which TLS to a gateway is about to begin. */
  readonly enter: (client: Socket) => void
}

const established = 'HTTP/1.1 200 Connection Established\r\n\r\n'

export function forwardProxy({ enter }: ForwardProxyOptions): ConnectListener {
  return (request, stream, head) => {
    // Node hands over the socket itself, by its most general type.
    const client = stream as Socket
    client.on('error', () => client.destroy())
    const target = targetOf(request.url ?? '')
    if (target === undefined) return refuse(client, 400, 'CONNECT needs HOST:PORT, with a port from 1 to 65535.')
    if (isGatewayHost(target.host)) {
      client.write(established)
      if (head.length > 0) client.unshift(head)
      return enter(client)
    }
    if (!isLoopback(client.remoteAddress ?? ''))
      return refuse(client, 403, `Only the gateways are answered for; put ${target.host} into NO_PROXY.`)
    passThrough(client, head, target)
  }
}

type Target = { readonly host: string; readonly port: number }

function targetOf(authority: string): Target | undefined {
  const match = /^(?:\[([0-9a-f:.]+)\]|([^:[\]/@\s]+)):(\d{1,5})$/i.exec(authority)
  const host = match?.[1] ?? match?.[2]
  const port = Number(match?.[3])
  return host === undefined || port === 0 || port > 65_535 ? undefined : { host, port }
}

function refuse(client: Socket, status: 400 | 403 | 502, message: string): void {
  const reason = { 400: 'Bad Request', 403: 'Forbidden', 502: 'Bad Gateway' }[status]
  const head = `HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Type: text/plain;charset=UTF-8\r\n`
  client.end(`${head}Content-Length: ${Buffer.byteLength(message) + 1}\r\n\r\n${message}\n`)
}

function passThrough(client: Socket, head: Buffer, { host, port }: Target): void {
  const server = connect(port, host)
  let open = false
  server.once('connect', () => {
    open = true
    client.write(established)
    server.write(head)
    server.pipe(client)
    client.pipe(server)
  })
  server.on('error', (error: NodeJS.ErrnoException) => {
    if (open) client.destroy()
    else refuse(client, 502, `${host} cannot be reached (${error.code ?? error.message}).`)
  })
  client.once('close', () => server.destroy())
  server.once('close', () => client.end())
}
