import { describe, expect, it } from 'vitest'
import { SharedValues } from './shared-values.ts'

describe('shared values', () => {
  it('have one number for all that are alike', () => {
    const shops = new SharedValues<{ storeId: string }>()
    const first = shops.written({ storeId: 'ST01' })
    expect(first).toBeTypeOf('number')
    expect(shops.written({ storeId: 'ST01' })).toBe(first)
    expect(shops.written({ storeId: 'ST02' })).not.toBe(first)
    expect(shops.read(first)).toEqual({ storeId: 'ST01' })
  })

  it('stand for themselves beyond the first ten thousand', () => {
    const subjects = new SharedValues<string>()
    const written = Array.from({ length: 10_002 }, (_, i) => subjects.written(`order ${i}`))
    expect(written.slice(9_999)).toEqual([9_999, 'order 10000', 'order 10001'])
    expect(subjects.written('order 7')).toBe(7)
    expect(written.map((each) => subjects.read(each))).toEqual(written.map((_, i) => `order ${i}`))
  })

  it('know no number that they never gave out', () => {
    expect(() => new SharedValues<string>().read(0)).toThrow(RangeError)
  })
})
