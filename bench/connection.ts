/**
 * One keep-alive connection that asks ready-made bytes and hears whole answers, one after another. As little work per answer as
 * possible: whoever asks must be faster than who answers. Knows HTTP only as far as Content-Length.
 */
import { connect, type Socket } from 'node:net'

export type Connection = {
  /** The bytes heard are valid during the call only. */
  ask(request: Buffer, heard: (answer: Buffer) => void): void
  close(): void
}

const nobody = () => {}

/** @param failed told when the connection breaks while an answer is awaited */
export function openConnection(port: number, failed: (error: Error) => void): Promise<Connection> {
  return new Promise((resolve, reject) => {
    let told: (answer: Buffer) => void = nobody
    let broken: (error: Error) => void = reject
    let begun: Buffer | undefined
    const hear = (size: number, buffer: Uint8Array) => {
      const piece = Buffer.from(buffer.buffer, buffer.byteOffset, size)
      const answer = begun === undefined ? piece : Buffer.concat([begun, piece])
      if (!isWhole(answer)) {
        begun = Buffer.from(answer)
        return true
      }
      begun = undefined
      told(answer)
      return true
    }
    const socket: Socket = connect({
      port,
      host: '127.0.0.1',
      onread: { buffer: Buffer.alloc(16_384), callback: hear },
    })
    socket.setNoDelay()
    socket.on('error', (error) => broken(error))
    socket.on('close', () => broken(new Error('the server closed the connection')))
    socket.once('connect', () => {
      broken = failed
      resolve({
        ask(request, heard) {
          told = heard
          socket.write(request)
        },
        close() {
          broken = nobody
          socket.destroy()
        },
      })
    })
  })
}

const headEnd = Buffer.from('\r\n\r\n')
const lengthNames = [Buffer.from('ontent-length: '), Buffer.from('ontent-Length: ')]

function isWhole(answer: Buffer): boolean {
  const end = answer.indexOf(headEnd)
  if (end === -1) return false
  let at = -1
  for (const name of lengthNames) {
    at = answer.indexOf(name)
    if (at !== -1) {
      at += name.length
      break
    }
  }
  let length = 0
  for (let digit = answer[at]; digit !== undefined && digit >= 0x30 && digit <= 0x39; digit = answer[++at])
    length = length * 10 + digit - 0x30
  return answer.length >= end + headEnd.length + length
}

/** One request on a connection of its own; resolves to the whole answer. */
export async function askOnce(port: number, request: Buffer): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const connection = await openConnection(port, reject)
  connection.ask(request, (answer) => resolve(Buffer.from(answer)))
  try {
    return await promise
  } finally {
    connection.close()
  }
}
