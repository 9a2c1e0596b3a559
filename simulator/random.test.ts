import { describe, expect, it } from 'vitest'
import { freshSeed, seededRandom } from './random.ts'

describe('seededRandom', () => {
  it('gives the same for the same seed and names, whatever was drawn in between', () => {
    const one = seededRandom('7')
    const other = seededRandom('7')
    other.fraction('something else')
    expect(one.bytes('trade', 'T1')).toEqual(other.bytes('trade', 'T1'))
    expect(one.digits(18, 'trade', 'T1')).toBe(other.digits(18, 'trade', 'T1'))
    expect(one.fraction('trade', 'T1')).toBe(other.fraction('trade', 'T1'))
  })

  it('gives something else for another seed, another name, names cut elsewhere', () => {
    const draws = [
      seededRandom('7').digits(18, 'a', 'b'),
      seededRandom('8').digits(18, 'a', 'b'),
      seededRandom('7').digits(18, 'a', 'c'),
      seededRandom('7').digits(18, 'ab'),
      seededRandom('7').digits(18, 'a', 'b', ''),
    ]
    expect(new Set(draws).size).toBe(draws.length)
  })

  it('draws as many digits as asked', () => {
    const random = seededRandom('7')
    for (let count = 1; count <= 18; count++) expect(random.digits(count, 'n')).toMatch(new RegExp(`^\\d{${count}}$`))
  })

  it('draws fractions evenly from 0 up to, not including, 1', () => {
    const random = seededRandom('7')
    const draws = Array.from({ length: 20_000 }, (_, i) => random.fraction('n', String(i)))
    for (const draw of draws) expect(draw >= 0 && draw < 1).toBe(true)
    for (let tenth = 0; tenth < 10; tenth++) {
      const share = draws.filter((draw) => Math.floor(draw * 10) === tenth).length / draws.length
      expect(share).toBeCloseTo(0.1, 1.5)
    }
  })

  it('draws every digit at every place', () => {
    const random = seededRandom('7')
    const seen = Array.from({ length: 18 }, () => new Set<string>())
    for (let i = 0; i < 500; i++)
      [...random.digits(18, String(i))].forEach((digit, place) => void seen[place]?.add(digit))
    expect(seen.map((digits) => digits.size)).toEqual(Array.from({ length: 18 }, () => 10))
  })
})

it('a fresh seed is eight hex digits, and another one each time', () => {
  expect(freshSeed()).toMatch(/^[0-9a-f]{8}$/)
  expect(new Set(Array.from({ length: 20 }, freshSeed)).size).toBe(20)
})
