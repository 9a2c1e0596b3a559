import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Step } from './behaviour.ts'
import { stepAt } from './story.ts'

const step = (times: Step['times'], ms: number): Step => ({
  times,
  plan: { kind: 'normal' },
  delayAfter: { kind: 'fixed', ms },
})

it('gives each step its calls, in order, and nothing after the last', () => {
  const script = [step(2, 1), step(1, 2)]
  expect([1, 2, 3, 4].map((nth) => stepAt(script, nth))).toEqual([script[0], script[0], script[1], undefined])
  expect(stepAt(undefined, 1)).toBeUndefined()
})

it('gives a step that is for always every further call', () => {
  const script = [step(2, 1), step('always', 2)]
  expect([2, 3, 1000].map((nth) => stepAt(script, nth))).toEqual([script[0], script[1], script[1]])
})

it('gives each step exactly as many calls as it is for', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 9 })), (counts) => {
      const script = counts.map((times, index) => step(times, index))
      const total = counts.reduce((sum, count) => sum + count, 0)
      const given = Array.from({ length: total + 3 }, (_, index) => stepAt(script, index + 1))
      expect(script.map((one) => given.filter((got) => got === one).length)).toEqual(counts)
      expect(given.slice(total)).toEqual([undefined, undefined, undefined])
    }),
  )
})
