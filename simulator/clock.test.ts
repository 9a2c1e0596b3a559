import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { realClock, sleep, virtualClock } from './clock.ts'

const nothing = async () => {}
const dayMs = 86_400_000

describe('a virtual clock', () => {
  it('stands still until it is advanced', async () => {
    const clock = virtualClock(1_000)
    let runs = 0
    clock.at(1_000, () => void runs++)
    clock.at(500, () => void runs++)
    await Promise.resolve()
    expect([clock.now(), runs]).toEqual([1_000, 0])
    await clock.advanceTo(1_000, nothing)
    expect([clock.now(), runs]).toEqual([1_000, 2])
  })

  it('stops at each timer on the way, in order, and shows its instant', async () => {
    const clock = virtualClock(0)
    const seen: string[] = []
    for (const [name, instant] of [
      ['c', 30],
      ['a', 10],
      ['b', 20],
      ['late', 41],
      ['a2', 10],
    ] as const)
      clock.at(instant, () => void seen.push(`${name} ${clock.now()}`))
    await clock.advanceTo(40, nothing)
    expect(seen).toEqual(['a 10', 'a2 10', 'b 20', 'c 30'])
    expect(clock.now()).toBe(40)
    await clock.advanceTo(41, nothing)
    expect(seen.at(-1)).toBe('late 41')
  })

  it('runs what a timer sets inside the span, once what the timer began has settled', async () => {
    const clock = virtualClock(0)
    const seen: number[] = []
    let working: Promise<void> = Promise.resolve()
    const again = () => {
      seen.push(clock.now())
      working = Promise.resolve().then(() => void clock.at(clock.now() + 10, again))
    }
    clock.at(10, again)
    await clock.advanceTo(35, () => working)
    expect(seen).toEqual([10, 20, 30])
    expect(clock.now()).toBe(35)
  })

  it('runs nothing that was cancelled, not even by the timer before', async () => {
    const clock = virtualClock(0)
    const seen: string[] = []
    const cancel = clock.at(10, () => void seen.push('cancelled'))
    clock.at(5, cancel)
    clock.at(10, () => void seen.push('kept'))
    await clock.advanceTo(20, nothing)
    expect(seen).toEqual(['kept'])
  })

  it('never goes back', async () => {
    const clock = virtualClock(100)
    await clock.advanceTo(50, nothing)
    expect(clock.now()).toBe(100)
  })
})

describe('the real clock', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 0 }))
  afterEach(() => void vi.useRealTimers())

  it('calls at the instant, and what is past at once but not synchronously', async () => {
    const seen: string[] = []
    realClock.at(-5, () => void seen.push('past'))
    realClock.at(100, () => void seen.push('due'))
    expect(seen).toEqual([])
    await vi.advanceTimersByTimeAsync(0)
    expect(seen).toEqual(['past'])
    await vi.advanceTimersByTimeAsync(99)
    expect(seen).toEqual(['past'])
    await vi.advanceTimersByTimeAsync(1)
    expect(seen).toEqual(['past', 'due'])
  })

  it('waits longer than setTimeout can', async () => {
    let runs = 0
    realClock.at(60 * dayMs, () => void runs++)
    const cancel = realClock.at(60 * dayMs, () => void runs++)
    await vi.advanceTimersByTimeAsync(60 * dayMs - 1)
    expect(runs).toBe(0)
    cancel()
    await vi.advanceTimersByTimeAsync(1)
    expect(runs).toBe(1)
  })

  it('sleeps', async () => {
    let awake = false
    void sleep(realClock, 50).then(() => {
      awake = true
    })
    await vi.advanceTimersByTimeAsync(49)
    expect(awake).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(awake).toBe(true)
  })
})
