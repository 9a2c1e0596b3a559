import { expect, it } from 'vitest'
import { virtualClock } from '../../simulator/clock.ts'
import { startPulse } from './pulse.ts'

it('knows how long the slowest question took, of those that ended since', async () => {
  const clock = virtualClock(0)
  const settle = async () => {
    for (let turn = 0; turn < 10; turn++) await Promise.resolve()
  }
  const delays = [10, 400, 20]
  const pulse = startPulse(
    clock,
    () => new Promise((resolve) => void clock.at(clock.now() + (delays.shift() ?? 5), () => resolve(undefined))),
  )
  await clock.advanceTo(300, settle)
  expect(pulse.longestSince(0)).toBe(190)
  await clock.advanceTo(1_000, settle)
  expect(pulse.longestSince(0)).toBe(400)
  expect(pulse.longestSince(600)).toBe(20)
  pulse.stop()
})
