import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeByteDifference, describeDifference } from './difference.ts'

describe('describeDifference', () => {
  it('has nothing to say of the same text', () => {
    expect(describeDifference('a=1&b=2', 'a=1&b=2')).toBeUndefined()
  })

  it('shows short texts whole', () => {
    expect(describeDifference('a=1&b=2', 'a=1&c=2')).toEqual({
      at: 4,
      expected: 'a=1&b=2',
      caller: 'a=1&c=2',
      caret: 4,
    })
  })

  it('shows what stands around the place in long ones', () => {
    const difference = describeDifference(
      `${'x'.repeat(100)}A${'y'.repeat(100)}`,
      `${'x'.repeat(100)}B${'y'.repeat(100)}`,
    )
    expect(difference).toEqual({
      at: 100,
      expected: `…${'x'.repeat(32)}A${'y'.repeat(55)}…`,
      caller: `…${'x'.repeat(32)}B${'y'.repeat(55)}…`,
      caret: 33,
    })
  })

  it('stands at the end of the shorter when one is the beginning of the other', () => {
    expect(describeDifference('a=1', 'a=1&')).toEqual({ at: 3, expected: 'a=1', caller: 'a=1&', caret: 3 })
  })

  it('cuts no character in two', () => {
    expect(describeDifference('a😀', 'a😁')).toMatchObject({ at: 1, expected: 'a😀', caller: 'a😁' })
  })

  it('shares all before the caret and parts at it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), fc.string(), (same, a, b) => {
        const difference = describeDifference(same + a, same + b)
        expect(difference === undefined).toBe(a === b)
        const { expected, caller, caret } = difference ?? { expected: 'same', caller: 'others', caret: 0 }
        expect(expected.slice(0, caret)).toBe(caller.slice(0, caret))
        expect(expected.slice(caret)).not.toBe(caller.slice(caret))
      }),
    )
  })
})

describe('describeByteDifference', () => {
  it('finds the first character that is other bytes', () => {
    expect(describeByteDifference('cafe 星巴克', 'UTF-8', 'GBK')).toEqual({
      at: 5,
      expected: 'cafe 星巴克',
      caller: 'cafe 星巴克',
      caret: 5,
      bytes: { expected: 'E6 98 9F', caller: 'D0 C7' },
    })
  })

  it('has nothing to say of ASCII', () => {
    expect(describeByteDifference('cafe', 'UTF-8', 'GBK')).toBeUndefined()
  })
})
