import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answer, exchange, other, own } from '../../test/store-samples.ts'
import { ExchangeRing } from './exchange-ring.ts'

const size = 5
/** An exchange whose call takes longer than that of up to three later ones. */
const arrivals = fc
  .array(fc.record({ partner: fc.constantFrom(own, other), delay: fc.nat(3) }), { maxLength: 30 })
  .map((calls) =>
    calls
      .map(({ partner, delay }, i) => ({ id: i + 1, partner, place: i + 1 + delay }))
      .sort((a, b) => a.place - b.place || a.id - b.id),
  )

describe('ExchangeRing', () => {
  it('keeps the newest and nothing else, in the order of their numbers, however late they come', () => {
    const law = fc.property(arrivals, (calls) => {
      const ring = new ExchangeRing(size)
      const all: number[] = []
      for (const { id, partner } of calls) {
        ring.add(exchange(id, { partner }))
        all.push(id)
        const newest = Math.max(...all)
        const kept = all.filter((one) => one > newest - size).sort((a, b) => a - b)
        expect(ring.select({ limit: 99 }).map((one) => one.id)).toEqual(kept)
        for (const one of kept) expect(ring.get(one)?.id).toBe(one)
        // What a late call has not yet pushed out may still be asked for by its number; nothing else is found under it.
        for (const one of all) expect([one, undefined]).toContain(ring.get(one)?.id)
      }
    })
    fc.assert(law, { numRuns: 200 })
  })

  it('closes and drops what it has, and nothing else', () => {
    const ring = new ExchangeRing(size)
    for (let id = 1; id <= 7; id++) ring.add(exchange(id, { partner: id % 2 === 0 ? own : other }))
    expect(ring.close(2, answer)).toBeUndefined()
    expect(ring.close(4, answer)).toEqual({ ...exchange(4), answer })
    ring.drop(({ partner }) => partner === other)
    expect(ring.select({}).map(({ id, answer: sent }) => [id, sent?.status])).toEqual([
      [4, 200],
      [6, undefined],
    ])
    ring.add(exchange(8))
    expect(ring.select({}).map(({ id }) => id)).toEqual([4, 6, 8])
  })
})
