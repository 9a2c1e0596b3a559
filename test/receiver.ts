/**
 * A merchant's address for notifications: a real server that keeps what was posted and answers what it is told to.
 */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decodeForm } from '../protocol/parameter.ts'

export type Posted = {
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  /** As UTF-8. */
  readonly fields: Readonly<Record<string, string>>
}

export type Receiver = AsyncDisposable & {
  /** `http://127.0.0.1:…/notify` */
  readonly url: string
  readonly posted: readonly Posted[]
}

/** @param respond to the n-th post; the first is 0. @default acknowledges every one */
export async function openReceiver(
  respond: (outgoing: ServerResponse, nth: number) => void = (outgoing) => outgoing.end('success'),
): Promise<Receiver> {
  const posted: Posted[] = []
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const body = Buffer.concat(chunks)
      const fields = Object.fromEntries(decodeForm(body, 'UTF-8').parameters.map(({ name, value }) => [name, value]))
      respond(outgoing, posted.push({ headers: incoming.headers, body, fields }) - 1)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/notify`,
    posted,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
