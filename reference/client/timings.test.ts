import { describe, expect, it } from 'vitest'
import { defaultTimings, resolveTimings } from './timings.ts'

describe('timings', () => {
  it('are those of flows.md §1 unless told otherwise', () => {
    expect(resolveTimings()).toEqual(defaultTimings)
    expect(resolveTimings({ queriesMax: 20 })).toEqual({ ...defaultTimings, queriesMax: 20 })
  })

  it('scale in time, not in number', () => {
    expect(resolveTimings({ timeScale: 10 })).toEqual({
      answerTimeoutMs: 500,
      firstQueryMs: 500,
      queryIntervalMs: 300,
      queriesMax: 10,
      cancelIntervalMs: 500,
      cancelsMax: 5,
      refundIntervalMs: 500,
      refundsMax: 5,
      jitterMs: 20,
      timeScale: 10,
    })
  })

  it.each([
    { queriesMax: 21 },
    { queriesMax: 0 },
    { queriesMax: 2.5 },
    { cancelsMax: 6 },
    { refundsMax: 0 },
    { answerTimeoutMs: 0 },
    { queryIntervalMs: 0 },
    { firstQueryMs: -1 },
    { cancelIntervalMs: Number.NaN },
    { jitterMs: Number.POSITIVE_INFINITY },
    { timeScale: 0 },
  ])('that cannot be meant are refused by name: %j', (timings) => {
    expect(() => resolveTimings(timings)).toThrow(
      expect.objectContaining({
        code: 'UNUSABLE_SETTING',
        message: expect.stringContaining(Object.keys(timings)[0] ?? ''),
      }),
    )
  })

  it('may be nothing where a pause may be nothing', () => {
    expect(resolveTimings({ firstQueryMs: 0, cancelIntervalMs: 0, jitterMs: 0 }).firstQueryMs).toBe(0)
  })
})
