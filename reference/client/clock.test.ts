import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { systemClock, systemRandom } from './clock.ts'

describe('systemClock', () => {
  it('sleeps until its time has passed', async () => {
    const before = performance.now()
    await systemClock.sleep(30)
    expect(performance.now() - before).toBeGreaterThan(25)
  })

  it('wakes when the signal aborts, and leaves nothing behind', async () => {
    const waker = new AbortController()
    const sleeping = systemClock.sleep(3_600_000, waker.signal)
    waker.abort()
    await sleeping
    await systemClock.sleep(3_600_000, waker.signal)
    const calm = new AbortController()
    await systemClock.sleep(1, calm.signal)
    expect(getEventListeners(waker.signal, 'abort')).toHaveLength(0)
    expect(getEventListeners(calm.signal, 'abort')).toHaveLength(0)
  })

  it('does not wake at once from a sleep longer than a timer can be', async () => {
    const waker = new AbortController()
    let awake = false
    const sleeping = systemClock.sleep(2 ** 40, waker.signal).then(() => {
      awake = true
    })
    await systemClock.sleep(20)
    expect(awake).toBe(false)
    waker.abort()
    await sleeping
  })
})

describe('systemRandom', () => {
  it('draws fractions', () => {
    const drawn = Array.from({ length: 100 }, systemRandom)
    expect(drawn.every((fraction) => fraction >= 0 && fraction < 1)).toBe(true)
    expect(new Set(drawn).size).toBeGreaterThan(1)
  })
})
