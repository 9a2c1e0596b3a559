import { describe, expect, it } from 'vitest'
import { systemClock } from '../client/index.ts'
import { manualClock } from '../client/testing/manual-clock.ts'
import { stoppableClock, TillStops } from './clock.ts'

describe('a clock that can be stopped', () => {
  it('is the other clock until then', async () => {
    const clock = stoppableClock(manualClock(5))
    await clock.sleep(10)
    expect(clock.now()).toBe(15)
  })

  it('wakes who sleeps, and lets nobody sleep any more', async () => {
    const clock = stoppableClock(systemClock)
    const sleeps = [clock.sleep(60_000), clock.sleep(60_000, new AbortController().signal)]
    const woken = Promise.allSettled(sleeps)
    clock.stop()
    for (const { status } of await woken) expect(status).toBe('rejected')
    await expect(clock.sleep(1)).rejects.toThrow(TillStops)
  })

  it('wakes a sleeper whose own signal aborts, without an error', async () => {
    const clock = stoppableClock(systemClock)
    const own = new AbortController()
    const sleep = clock.sleep(60_000, own.signal)
    own.abort()
    await expect(sleep).resolves.toBeUndefined()
  })
})
