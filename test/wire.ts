/**
 * A raw socket to a gateway on this machine: one POST, and every byte that came back until the exchange was over.
 */
import { connect } from 'node:net'

/** All bytes of the answer; what ended it early, a reset or a close, stands behind them in words. */
export function exchangeBytes(port: number, target: string, body: string): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    const socket = connect(port, '127.0.0.1')
    const finish = (how: string) => {
      socket.destroy()
      resolve(Buffer.concat([...chunks, Buffer.from(`\n[${how}]\n`)]))
    }
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('error', (error: NodeJS.ErrnoException) => finish(error.code ?? error.message))
    socket.on('end', () => finish('end'))
    socket.write(
      `POST ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n` +
        `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    )
  })
}
