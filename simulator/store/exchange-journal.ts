/**
 * The journal in memory: a ring for each partner, so that a noisy one pushes out nobody else's exchanges.
 */
import type { Exchange, SentAnswer } from '../journal/exchange.ts'
import { ExchangeRing } from './exchange-ring.ts'
import type { ExchangeFilter } from './store.ts'

export class ExchangeJournal {
  readonly #size: number
  readonly #rings = new Map<string, ExchangeRing>()

  /** @param size how many exchanges are kept of each partner, and of all who are nobody's partner together */
  constructor(size: number) {
    this.#size = size
  }

  add(exchange: Exchange): void {
    let ring = this.#rings.get(exchange.partner)
    if (ring === undefined) {
      ring = new ExchangeRing(this.#size)
      this.#rings.set(exchange.partner, ring)
    }
    ring.add(exchange)
  }

  close(id: number, answer: SentAnswer): Exchange | undefined {
    for (const ring of this.#rings.values()) {
      const closed = ring.close(id, answer)
      if (closed !== undefined) return closed
    }
    return undefined
  }

  get(id: number): Exchange | undefined {
    for (const ring of this.#rings.values()) {
      const exchange = ring.get(id)
      if (exchange !== undefined) return exchange
    }
    return undefined
  }

  /** The newest that match, oldest first. */
  select(filter: ExchangeFilter): Exchange[] {
    if (filter.partner !== undefined) return this.#rings.get(filter.partner)?.select(filter) ?? []
    const all = [...this.#rings.values()].flatMap((ring) => ring.select(filter))
    return all.sort((a, b) => a.id - b.id).slice(-(filter.limit ?? all.length))
  }

  forget(partner: string): void {
    this.#rings.delete(partner)
  }
}
