/**
 * The store that many simulators share: Redis or Valkey. Each change is one step of one script; what one simulator has committed,
 * the next one reads. Knows what is kept, not how simulators talk: that is fellows.ts.
 * Source: docs/decisions/0008-redis-store.md.
 */
import type { Instant } from '../../../protocol/beijing-time.ts'
import type { BlockedId, Trade } from '../../ledger/trade.ts'
import { SimulatorError } from '../../simulator-error.ts'
import type { Change, Store, Task } from '../store.ts'
import { readRedisUrl } from './address.ts'
import { openDoor } from './connection.ts'
import { openDocuments } from './documents.ts'
import { openExchangeIds } from './exchange-ids.ts'
import { openFellows } from './fellows.ts'
import { openJournal, pairs } from './journal.ts'
import { keysOf } from './keys.ts'
import { openLanes } from './lanes.ts'

export type RedisStoreOptions = {
  readonly url: string
  /** What this simulator is called among those that share the store. */
  readonly simulator: string
  /** The machine's time, by which the journal ages. */
  readonly now: () => Instant
  /** How many exchanges the journal keeps of each partner; the oldest go first. @default 10_000 */
  readonly journalSize?: number
  /** How long the journal keeps an exchange, in milliseconds. @default for ever */
  readonly journalAgeMs?: number
  /** How long a command may take before its request is answered SYSTEM_ERROR. @default 2_000 */
  readonly patienceMs?: number
  readonly onError?: (error: unknown) => void
}

/** Of the layout of all keys. A later one is refused. */
const layout = 1
const pageSize = 100

