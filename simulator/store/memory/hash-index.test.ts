import { afterEach, describe, expect, it, vi } from 'vitest'
import { HashIndex } from './hash-index.ts'

afterEach(() => vi.unstubAllGlobals())

describe('an index by hashes', () => {
  it('never makes a long segment, however many there are', () => {
    let longest = 0
    const counted = class extends Int32Array {
      constructor(length: number) {
        super(length)
        longest = Math.max(longest, length)
      }
    }
    vi.stubGlobal('Int32Array', counted)
    const index = new HashIndex((number, key) => String(number) === key)
    const hash = (i: number) => Math.imul(i, 0x9e3779b1)
    for (let i = 0; i < 100_000; i++) index.add(hash(i), i)
    expect(longest).toBe(2 * 4_096)
    expect(index.size).toBe(100_000)
    const lost = Array.from({ length: 100_000 }, (_, i) => i).filter((i) => index.find(hash(i), String(i)) !== i)
    expect(lost).toEqual([])
    expect(index.find(hash(7), '8')).toBeUndefined()
  })

  it('holds more of one hash than a segment has places, among others', () => {
    const index = new HashIndex((number, key) => String(number) === key)
    const hash = (i: number) => (i % 4 === 0 ? -7 : Math.imul(i, 0x9e3779b1))
    for (let i = 0; i < 24_000; i++) index.add(hash(i), i)
    for (const i of [0, 1, 12_000, 12_001, 23_996, 23_999]) expect(index.find(hash(i), String(i))).toBe(i)
    expect(index.find(-7, '1')).toBeUndefined()
  })
})
