import { expect, it } from 'vitest'
import { parseHistogram, readHistogram } from './histogram-file.ts'

it('reads counts by upper bound, with or without a head line', () => {
  const buckets = [
    { upToMs: 50, count: 3 },
    { upToMs: 100.5, count: 12 },
  ]
  expect(parseHistogram('milliseconds,count\n50,3\n\n100.5, 12\n')).toEqual({ ok: true, buckets })
  expect(parseHistogram('50,3\r\n100.5,12')).toEqual({ ok: true, buckets })
})

it.each([
  ['50,3\n50,4\n', 'line 2 does not rise above the line before'],
  ['0,3\n', 'line 1 does not rise above the line before'],
  ['50,3\nsixty,4\n', 'line 2 is not "milliseconds,count"'],
  ['50;3\n', 'line 1 is not "milliseconds,count"'],
  ['50,-3\n', 'line 1 is not "milliseconds,count"'],
  ['50,0\n', 'nothing is counted'],
  ['', 'nothing is counted'],
])('%j: %s', (text, message) => {
  expect(parseHistogram(text)).toEqual({ ok: false, message })
})

it('says which file it could not read', async () => {
  expect(await readHistogram('/nowhere/pay.csv')).toEqual({
    ok: false,
    message: 'names /nowhere/pay.csv, which cannot be read (ENOENT)',
  })
})
