import { describe, expect, it } from 'vitest'
import { TextHeap } from './text-heap.ts'

describe('a heap of texts', () => {
  const between = (value: string) => {
    const heap = new TextHeap()
    const [before, at, after] = [heap.add('B', 'before'), heap.add('键', value), heap.add('A', 'after')]
    const all = () =>
      [before, at, after].map(({ piece, offset }) => [heap.key(piece, offset), heap.value(piece, offset)])
    return { all, replace: (next: string) => heap.replace(at.piece, at.offset, next) }
  }

  it.each(['', 'x', 'shorter', 'as long.', '中文', '\ud800'])('replaces a value by %j where that fits', (next) => {
    const { all, replace } = between('as long!')
    expect(replace(next)).toBe(true)
    expect(all()).toEqual([
      ['B', 'before'],
      ['键', next],
      ['A', 'after'],
    ])
  })

  it.each(['too long!', '中文中文中', 'four\u0100'])('leaves a value where %j does not fit', (next) => {
    const { all, replace } = between('as long!')
    expect(replace(next)).toBe(false)
    expect(all()).toEqual([
      ['B', 'before'],
      ['键', 'as long!'],
      ['A', 'after'],
    ])
  })

  it('has no text where there is no piece', () => {
    expect(() => new TextHeap().key(0, 0)).toThrow(RangeError)
  })
})
