/**
 * Pairs of texts, one after another in large pieces of bytes outside the JavaScript heap, where the garbage collector does not
 * walk. Any text comes back exactly, halves of characters included: a byte each where all is ASCII, else two.
 * Knows no order and no search.
 */

const pieceBytesLeast = 4_096
const pieceBytesMost = 1 << 20
/** Of a text its length in bytes, doubled, one more when a character takes two. */
const lengthBytes = 4

export type Place = { readonly piece: number; readonly offset: number }

export class TextHeap {
  readonly #pieces: Buffer[] = []
  /** How far the last piece is filled. */
  #used = 0

  add(key: string, value: string): Place {
    const keyBytes = bytesOf(key)
    const place = this.#reserve(2 * lengthBytes + keyBytes + bytesOf(value))
    const piece = this.#piece(place.piece)
    writeText(piece, place.offset, key)
    writeText(piece, place.offset + lengthBytes + keyBytes, value)
    return place
  }

  key(piece: number, offset: number): string {
    return readText(this.#piece(piece), offset)
  }

  value(piece: number, offset: number): string {
    const bytes = this.#piece(piece)
    return readText(bytes, afterText(bytes, offset))
  }

  /** Puts another value beside the key. False when it needs more room than the old one; then nothing has changed. */
  replace(piece: number, offset: number, value: string): boolean {
    const bytes = this.#piece(piece)
    const start = afterText(bytes, offset)
    if (start + lengthBytes + bytesOf(value) > afterText(bytes, start)) return false
    writeText(bytes, start, value)
    return true
  }

  #reserve(size: number): Place {
    if (this.#used + size > (this.#pieces.at(-1)?.length ?? 0)) {
      // The first pieces are small: most partners have few trades.
      const usual = Math.min(pieceBytesLeast * 2 ** this.#pieces.length, pieceBytesMost)
      this.#pieces.push(Buffer.allocUnsafeSlow(Math.max(usual, size)))
      this.#used = 0
    }
    const offset = this.#used
    this.#used += size
    return { piece: this.#pieces.length - 1, offset }
  }

  #piece(index: number): Buffer {
    const piece = this.#pieces[index]
    if (piece === undefined) throw new RangeError(`there is no piece ${index}`)
    return piece
  }
}

/** In UTF-8 only ASCII takes a byte a character. */
const isWide = (text: string) => Buffer.byteLength(text, 'utf8') !== text.length

const bytesOf = (text: string) => (isWide(text) ? 2 * text.length : text.length)

function writeText(bytes: Buffer, offset: number, text: string): void {
  const wide = isWide(text)
  bytes.writeUInt32LE(wide ? 4 * text.length + 1 : 2 * text.length, offset)
  bytes.write(text, offset + lengthBytes, wide ? 'utf16le' : 'latin1')
}

function readText(bytes: Buffer, offset: number): string {
  const length = bytes.readUInt32LE(offset)
  const start = offset + lengthBytes
  return bytes.toString(length % 2 === 1 ? 'utf16le' : 'latin1', start, start + (length >>> 1))
}

function afterText(bytes: Buffer, offset: number): number {
  return offset + lengthBytes + (bytes.readUInt32LE(offset) >>> 1)
}
