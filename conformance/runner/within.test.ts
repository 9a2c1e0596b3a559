import { describe, expect, it } from 'vitest'
import { virtualClock } from '../../simulator/clock.ts'
import { within } from './within.ts'

const settle = () => Promise.resolve()

describe('waiting within a time', () => {
  it.each([
    ['done', () => Promise.resolve(1)],
    ['failed', () => Promise.reject(new Error('no'))],
  ])('ends when it is %s, and takes its timer away', async (_, work) => {
    const timers = new Set<() => void>()
    const clock = {
      now: () => 0,
      at(_: number, run: () => void) {
        timers.add(run)
        return () => void timers.delete(run)
      },
    }
    await within(clock, work(), 1_000)
    expect(timers.size).toBe(0)
  })

  it('ends when the time is over', async () => {
    const clock = virtualClock(0)
    let over = false
    void within(clock, new Promise(() => undefined), 1_000).then(() => {
      over = true
    })
    await clock.advanceTo(999, settle)
    expect(over).toBe(false)
    await clock.advanceTo(1_000, settle)
    await settle()
    expect(over).toBe(true)
  })
})
