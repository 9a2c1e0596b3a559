import { expect, it } from 'vitest'
import { seededRandom } from '../random.ts'
import { mintCode } from './payment-code.ts'

const codes = (userId: string, count = 2_000) =>
  Array.from({ length: count }, (_, nth) => mintCode(userId, nth + 1, { at: 1_000, random: seededRandom('7') }))

it('a code is 18 digits that look like any payment code, and never ask for a behaviour', () => {
  for (const { code, expiresAt } of codes('2088000000000001')) {
    expect(code).toMatch(/^28[1-9]\d{15}$/)
    expect(expiresAt).toBe(61_000)
  }
})

it('codes are told apart by number and buyer, and are the same for the same seed', () => {
  const all = [...codes('2088000000000001'), ...codes('2088000000000002')].map(({ code }) => code)
  expect(new Set(all).size).toBe(all.length)
  expect(codes('2088000000000001', 3)).toEqual(codes('2088000000000001', 3))
})
