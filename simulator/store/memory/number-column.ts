/**
 * Numbers from 0 to 2³² - 1 by their place, 0 where none was put. In pieces: growing copies one piece at most, whatever stands
 * there already. The bytes lie outside the JavaScript heap.
 */

const bits = 14
const pieceLength = 1 << bits
const within = pieceLength - 1
/** The first piece begins so short: most partners have few trades. */
const lengthLeast = 64

const empty = new Uint32Array(0)

export class NumberColumn {
  readonly #pieces: Uint32Array[] = []

  at(place: number): number {
    return this.#pieces[place >>> bits]?.[place & within] ?? 0
  }

  /** @param place one that was put, or the one behind the last */
  put(place: number, value: number): void {
    const index = place >>> bits
    let piece = this.#pieces[index] ?? empty
    if ((place & within) >= piece.length) {
      const longer = new Uint32Array(index === 0 ? Math.max(lengthLeast, 2 * piece.length) : pieceLength)
      longer.set(piece)
      this.#pieces[index] = longer
      piece = longer
    }
    piece[place & within] = value
  }
}
