import { expect, it } from 'vitest'
import { blankTime } from '../../protocol/beijing-time.ts'
import { dayOf, madeAt, readDay, settlementDay, settlementTime } from './calendar.ts'

const day = (text: string) => readDay(text) ?? expect.fail()
const settled = (text: string, holidays: string[] = []) => blankTime(settlementDay(day(text), holidays)).slice(0, 10)

it('a day begins at midnight in Beijing', () => {
  expect(blankTime(dayOf(Date.UTC(2024, 0, 15, 15, 59, 59)))).toBe('2024-01-15 00:00:00')
  expect(blankTime(dayOf(Date.UTC(2024, 0, 15, 16)))).toBe('2024-01-16 00:00:00')
  expect(day('20240115')).toBe(day('2024-01-15'))
  expect(['2024-02-30', '2024-1-15', '2024-01-15T00', ''].map(readDay)).toEqual(Array(4).fill(undefined))
})

it.each([
  // 2024-01-15 is a Monday.
  ['2024-01-15', '2024-01-16'],
  ['2024-01-18', '2024-01-19'],
  ['2024-01-19', '2024-01-22'],
  ['2024-01-20', '2024-01-22'],
  ['2024-01-21', '2024-01-22'],
])('what happens on %s is settled on %s', (happened, expected) => {
  expect(settled(happened)).toBe(expected)
})

it('what happens on a holiday or on the day before is settled on the first working day after it', () => {
  const holidays = ['20240209', '20240212', '20240213']
  expect(
    ['2024-02-07', '2024-02-08', '2024-02-09', '2024-02-12', '2024-02-13'].map((one) => settled(one, holidays)),
  ).toEqual([...['2024-02-08', '2024-02-14', '2024-02-14', '2024-02-14', '2024-02-14']])
})

it('files are made in the morning after, and settled in the afternoon of the sample', () => {
  expect(blankTime(madeAt(day('2024-01-15')))).toBe('2024-01-16 09:30:00')
  expect(blankTime(settlementTime(day('2017-08-03')))).toBe('2017-08-03 15:46:00')
})
