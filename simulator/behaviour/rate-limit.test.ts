import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { virtualClock } from '../clock.ts'
import { tokenBucket } from './rate-limit.ts'

const settled = async () => {}

describe('the token bucket', () => {
  it('lets a burst in, then one for each token that has come back', async () => {
    const clock = virtualClock(0)
    const bucket = tokenBucket(clock, { perSecond: 10, burst: 3 })
    const take = () => bucket.take().admitted
    expect([take(), take(), take(), take()]).toEqual([true, true, true, false])
    await clock.advanceTo(100, settled)
    expect([take(), take()]).toEqual([true, false])
    await clock.advanceTo(60_000, settled)
    expect([take(), take(), take(), take()]).toEqual([true, true, true, false])
  })

  it('brings a whole token in ten tenths, whoever asks in between', async () => {
    const clock = virtualClock(0)
    const bucket = tokenBucket(clock, { perSecond: 10, burst: 1 })
    bucket.take()
    const admitted: boolean[] = []
    for (let ms = 10; ms <= 100; ms += 10) {
      await clock.advanceTo(ms, settled)
      admitted.push(bucket.take().admitted)
    }
    expect(admitted).toEqual([...Array(9).fill(false), true])
  })

  it('admits after the pause that it told', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0.01, max: 5000, noNaN: true }), fc.nat(50), async (perSecond, spent) => {
        const clock = virtualClock(1_000_000)
        const bucket = tokenBucket(clock, { perSecond })
        let refusal = bucket.take()
        for (let index = 0; index < spent + Math.ceil(perSecond) + 2 && refusal.admitted; index++)
          refusal = bucket.take()
        if (refusal.admitted) throw new Error('it never refuses')
        expect(refusal.retryAfterMs).toBeGreaterThan(0)
        await clock.advanceTo(clock.now() + refusal.retryAfterMs, settled)
        expect(bucket.take()).toEqual({ admitted: true })
      }),
      { numRuns: 50 },
    )
  })

  it('never admits more than the burst and what the time has brought', async () => {
    const rate = fc.integer({ min: 1, max: 100 })
    await fc.assert(
      fc.asyncProperty(rate, rate, fc.array(fc.nat(500), { maxLength: 60 }), async (perSecond, burst, pauses) => {
        const clock = virtualClock(0)
        const bucket = tokenBucket(clock, { perSecond, burst })
        let admitted = 0
        for (const pause of pauses) {
          await clock.advanceTo(clock.now() + pause, settled)
          if (bucket.take().admitted) admitted += 1
        }
        expect(admitted).toBeLessThanOrEqual(burst + (clock.now() * perSecond) / 1000 + 1e-6)
      }),
    )
  })

  it('refuses settings that are none', () => {
    const clock = virtualClock(0)
    for (const perSecond of [0, -1, Number.NaN, Infinity])
      expect(() => tokenBucket(clock, { perSecond })).toThrow(RangeError)
    expect(() => tokenBucket(clock, { perSecond: 5, burst: 0.5 })).toThrow(RangeError)
  })
})
