import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { bookFact } from './book.ts'
import { readBookFile } from './book-file.ts'
import { readJourneyLine } from './journey-line.ts'
import { readSummary } from './k6-summary.ts'
import { wallTime } from './ledger.ts'

const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
})

async function written(text: string, name = 'book.csv'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'book-'))
  folders.push(folder)
  await writeFile(join(folder, name), text)
  return join(folder, name)
}

describe('an export of the book', () => {
  const paid = { payment_id: 'P1', status: 'paid', amount: '12.30', currency: 'USD', partner_trans_id: 'T,1' }

  it.each([
    ['CSV', 'payment_id,status,amount,currency,partner_trans_id\r\nP1,paid,12.30,USD,"T,1"\r\n'],
    ['CSV of a spreadsheet', '\u{feff}payment_id;status;amount;currency;partner_trans_id\nP1;paid;12.30;USD;T,1'],
    [
      'CSV with columns of its own',
      'payment_id,till,status,amount,currency,partner_trans_id\nP1,,paid,12.30,USD,"T,1"',
    ],
    ['JSON', JSON.stringify([paid])],
    ['a page of the terminal API', JSON.stringify({ payments: [paid], next: null })],
  ])('is read: %s', async (_, text) => {
    expect(await readBookFile(await written(text))).toMatchObject([{ ...paid, code: '' }])
  })

  it.each([
    ['no such status', 'payment_id,status,amount\nP1,PAYED,1', /payments\.0\.status|payments\[0\]\.status/],
    ['no amount that could be one', 'payment_id,status,amount\nP1,paid,1e3', /amount/],
    ['JSON cut off', '[{"payment_id":', /JSON/],
    ['something else', '"a book"', /no column is called payment_id/],
  ])('is refused: %s', async (_, text, why) => {
    await expect(readBookFile(await written(text))).rejects.toMatchObject({
      code: 'BAD_BOOK',
      message: expect.stringMatching(why),
    })
  })

  it('that is not there is told by its name', async () => {
    await expect(readBookFile('/nowhere/book.csv')).rejects.toMatchObject({ code: 'BAD_BOOK' })
  })
})

describe('a line of the book', () => {
  const payment = {
    payment_id: 'P1',
    code: '280003030000000001',
    amount: '12.3',
    currency: 'USD',
    status: 'paid',
  } as const

  it('is told by its masked code and its amount in minor units', () => {
    expect(bookFact({ ...payment, refunded: '2.30', partner_trans_id: 'T1' }, 'USD')).toEqual({
      ...{
        paymentId: 'P1',
        status: 'paid',
        mark: '28000303********01/1230',
        amount: 1_230,
        refunded: 230,
        orders: ['T1'],
      },
    })
  })

  it('without code and currency takes the currency of the run, and no mark', () => {
    expect(bookFact({ ...payment, code: '', currency: '', amount: '1200.00' }, 'JPY')).toMatchObject({
      ...{ mark: undefined, amount: 1_200, orders: [] },
    })
  })
})

describe('what k6 says', () => {
  it('is a journey, or words of its own', () => {
    const told = { n: 3, id: 'l_3', at: 1, until: 2, told: 'paid', ms: 1, calls: 1 }
    expect(readJourneyLine(JSON.stringify(told))).toEqual(told)
    for (const line of [
      'time="…" level=warning',
      '{"n":3',
      '{"n":"3","id":"a","told":"paid","at":1,"until":1}',
      '{"n":1}',
    ])
      expect(readJourneyLine(line)).toBeUndefined()
  })

  const summary = (ok: boolean) =>
    JSON.stringify({
      state: { testRunDurationMs: 1_000 },
      metrics: {
        'time_to_result{call:pay}': { values: { 'p(95)': 310 }, thresholds: { 'p(95)<=300': { ok } } },
        journeys_begun: { values: { count: 7, rate: 7 } },
      },
    })

  it('at its end is read with each threshold and what it was', () => {
    const read = readSummary(summary(false), true)
    expect(read.thresholds).toEqual([
      { metric: 'time_to_result{call:pay}', limit: 'p(95)<=300', held: false, value: 310 },
    ])
    expect([read.count('journeys_begun'), read.count('nothing')]).toEqual([7, 0])
  })

  it('at its end must agree with how it ended', () => {
    expect(() => readSummary(summary(true), true)).toThrow(/K6_FAILED/)
    expect(() => readSummary('{}', false)).toThrow(/K6_FAILED/)
  })
})

it("a moment on the partner's clock is one on the wall clock, by the run that it fell into", () => {
  const clock = {
    timeScale: 10,
    anchors: [
      { partner: 1_000, wall: 50 },
      { partner: 100_000, wall: 900 },
    ],
  }
  expect([1_000, 2_000, 99_999, 100_010].map((at) => wallTime(at, clock))).toEqual([50, 150, 9_949.9, 901])
})
