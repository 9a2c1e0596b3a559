import { expect, it } from 'vitest'
import { watchStalls } from './stall-watch.ts'

it('knows the longest time that the machine stood still, or that the SUT let it wait', () => {
  let now = 0
  let tick: (() => void) | undefined
  const clock = {
    now: () => now,
    at(_: number, run: () => void) {
      tick = run
      return () => {
        tick = undefined
      }
    },
  }
  const stalls = watchStalls(clock)
  now = 50
  tick?.()
  expect(stalls.longest()).toBe(0)
  now = 420
  tick?.()
  now = 480
  tick?.()
  expect(stalls.longest()).toBe(320)
  stalls.note(400)
  expect(stalls.longest()).toBe(400)
  stalls.end()
  expect(tick).toBeUndefined()
})
