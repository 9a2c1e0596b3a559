import fc from 'fast-check'
import { expect, it } from 'vitest'
import { normalQuantile } from './normal-quantile.ts'

it('gives the printed quantiles', () => {
  expect(normalQuantile(0.5)).toBe(0)
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963985, 8)
  expect(normalQuantile(0.99)).toBeCloseTo(2.326347874, 8)
  expect(normalQuantile(0.001)).toBeCloseTo(-3.090232306, 8)
  expect(normalQuantile(0.9999)).toBeCloseTo(3.719016485, 8)
})

it('is finite at both ends of what can be drawn', () => {
  expect(normalQuantile(0)).toBeGreaterThan(-9)
  expect(normalQuantile(1 - 2 ** -48)).toBeLessThan(9)
})

it('never falls and is even about the median', () => {
  const fraction = fc.double({ min: 2 ** -40, max: 1 - 2 ** -40, noNaN: true })
  fc.assert(
    fc.property(fraction, fraction, (a, b) => {
      expect(normalQuantile(Math.min(a, b))).toBeLessThanOrEqual(normalQuantile(Math.max(a, b)))
      expect(normalQuantile(1 - a)).toBeCloseTo(-normalQuantile(a), 4)
    }),
  )
})
