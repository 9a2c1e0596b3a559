/**
 * A raw socket to a server on this machine: writes what it is told to, and keeps every byte that comes back.
 */
import { connect, type Socket } from 'node:net'

export type RawTalk = {
  readonly socket: Socket
  /** What has come so far, as latin1. */
  text(): string
  /** Resolves when the other side has ended the connection: with `end`, or the error's code (`ECONNRESET`). */
  readonly over: Promise<string>
}

export async function talk(port: number, opening: string | Buffer = ''): Promise<RawTalk> {
  const chunks: Buffer[] = []
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  const { promise: over, resolve } = Promise.withResolvers<string>()
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  socket.on('end', () => {
    socket.end()
    resolve('end')
  })
  socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
  await new Promise<void>((connected) => socket.once('connect', connected))
  if (opening.length > 0) socket.write(opening)
  return { socket, text: () => Buffer.concat(chunks).toString('latin1'), over }
}

/** Sends it, waits for the other side to end the connection, gives all that came. */
export async function shout(port: number, bytes: string | Buffer): Promise<{ text: string; over: string }> {
  const { text, over } = await talk(port, bytes)
  const how = await over
  return { text: text(), over: how }
}

/** A request whole, `Connection: close` unless the headers say otherwise. */
export function httpRequest(
  method: string,
  target: string,
  body: string | Buffer = '',
  headers: Readonly<Record<string, string>> = { connection: 'close' },
): Buffer {
  const bytes = Buffer.from(body)
  const lines = Object.entries({ host: '127.0.0.1', 'content-length': String(bytes.length), ...headers })
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return Buffer.concat([Buffer.from(`${method} ${target} HTTP/1.1\r\n${head}\r\n`), bytes])
}

export const statusOf = (text: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0)
