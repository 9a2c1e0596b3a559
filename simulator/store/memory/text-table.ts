/**
 * A map from text to text that lies outside the JavaScript heap: the garbage collector finds a few objects a thousand entries,
 * not a dozen an entry. Entries are numbered from 0 in the order in which their keys came first; none is ever taken away.
 */
import { HashIndex } from './hash-index.ts'
import { NumberColumn } from './number-column.ts'
import { TextHeap } from './text-heap.ts'

export class TextTable {
  readonly #texts = new TextHeap()
  /** Of each entry the piece of the heap, and the offset there. */
  readonly #places = new NumberColumn()
  readonly #index = new HashIndex((number, key) => this.keyAt(number) === key)
  readonly #hash: (key: string) => number

  /** @param hash to 32 bits, signed */
  constructor(hash: (key: string) => number = hashOf) {
    this.#hash = hash
  }

  get size(): number {
    return this.#index.size
  }

  /** The number of the key's entry. */
  find(key: string): number | undefined {
    return this.#index.find(this.#hash(key), key)
  }

  has(key: string): boolean {
    return this.find(key) !== undefined
  }

  get(key: string): string | undefined {
    const number = this.find(key)
    return number === undefined ? undefined : this.valueAt(number)
  }

  /** @param number below `size` */
  keyAt(number: number): string {
    return this.#texts.key(this.#places.at(2 * number), this.#places.at(2 * number + 1))
  }

  /** @param number below `size` */
  valueAt(number: number): string {
    return this.#texts.value(this.#places.at(2 * number), this.#places.at(2 * number + 1))
  }

  /** Adds the key, or replaces its value. @returns the number of its entry */
  set(key: string, value: string): number {
    const hash = this.#hash(key)
    const known = this.#index.find(hash, key)
    const number = known ?? this.size
    if (known === undefined) this.#index.add(hash, number)
    else if (this.#texts.replace(this.#places.at(2 * number), this.#places.at(2 * number + 1), value)) return number
    const { piece, offset } = this.#texts.add(key, value)
    this.#places.put(2 * number, piece)
    this.#places.put(2 * number + 1, offset)
    return number
  }
}

/** FNV-1a over the UTF-16 units; stirred at the end, so that each bit depends on all of them. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
