import fc from 'fast-check'
import { expect, it } from 'vitest'
import { openByteWriter } from './byte-writer.ts'

const field = (content: Uint8Array) => {
  const length = Buffer.alloc(4)
  length.writeUInt32LE(content.length)
  return Buffer.concat([length, content])
}

it('puts its length in bytes before each text, whatever is in it, and before what stands behind a text', () => {
  const written = openByteWriter()
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.uint8Array())), (pairs) => {
      const bytes = written((to) => {
        to.count(pairs.length)
        for (const [text, tail] of pairs) {
          to.text(text)
          to.textAndBytes(text, tail)
        }
      })
      const count = Buffer.alloc(4)
      count.writeUInt32LE(pairs.length)
      const expected = pairs.flatMap(([text, tail]) => [
        field(Buffer.from(text)),
        field(Buffer.concat([Buffer.from(text), tail])),
      ])
      expect(bytes).toEqual(Buffer.concat([count, ...expected]))
    }),
  )
})

it('has room for more than it had', () => {
  const large = '价'.repeat(100_000)
  const bytes = openByteWriter()((to) => {
    to.text('small')
    to.text(large)
    to.count(7)
  })
  expect(bytes.subarray(9, -4)).toEqual(field(Buffer.from(large)))
})

it('leaves alone what it gave before, and begins anew after a write that failed', () => {
  const written = openByteWriter()
  const first = written((to) => to.text('first'))
  const failing = () =>
    written((to) => {
      to.text('half of')
      throw new Error('no more')
    })
  expect(failing).toThrow('no more')
  expect(written((to) => to.text('third'))).toEqual(field(Buffer.from('third')))
  expect(first).toEqual(field(Buffer.from('first')))
})
