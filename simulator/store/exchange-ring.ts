/**
 * The journal's ring: the newest exchanges, bounded in number, found by their id. Ids grow, so an id's place is its remainder.
 */
import type { Exchange, SentAnswer } from '../journal/exchange.ts'
import type { ExchangeFilter } from './store.ts'

const defaultLimit = 100

export class ExchangeRing {
  readonly #size: number
  readonly #places: (Exchange | undefined)[] = []
  #newest = 0

  constructor(size: number) {
    this.#size = size
  }

  add(exchange: Exchange): void {
    const place = exchange.id % this.#size
    // Slow calls come late, perhaps after a whole round: then a newer one stands here, and stays.
    if ((this.#places[place]?.id ?? 0) > exchange.id) return
    this.#places[place] = exchange
    this.#newest = Math.max(this.#newest, exchange.id)
  }

  close(id: number, answer: SentAnswer): Exchange | undefined {
    const exchange = this.get(id)
    if (exchange === undefined) return undefined
    const closed = { ...exchange, answer }
    this.#places[id % this.#size] = closed
    return closed
  }

  get(id: number): Exchange | undefined {
    const exchange = this.#places[id % this.#size]
    return exchange?.id === id ? exchange : undefined
  }

  /** The newest that match, oldest first. */
  select({ partner, service, partnerTransId, outcome, after = 0, limit = defaultLimit }: ExchangeFilter): Exchange[] {
    const matching: Exchange[] = []
    const oldest = Math.max(after + 1, this.#newest - this.#size + 1)
    for (let id = this.#newest; id >= oldest && matching.length < limit; id--) {
      const exchange = this.get(id)
      if (exchange === undefined) continue
      if (partner !== undefined && exchange.partner !== partner) continue
      if (service !== undefined && exchange.service !== service) continue
      if (partnerTransId !== undefined && exchange.partnerTransId !== partnerTransId) continue
      if (outcome !== undefined && exchange.outcome !== outcome) continue
      matching.push(exchange)
    }
    return matching.reverse()
  }

  drop(which: (exchange: Exchange) => boolean): void {
    for (const [place, exchange] of this.#places.entries())
      if (exchange !== undefined && which(exchange)) this.#places[place] = undefined
  }
}
