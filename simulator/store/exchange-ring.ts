/**
 * One partner's part of the journal: its newest exchanges, bounded in number, found by their id. Ids only grow, but an exchange
 * that took long comes late.
 */
import type { Exchange, SentAnswer } from '../journal/exchange.ts'
import type { ExchangeFilter } from './store.ts'

const defaultLimit = 100

export class ExchangeRing {
  readonly #size: number
  readonly #byId = new Map<number, Exchange>()
  /** Ascending; those before `#head` are gone. */
  #ids: number[] = []
  #head = 0

  constructor(size: number) {
    this.#size = size
  }

  add(exchange: Exchange): void {
    const { id } = exchange
    const full = this.#byId.size >= this.#size
    // A slow call may come when all that is kept is newer: then it is too old to keep.
    if (full && id < (this.#ids[this.#head] ?? 0)) return
    this.#byId.set(id, exchange)
    let place = this.#ids.length
    while (place > this.#head && (this.#ids[place - 1] ?? 0) > id) place--
    if (place === this.#ids.length) this.#ids.push(id)
    else this.#ids.splice(place, 0, id)
    if (full) this.#dropOldest()
  }

  close(id: number, answer: SentAnswer): Exchange | undefined {
    const exchange = this.#byId.get(id)
    if (exchange === undefined) return undefined
    const closed = { ...exchange, answer }
    this.#byId.set(id, closed)
    return closed
  }

  get(id: number): Exchange | undefined {
    return this.#byId.get(id)
  }

  /** The newest that match, oldest first. */
  select({ service, partnerTransId, outcome, after = 0, limit = defaultLimit }: ExchangeFilter): Exchange[] {
    const matching: Exchange[] = []
    for (let place = this.#ids.length - 1; place >= this.#head && matching.length < limit; place--) {
      const exchange = this.#byId.get(this.#ids[place] ?? 0)
      if (exchange === undefined || exchange.id <= after) break
      if (service !== undefined && exchange.service !== service) continue
      if (partnerTransId !== undefined && exchange.partnerTransId !== partnerTransId) continue
      if (outcome !== undefined && exchange.outcome !== outcome) continue
      matching.push(exchange)
    }
    return matching.reverse()
  }

  #dropOldest(): void {
    this.#byId.delete(this.#ids[this.#head] ?? 0)
    this.#head++
    // Moved together now and then, so that the list stays within twice the size.
    if (this.#head < this.#size) return
    this.#ids = this.#ids.slice(this.#head)
    this.#head = 0
  }
}
