/** A relay's book that runs for long: what it forgets, and what it must not. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EventState } from './event-record.ts'
import { forgottenEvery, keptMost } from './newest-kept.ts'
import { openRelayBook, type RelayBook } from './relay-book.ts'

let folder: string
let book: RelayBook
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kept-'))
  const eventsOf = { payment: () => [], refund: () => [] }
  book = openRelayBook(join(folder, 'orders.db'), { eventsOf, now: () => 0, onEvents: () => undefined })
})
afterEach(async () => {
  await book.close()
  rmSync(folder, { recursive: true })
})

const tell = (merchantId: string, count: number, state: EventState) =>
  book.write((pages) => {
    for (let nth = 0; nth < count; nth++)
      pages.addEvent({ merchantId, paymentId: `${merchantId}:${nth}`, at: 0, body: {}, state })
  })
const paymentsTold = (merchantId: string) =>
  book.pages.events(merchantId, { after: 0, limit: 30_000 }).map(({ paymentId }) => paymentId)

describe('the results that a relay keeps', () => {
  it('are the newest of each merchant', async () => {
    await tell('QUIET', 3, 'kept')
    await tell('BUSY', keptMost + 250, 'delivered')
    const told = paymentsTold('BUSY')
    expect(told.length).toBeGreaterThanOrEqual(keptMost)
    expect(told.length).toBeLessThan(keptMost + forgottenEvery)
    expect(told.at(-1)).toBe(`BUSY:${keptMost + 249}`)
    expect(told[0]).toBe(`BUSY:${keptMost + 250 - told.length}`)
    expect(paymentsTold('QUIET')).toHaveLength(3)
  })

  it('hold every one that is still to be pushed', async () => {
    await tell('BUSY', 5, 'due')
    await tell('BUSY', keptMost + 250, 'dead')
    expect(book.pages.dueEvents(0, 100)).toHaveLength(5)
    expect(paymentsTold('BUSY').length).toBeLessThan(keptMost + forgottenEvery + 5)
  })
})

it('the cancels that found nothing are the newest of each merchant, too', async () => {
  const keys = (merchantId: string, count: number) => Array.from({ length: count }, (_, nth) => `${merchantId}:P${nth}`)
  const busy = keys('BUSY', keptMost + 250)
  // Some names begin alike.
  const others = [...keys('BUSY2', 3), ...keys('BUSYB', 3), ...keys('A', 3), ...keys('Z', 3)]
  await book.write((pages) => {
    for (const key of [...others, ...busy]) pages.addGivenUp(key)
  })
  expect(others.filter((key) => !book.pages.isGivenUp(key))).toEqual([])
  const forgotten = busy.filter((key) => !book.pages.isGivenUp(key))
  expect(forgotten).toEqual(busy.slice(0, forgotten.length))
  expect(forgotten.length).toBeGreaterThan(250 - forgottenEvery)
  expect(forgotten.length).toBeLessThanOrEqual(250)
})
