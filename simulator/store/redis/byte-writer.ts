/** Puts texts and bytes into one piece of memory, each with its length in front: four bytes, the lowest first. */
export type ByteWriter = {
  /** As UTF-8. */
  text(text: string): void
  /** The two as one field. */
  textAndBytes(text: string, bytes: Uint8Array): void
  count(value: number): void
}

export type Written = (write: (to: ByteWriter) => void) => Buffer

const lengthBytes = 4
const firstSize = 64 * 1024
/** Of a character of a text, in UTF-8. */
const mostBytes = 3

/** Gives what is written, in memory of its own; the memory to write in is kept for the next time. */
export function openByteWriter(): Written {
  let bytes = Buffer.allocUnsafeSlow(firstSize)
  let end = 0

  const room = (count: number) => {
    if (end + count <= bytes.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(bytes.length * 2, end + count))
    bytes.copy(larger, 0, 0, end)
    bytes = larger
  }
  const field = (text: string, tail: Uint8Array | undefined) => {
    room(lengthBytes + text.length * mostBytes + (tail?.length ?? 0))
    const from = end + lengthBytes
    let length = text === '' ? 0 : bytes.write(text, from)
    if (tail !== undefined) {
      bytes.set(tail, from + length)
      length += tail.length
    }
    bytes.writeUInt32LE(length, end)
    end = from + length
  }
  const writer: ByteWriter = {
    text: (text) => field(text, undefined),
    textAndBytes: field,
    count(value) {
      room(lengthBytes)
      end = bytes.writeUInt32LE(value, end)
    },
  }
  return (write) => {
    end = 0
    write(writer)
    return Buffer.from(bytes.subarray(0, end))
  }
}
