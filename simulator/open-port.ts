/** A server opened on a port: resolves once it listens, with the port that it got. */
import type { Server } from 'node:net'

export type PortWanted = {
  /** @default '127.0.0.1' */
  readonly host?: string
  /** 0 takes a free one. @default 0 */
  readonly port?: number
}

/** @throws (rejects) the system's error when nothing can listen there */
export function openPort(server: Server, { host = '127.0.0.1', port = 0 }: PortWanted = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}
