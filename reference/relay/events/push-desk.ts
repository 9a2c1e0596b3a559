/**
 * Pushes what is due, several at once but only a few to one merchant, so that a receiver that hangs holds up nobody else.
 * What was sent and not yet written down as delivered is sent again after a crash, under the same event id.
 * Source: issue 7 (1): back-off, dead letters.
 */
import type { StoppableClock } from '../../pos/clock.ts'
import { TillStops } from '../../pos/clock.ts'
import { openBell } from '../../pos/desk/bell.ts'
import { messageOf, type PosLog } from '../../pos/log.ts'
import type { EventRecord } from '../book/event-record.ts'
import type { RelayBook } from '../book/relay-book.ts'
import type { Push, PushResult } from './push.ts'

export type PushDeskParts = {
  readonly book: RelayBook
  readonly clock: StoppableClock
  readonly log: PosLog
  readonly push: (push: Push) => Promise<PushResult>
  readonly pauseAfterPush: (attempts: number) => number | undefined
  /** All pauses are divided by it. */
  readonly timeScale: number
}

export type PushDesk = {
  /** Something new may be due. */
  wake(): void
  /** Resolves, after the clock was stopped, when nothing is on its way any more. */
  idle(): Promise<void>
}

const atOnceMost = 8
const perMerchantMost = 2
const dueMost = 64
/** Those on the way are still due: behind them stand as many that may go next. */
const dueMostOfOne = 2 * perMerchantMost
const longestWaitMs = 3_600_000
/** What cannot be written down is not sent again at once, in milliseconds. */
const troublePauseMs = 5_000

export function pushDesk(parts: PushDeskParts): PushDesk {
  const { book, clock, log, timeScale } = parts
  const bell = openBell(clock)
  const onTheWay = new Map<string, { readonly merchantId: string; readonly done: Promise<void> }>()

  function hasRoom({ eventId, merchantId }: EventRecord): boolean {
    if (onTheWay.has(eventId) || onTheWay.size >= atOnceMost) return false
    return [...onTheWay.values()].filter((one) => one.merchantId === merchantId).length < perMerchantMost
  }

  function start(event: EventRecord): void {
    const { eventId, merchantId } = event
    const done = deliver(parts, event)
      .catch(async (error: unknown) => {
        log({ level: 'alarm', what: 'A push cannot be worked on.', detail: messageOf(error) })
        await clock.sleep(troublePauseMs / timeScale)
      })
      // The till stops.
      .catch(() => undefined)
      .finally(() => {
        onTheWay.delete(eventId)
        bell.ring('due')
      })
    onTheWay.set(eventId, { merchantId, done })
  }

  async function work(): Promise<void> {
    for (;;) {
      const now = clock.now()
      for (const event of book.pages.dueEvents(now, dueMost, dueMostOfOne)) if (hasRoom(event)) start(event)
      const next = book.pages.nextDueAt(now) ?? Number.POSITIVE_INFINITY
      await bell.wait('due', Math.min(longestWaitMs, next - now))
    }
  }

  const working = work().catch((error: unknown) => {
    if (!(error instanceof TillStops))
      log({ level: 'alarm', what: 'Nothing is pushed any more.', detail: messageOf(error) })
  })
  return {
    wake: () => bell.ring('due'),
    async idle() {
      await working
      await Promise.all([...onTheWay.values()].map(({ done }) => done))
    },
  }
}

async function deliver(
  { book, clock, log, push, pauseAfterPush, timeScale }: PushDeskParts,
  event: EventRecord,
): Promise<void> {
  const { eventId, merchantId, paymentId } = event
  const { notify, api_secret: secret } = book.pages.merchant(merchantId) ?? {}
  if (notify?.method !== 'webhook' || secret === undefined) {
    // It wants to be told otherwise by now.
    await book.write((pages) => pages.putEvent({ ...event, state: 'kept' }))
    return
  }
  const { acknowledged, answer } = await push({ event, url: notify.url, secret })
  const attempts = event.attempts + 1
  const pause = pauseAfterPush(attempts)
  const state = acknowledged ? 'delivered' : pause === undefined ? 'dead' : 'due'
  const dueAt = clock.now() + (pause ?? 0) / timeScale
  await book.write((pages) => pages.putEvent({ eventId, state, attempts, dueAt: Math.ceil(dueAt), answer }))
  if (state !== 'dead') return
  log({ level: 'alarm', what: 'A result could not be delivered.', paymentId, detail: `${eventId} ${answer}` })
}
