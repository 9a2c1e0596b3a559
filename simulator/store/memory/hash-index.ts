/**
 * Numbers by the hash of a key: open addressing outside the JavaScript heap, in segments that are divided one at a time when
 * they fill (extendible hashing), so that no call waits for the whole index to grow. Knows no keys.
 */

const placesLeast = 64
const placesMost = 4_096
/** A segment is divided only while all of them have so many numbers on average: keys of one hash cannot be told apart. */
const shareLeast = 512

/** Pairs of a hash and a number, the number one higher: 0 is an empty place. */
type Segment = { readonly pairs: Int32Array; readonly depth: number; used: number }

const segment = (places: number, depth: number): Segment => ({ pairs: new Int32Array(2 * places), depth, used: 0 })

export class HashIndex {
  readonly #isOf: (number: number, key: string) => boolean
  /** By the low bits of the hash; a segment of less depth than others stands here more than once. */
  #segments: Segment[] = [segment(placesLeast, 0)]
  #size = 0

  /** @param isOf whether the number is the key's; asked when their hashes are the same */
  constructor(isOf: (number: number, key: string) => boolean) {
    this.#isOf = isOf
  }

  get size(): number {
    return this.#size
  }

  /** @param hash 32 bits, signed */
  find(hash: number, key: string): number | undefined {
    const { pairs, depth } = this.#segmentOf(hash)
    for (let place = firstPlace(hash, depth, pairs); ; place = (place + 2) & (pairs.length - 1)) {
      const number = (pairs[place + 1] ?? 0) - 1
      if (number === -1) return undefined
      if (pairs[place] === hash && this.#isOf(number, key)) return number
    }
  }

  /** The number must not be there for that key yet. */
  add(hash: number, number: number): void {
    for (let full = this.#segmentOf(hash); 8 * full.used >= 3 * full.pairs.length; full = this.#segmentOf(hash))
      this.#grow(full, hash)
    put(this.#segmentOf(hash), hash, number)
    this.#size++
  }

  #segmentOf(hash: number): Segment {
    const found = this.#segments[hash & (this.#segments.length - 1)]
    if (found === undefined) throw new RangeError(`not a hash: ${hash}`)
    return found
  }

  /** Puts two of the same length in the place of a full segment, or a longer one while it is short. */
  #grow({ pairs, depth }: Segment, hash: number): void {
    const places = pairs.length / 2
    const step = 2 ** depth
    const divides = places >= placesMost && step * shareLeast <= this.#size
    if (divides && step === this.#segments.length) this.#segments = [...this.#segments, ...this.#segments]
    const next = divides
      ? ([segment(places, depth + 1), segment(places, depth + 1)] as const)
      : ([segment(2 * places, depth)] as const)
    for (let i = hash & (step - 1), turn = 0; i < this.#segments.length; i += step, turn++)
      this.#segments[i] = next[turn % next.length] ?? next[0]
    for (let place = 0; place < pairs.length; place += 2) {
      const [kept = 0, link = 0] = [pairs[place], pairs[place + 1]]
      if (link !== 0) put(this.#segmentOf(kept), kept, link - 1)
    }
  }
}

/** The bits above those that chose the segment. */
const firstPlace = (hash: number, depth: number, pairs: Int32Array) => ((hash >>> depth) << 1) & (pairs.length - 1)

function put(into: Segment, hash: number, number: number): void {
  const { pairs, depth } = into
  let place = firstPlace(hash, depth, pairs)
  while (pairs[place + 1] !== 0) place = (place + 2) & (pairs.length - 1)
  pairs[place] = hash
  pairs[place + 1] = number + 1
  into.used++
}
