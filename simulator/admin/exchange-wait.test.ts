import { describe, expect, it } from 'vitest'
import { virtualClock } from '../clock.ts'
import type { Exchange } from '../journal/exchange.ts'
import { journalBell } from '../journal/journal-bell.ts'
import { waitForExchanges } from './exchange-wait.ts'

const pid = '2088000000000001'
const exchange = { partner: pid } as Exchange

function openWaiting({ count = 1 } = {}) {
  const [bell, clock, hangUp, stop] = [journalBell(), virtualClock(0), new AbortController(), new AbortController()]
  const there: Exchange[] = []
  let [asked, listening] = [0, 0]
  const journalBellOf: typeof bell = {
    ring: bell.ring,
    isHeard: bell.isHeard,
    partners: bell.partners,
    listen(partner, heard) {
      const deafen = bell.listen(partner, heard)
      listening += 1
      return () => {
        listening -= 1
        deafen()
      }
    },
  }
  const select = async () => {
    asked += 1
    return [...there]
  }
  const waiting = waitForExchanges({ journalBell: journalBellOf, wallClock: clock, stopping: stop.signal }, select, {
    pid,
    count,
    timeoutMs: 1_000,
    hungUp: hangUp.signal,
  })
  return { waiting, bell, clock, hangUp, stop, there, asked: () => asked, listening: () => listening }
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('waiting for exchanges', () => {
  it('asks once, and again for each ring of the partner only', async () => {
    const { waiting, bell, there, asked } = openWaiting({ count: 2 })
    await turn()
    bell.ring('2088000000000002')
    await turn()
    expect(asked()).toBe(1)
    for (const _ of [1, 2]) {
      there.push(exchange)
      bell.ring(pid)
      await turn()
    }
    expect(await waiting).toEqual({ end: 'came', exchanges: [exchange, exchange] })
    expect(asked()).toBe(3)
  })

  it('misses no ring that comes while the store is being asked', async () => {
    const { waiting, bell, there } = openWaiting()
    bell.ring(pid)
    there.push(exchange)
    expect(await waiting).toMatchObject({ end: 'came' })
  })

  it.each([
    ['timeout', (room: ReturnType<typeof openWaiting>) => room.clock.advanceTo(1_000, turn)],
    ['hung up', ({ hangUp }: ReturnType<typeof openWaiting>) => hangUp.abort()],
    ['stopping', ({ stop }: ReturnType<typeof openWaiting>) => stop.abort()],
  ] as const)('ends with %s, listens no more, and leaves no timer', async (end, happen) => {
    const room = openWaiting({ count: 2 })
    room.there.push(exchange)
    await turn()
    expect(room.listening()).toBe(1)
    await happen(room)
    expect(await room.waiting).toEqual({ end, exchanges: [exchange] })
    expect(room.listening()).toBe(0)
  })

  it('ends at once when the caller has hung up before', async () => {
    const hungUp = AbortSignal.abort()
    const { signal: stopping } = new AbortController()
    const parts = { journalBell: journalBell(), wallClock: virtualClock(0), stopping }
    const waiting = waitForExchanges(parts, async () => [], { pid, count: 1, timeoutMs: 1_000, hungUp })
    expect(await waiting).toEqual({ end: 'hung up', exchanges: [] })
  })
})
