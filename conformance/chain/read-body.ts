/** The body of a call to one of the kit's own servers, bounded. */
import type { IncomingMessage } from 'node:http'

const bytesMost = 262_144

/** As UTF-8. @throws (rejects) when it is too large or cut off */
export async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming) {
    const piece = chunk as Buffer
    size += piece.length
    if (size > bytesMost) throw new RangeError(`The body has more than ${bytesMost} bytes.`)
    chunks.push(piece)
  }
  return Buffer.concat(chunks).toString()
}
