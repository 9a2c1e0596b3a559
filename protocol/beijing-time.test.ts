import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyCharacter, anyUnit } from '../test/any-character.ts'
import { blankTime, compactDay, compactTime, nextMidnight, parseTime } from './beijing-time.ts'

const secondMs = 1000
/** Whole seconds of the years 0100 to 9999 in Beijing, but for their last day. */
const anyInstant = fc
  .integer({ min: Date.UTC(100, 0, 2) / secondMs, max: Date.UTC(9999, 11, 30) / secondMs })
  .map((seconds) => seconds * secondMs)

describe('an instant', () => {
  it('is read as it was written, in both forms', () => {
    fc.assert(
      fc.property(anyInstant, (instant) => {
        expect(parseTime(compactTime(instant))).toBe(instant)
        expect(parseTime(blankTime(instant))).toBe(instant)
        expect(compactTime(instant)).toBe(blankTime(instant).replace(/[- :]/g, ''))
        expect(compactTime(instant).startsWith(compactDay(instant))).toBe(true)
      }),
    )
  })

  it('is what the calendar of Shanghai says', () => {
    const shanghai = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Asia/Shanghai',
      dateStyle: 'short',
      timeStyle: 'medium',
    })
    // Since 1992, as summer time was tried before.
    const recent = fc.integer({ min: Date.UTC(1992, 0) / secondMs, max: Date.UTC(2100, 0) / secondMs })
    fc.assert(
      fc.property(recent, (seconds) => {
        expect(blankTime(seconds * secondMs)).toBe(shanghai.format(seconds * secondMs))
      }),
    )
  })

  it('is the one of cancel.md §7', () => {
    expect(blankTime(1_705_286_400_000)).toBe('2024-01-15 10:40:00')
    expect(compactTime(1_705_286_400_000)).toBe('20240115104000')
    expect(compactDay(1_705_286_400_000)).toBe('20240115')
  })

  it.each([NaN, Infinity, Date.UTC(10_000, 0), -62_167_219_200_001])(
    'is never written outside the years 0 to 9999: %d',
    (instant) => {
      for (const write of [compactTime, blankTime, compactDay])
        expect(() => write(instant - 28_800_000)).toThrow(RangeError)
    },
  )

  it('is cut to the second', () => {
    expect(compactTime(1_705_286_400_999)).toBe('20240115104000')
  })
})

describe('a text', () => {
  it.each([
    ['20240229000000', '2024-02-28T16:00:00Z'],
    ['20000229235959', '2000-02-29T15:59:59Z'],
    ['2024-12-31 23:59:59', '2024-12-31T15:59:59Z'],
    ['20250101000000', '2024-12-31T16:00:00Z'],
    ['19700101080000', '1970-01-01T00:00:00Z'],
  ])('%s is %s', (text, iso) => {
    expect(parseTime(text)).toBe(Date.parse(iso))
  })

  it.each([
    '20230229000000',
    '19000229000000',
    '20240230000000',
    '20240431000000',
    '20240001000000',
    '20241301000000',
    '20240100000000',
    '20240132000000',
    '20240115240000',
    '20240115106000',
    '20240115104060',
    '00000101000000',
    '2024011510400',
    '202401151040000',
    '2024-01-15T10:40:00',
    '2024-01-15 10:40',
    '2024-01-15  10:40:00',
    '2024-1-15 10:40:00',
    '2024-01-15 104000',
    '20240115 10:40:00',
    '20240115104000\n',
    ' 20240115104000',
    '２0240115104000',
    '1705286400000',
    '',
    'now',
  ])('%j is no time', (text) => {
    expect(parseTime(text)).toBeUndefined()
  })

  it('is never an exception', () => {
    const timeLike = fc.stringMatching(/^\d{4}-?\d{2}-?\d{2} ?\d{2}:?\d{2}:?\d{2}$/)
    fc.assert(
      fc.property(fc.oneof(timeLike, fc.string({ unit: fc.oneof(anyCharacter, anyUnit) })), (text) => {
        const instant = parseTime(text)
        if (instant !== undefined) expect([compactTime(instant), blankTime(instant)]).toContain(text)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('the next midnight', () => {
  it('is later, by a day at most, and the first instant of another day', () => {
    fc.assert(
      fc.property(anyInstant, fc.nat(999), (second, ms) => {
        const instant = second + ms
        const midnight = nextMidnight(instant)
        expect(midnight).toBeGreaterThan(instant)
        expect(midnight - instant).toBeLessThanOrEqual(86_400_000)
        expect(blankTime(midnight)).toMatch(/ 00:00:00$/)
        expect(compactDay(midnight - 1)).toBe(compactDay(instant))
        expect(compactDay(midnight)).not.toBe(compactDay(instant))
      }),
    )
  })

  it.each([
    ['2024-01-15 00:00:00', '2024-01-16 00:00:00'],
    ['2024-01-15 23:59:59', '2024-01-16 00:00:00'],
    ['2024-02-28 12:00:00', '2024-02-29 00:00:00'],
    ['2024-12-31 07:59:59', '2025-01-01 00:00:00'],
  ])('after %s is %s', (before, after) => {
    expect(blankTime(nextMidnight(parseTime(before) ?? NaN))).toBe(after)
  })

  it('holds before 1970', () => {
    expect(blankTime(nextMidnight(-1))).toBe('1970-01-02 00:00:00')
    expect(blankTime(nextMidnight(-86_400_000))).toBe('1970-01-01 00:00:00')
  })
})