/** @throws SimulatorError STATE_ADDRESS, STATE_UNREACHABLE, STATE_NOT_LET_IN, STATE_TOO_OLD, STATE_EVICTS, STATE_NEWER */
export async function redisStore(options: RedisStoreOptions): Promise<Store> {
  const { url, simulator, now, journalSize = 10_000, journalAgeMs = Infinity, patienceMs = 2_000 } = options
  const { onError = () => {} } = options
  const { name, prefix } = readRedisUrl(url)
  const keys = keysOf(prefix)
  const door = await openDoor({ url, patienceMs, onError })
  const { commands } = door
  try {
    const sign = () => commands.hsetnx(keys.about, 'layout', layout)
    await sign()
    const found = Number(await commands.hget(keys.about, 'layout'))
    if (!(found <= layout)) {
      const detail = `${name} was written by a newer version (layout ${found}; this one knows ${layout}).`
      throw new SimulatorError('STATE_NEWER', { detail })
    }
    const ids = await openExchangeIds(commands, keys)
    const lanes = openLanes({
      ...{ commands, keys, simulator, journalSize, now, onError },
      onFloor: (partner, floor) => journal.dropped(partner, floor),
    })
    const journal = openJournal(commands, keys, lanes)
    const partners = new Set<string>()
    const note = async (partner: string) => {
      if (partners.has(partner)) return
      await commands.sadd(keys.partners, partner)
      partners.add(partner)
    }
    const hands = new Map<string, Set<string>>()
    const inHand = (partner: string): Set<string> => {
      const ids = hands.get(partner) ?? new Set()
      hands.set(partner, ids)
      return ids
    }
    const settings = openDocuments({ commands, keys, note, tell: (news) => fellows.sharing.tell(news), onError })
    const fellows = openFellows({
      ...{ door, keys, simulator, ids, documents: settings, journalAgeMs, inHand, now, onError },
      async onReturn() {
        partners.clear()
        await Promise.all([sign(), ids.restore()])
      },
    })
    const commit = async (change: Change) => {
      const { partner, exchange, done, tasks } = change
      if (exchange?.id === 0) throw new Error('the store was away for so long that the exchange has no number')
      if (!partners.has(partner)) await note(partner)
      const result = await lanes.commit(change)
      if (result === 'conflict') return result
      if (exchange !== undefined) journal.opened(exchange)
      for (const id of [...(done ?? []), ...(tasks ?? []).map((task) => task.id)]) inHand(partner).delete(id)
      return result
    }

    return {
      readsAreDear: true,
      async trade(partner, key) {
        if ('partnerTransId' in key) return tradeOf(await lanes.trade(partner, key.partnerTransId))
        const { numbers, trades } = keys.of(partner)
        return tradeOf((await commands.tradeNumbered(numbers, trades, key.alipayTransId)) as string | null)
      },
      refundOwner: async (partner, id) => (await commands.hget(keys.of(partner).refunds, id)) ?? undefined,
      codeSpender: async (partner, code) => (await commands.hget(keys.of(partner).codes, code)) ?? undefined,
      async trades(partner, { state, cursor = '0', limit = pageSize }) {
        const { order, trades } = keys.of(partner)
        const rows: Trade[] = []
        for (let place = cursor; ; ) {
          // One more than asked for: then there is a next page.
          const found = pairs((await commands.tradePage(order, trades, place, limit + 1)) as string[])
          for (const [at, text] of found) {
            const trade = tradeOf(text) as Trade
            if (state === undefined || trade.state.name === state) {
              if (rows.length === limit) return { rows, next: place }
              rows.push(trade)
            }
            place = at
          }
          if (found.length <= limit) return { rows, next: null }
        }
      },

      async commit(change) {
        const { exchange: entry, ...rest } = change
        if (entry === undefined || entry.partner === change.partner) return commit(change)
        // One script has one partner's keys; this is of a request that named nobody, or another.
        const result = await commit(rest)
        return result === 'conflict' ? result : commit({ partner: entry.partner, exchange: entry })
      },

      count: (partner, what) => commands.hincrby(keys.of(partner).counts, what, 1),

      async claimDue(partner, until, limit) {
        const { tasks, queue, leases } = keys.of(partner)
        const most = until === Infinity ? '+inf' : until
        const texts = (await commands.claimTasks(tasks, queue, leases, most, limit, simulator)) as (string | null)[]
        const claimed = texts.flatMap((text) => (text === null ? [] : [taskOf(text)]))
        for (const { id } of claimed) inHand(partner).add(id)
        return claimed
      },
      async nextDue(partner) {
        const dueAt = await commands.earliestTask(keys.of(partner).queue)
        return dueAt === null ? undefined : Number(dueAt)
      },

      async notification(partner, id) {
        const text = await commands.hget(keys.of(partner).notifications, id)
        return text === null ? undefined : JSON.parse(text)
      },
      async notifications(partner) {
        const { notified, notifications } = keys.of(partner)
        const texts = (await commands.allNotifications(notified, notifications)) as string[]
        return texts.map((text) => JSON.parse(text))
      },

      nextExchangeId: ids.next,
      closeExchange: journal.close,
      async exchange(id) {
        const found = await journal.get(id)
        await fellows.shown(found?.id ?? 0)
        return found
      },
      async exchanges(filter) {
        const found = await journal.select(filter)
        await fellows.shown(found.at(-1)?.id ?? 0)
        return found
      },

      async reset(partner) {
        await lanes.settled()
        const { all, documents } = keys.of(partner)
        await commands.resetPartner(...all, documents)
        journal.forget(partner)
        hands.delete(partner)
        settings.forget(partner)
      },
      async close() {
        await lanes.settled().catch(onError)
        await fellows.leave().catch(onError)
        door.close()
      },

      kept: settings,
      shared: fellows.sharing,
    }
  } catch (error) {
    door.close()
    throw error
  }
}

function afterBar(text: string): string {
  return text.slice(text.indexOf('|') + 1)
}

function tradeOf(text: string | null): Trade | BlockedId | undefined {
  return text === null ? undefined : JSON.parse(afterBar(text))
}

function taskOf(text: string): Task {
  return JSON.parse(afterBar(afterBar(text)))
}
