import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answer, exchange } from '../../test/store-samples.ts'
import { ExchangeRing } from './exchange-ring.ts'

const size = 5
/** Exchanges whose calls take longer than those of up to three later ones. */
const arrivals = fc.array(fc.nat(3), { maxLength: 40 }).map((delays) =>
  delays
    .map((delay, i) => ({ id: i + 1, place: i + 1 + delay }))
    .sort((a, b) => a.place - b.place || a.id - b.id)
    .map(({ id }) => id),
)

describe('ExchangeRing', () => {
  it('keeps the newest that came and nothing else, in the order of their numbers, however late they come', () => {
    const law = fc.property(arrivals, (ids) => {
      const ring = new ExchangeRing(size)
      let kept: number[] = []
      for (const id of ids) {
        ring.add(exchange(id))
        kept = [...kept, id].sort((a, b) => a - b).slice(-size)
        expect(ring.select({ limit: 99 }).map((one) => one.id)).toEqual(kept)
        for (const one of ids) expect(ring.get(one)?.id).toBe(kept.includes(one) ? one : undefined)
      }
    })
    fc.assert(law, { numRuns: 200 })
  })

  it('closes what it has, and nothing else', () => {
    const ring = new ExchangeRing(size)
    for (let id = 1; id <= 7; id++) ring.add(exchange(id))
    expect(ring.close(2, answer)).toBeUndefined()
    expect(ring.close(4, answer)).toEqual({ ...exchange(4), answer })
    expect(ring.select({}).map(({ id, answer: sent }) => [id, sent?.status])).toEqual([
      [3, undefined],
      [4, 200],
      [5, undefined],
      [6, undefined],
      [7, undefined],
    ])
  })

  it('gives the newest that match, oldest first, after a number and up to a limit', () => {
    const ring = new ExchangeRing(size)
    for (let id = 1; id <= 5; id++) ring.add(exchange(id, { outcome: id % 2 === 0 ? 'SUCCESS' : 'FAIL' }))
    expect(ring.select({ outcome: 'FAIL' }).map(({ id }) => id)).toEqual([1, 3, 5])
    expect(ring.select({ after: 3 }).map(({ id }) => id)).toEqual([4, 5])
    expect(ring.select({ limit: 2 }).map(({ id }) => id)).toEqual([4, 5])
  })
})
