import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyUnit } from '../../../test/any-character.ts'
import { TextTable } from './text-table.ts'

const narrow = fc.nat(0xff).map((unit) => String.fromCharCode(unit))
const text = fc.oneof(fc.string(), fc.string({ unit: anyUnit }), fc.string({ unit: narrow }))
const key = fc.oneof(fc.constantFrom('', 'a', 'b', 'ab', 'ba', '\ud800', '\udc00', '\u0000', 'é', '中'), text)
const value = fc.oneof(
  { weight: 20, arbitrary: text },
  { weight: 1, arbitrary: fc.tuple(text, fc.integer({ min: 1, max: 600_000 })).map(([t, n]) => t.padEnd(n, '中')) },
)
/** From good to useless; also one that only the high bits of tell apart, with its sign. */
const hashes = [undefined, (of: string) => of.length, () => -1, (of: string) => (of.charCodeAt(0) || 0) << 24]

function expectSame(table: TextTable, map: ReadonlyMap<string, string>): void {
  expect(table.size).toBe(map.size)
  const wrong = [...map].filter(
    ([k, v], number) =>
      table.get(k) !== v || table.find(k) !== number || table.keyAt(number) !== k || table.valueAt(number) !== v,
  )
  expect(wrong).toEqual([])
}

function filled(count: number, keyOf: (i: number) => string, hash?: (key: string) => number) {
  const table = new TextTable(hash)
  const map = new Map<string, string>()
  for (let i = 0; i < count; i++) {
    table.set(keyOf(i), `value ${i}`)
    map.set(keyOf(i), `value ${i}`)
  }
  return { table, map }
}

describe('a table of texts', () => {
  it.each(hashes.map((hash, i) => ({ hash, i })))('is a map in order of first insertion, by hash $i', ({ hash }) => {
    fc.assert(
      fc.property(fc.array(fc.tuple(key, value), { maxLength: 80 }), fc.array(key), (entries, others) => {
        const table = new TextTable(hash)
        const map = new Map<string, string>()
        for (const [k, v] of entries) {
          const number = [...map.keys()].indexOf(k)
          expect(table.set(k, v)).toBe(number === -1 ? map.size : number)
          map.set(k, v)
        }
        expectSame(table, map)
        for (const other of others) expect(table.has(other)).toBe(map.has(other))
        for (const other of others) expect(table.get(other)).toBe(map.get(other))
      }),
      { numRuns: 60 },
    )
  })

  it('finds each of many, and none that is not there', () => {
    const { table, map } = filled(60_000, (i) => `T${i}`)
    expectSame(table, map)
    for (let i = 60_000; i < 70_000; i++) expect(table.find(`T${i}`)).toBeUndefined()
  })

  it('keeps each of many through values that shrink and grow', () => {
    const { table, map } = filled(20_000, (i) => `T${i}`)
    for (const round of [3, 40, 39, 2_000])
      for (let i = 0; i < 20_000; i += 7) {
        table.set(`T${i}`, `${i}`.padEnd(round, '-'))
        map.set(`T${i}`, `${i}`.padEnd(round, '-'))
      }
    expectSame(table, map)
  })

  it('finds those whose hashes are the same among many others', () => {
    const { table, map } = filled(
      20_000,
      (i) => `T${i}`,
      (of) => (of.endsWith('3') ? 7 : Math.imul(Number(of.slice(1)), 0x9e3779b1)),
    )
    expectSame(table, map)
    expect(table.find('T20003')).toBeUndefined()
  })

  it('holds texts of more than a piece between short ones', () => {
    const { table, map } = filled(10, (i) => `T${i}`)
    for (const [k, v] of [
      ['long', 'x'.repeat(3 << 20)],
      ['中'.repeat(1 << 20), 'é'],
      ['T3', 'y'.repeat(2 << 20)],
      ['after', 'z'],
    ] as const) {
      table.set(k, v)
      map.set(k, v)
    }
    expectSame(table, map)
  })
})
