/** Pushes out of a real book: who waits for whom, and what becomes of one that cannot be written down. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { systemClock } from '../../client/index.ts'
import { stoppableClock } from '../../pos/clock.ts'
import { openRelayBook, type RelayBook } from '../book/relay-book.ts'
import { readMerchant } from '../merchants/merchant.ts'
import type { PushResult } from './push.ts'
import { type PushDeskParts, pushDesk } from './push-desk.ts'

let folder: string
let book: RelayBook
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'push-'))
  const eventsOf = { payment: () => [], refund: () => [] }
  book = openRelayBook(join(folder, 'orders.db'), { eventsOf, now: () => 0, onEvents: () => undefined })
  await book.write((pages) => {
    for (const id of ['SLOW', 'QUICK']) {
      const read = readMerchant({
        ...{ merchant_id: id, name: id, industry: '5812', stores: [{ store_id: 'S', name: 'S' }] },
        ...{ api_key: `key-of-${id}`, api_secret: `secret-of-${id}` },
        notify: { method: 'webhook', url: `http://127.0.0.1:9/${id}` },
      })
      if (!read.ok) throw new Error(read.message)
      pages.putMerchant(read.merchant)
    }
  })
})
afterEach(async () => {
  await book.close()
  rmSync(folder, { recursive: true })
})

async function owe(merchantId: string, count: number): Promise<void> {
  await book.write((pages) => {
    for (let nth = 0; nth < count; nth++)
      pages.addEvent({ merchantId, paymentId: `${merchantId}:${nth}`, at: 0, body: {}, state: 'due' })
  })
}

function open(parts: Pick<PushDeskParts, 'push'> & Partial<PushDeskParts>) {
  const clock = stoppableClock(systemClock)
  const log = vi.fn<PushDeskParts['log']>()
  const desk = pushDesk({ book, clock, log, pauseAfterPush: () => 60_000, timeScale: 1, ...parts })
  const stop = () => {
    clock.stop()
    return desk.idle()
  }
  return { log, stop }
}

const never = new Promise<PushResult>(() => undefined)
const acknowledged: PushResult = { acknowledged: true, answer: '200' }

it('a receiver that hangs, with a long queue behind it, holds up nobody else', async () => {
  const { promise: hangs, resolve: letGo } = Promise.withResolvers<PushResult>()
  const pushed: string[] = []
  await owe('SLOW', 100)
  await owe('QUICK', 5)
  const desk = open({
    push: ({ event: { merchantId } }) => {
      pushed.push(merchantId)
      return merchantId === 'SLOW' ? hangs : Promise.resolve(acknowledged)
    },
  })
  await expect.poll(() => pushed.filter((id) => id === 'QUICK').length).toBe(5)
  expect(pushed.filter((id) => id === 'SLOW')).toHaveLength(2)
  letGo(acknowledged)
  await desk.stop()
})

it('what cannot be written down as delivered is not sent again and again', async () => {
  // Whoever sends again and again comes to an end here.
  const push = vi.fn(() => (push.mock.calls.length < 20 ? Promise.resolve(acknowledged) : never))
  await owe('QUICK', 1)
  const full: RelayBook = { ...book, write: () => Promise.reject(new Error('no room')) }
  const { log, stop } = open({ book: full, push })
  await expect.poll(() => log.mock.calls.length).toBeGreaterThan(0)
  // As long as many sends would take.
  for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate)
  expect(push).toHaveBeenCalledTimes(1)
  await stop()
})
