/** The journal of all partners in Redis: read whole, answered by whoever took the request. */
import type { Exchange, SentAnswer } from '../../journal/exchange.ts'
import type { ExchangeFilter } from '../store.ts'
import type { Commands } from './connection.ts'
import { readExchange } from './journal-text.ts'
import type { Keys } from './keys.ts'
import type { Lanes } from './lanes.ts'

export type Journal = {
  /** It was written, and its answer is still to come. */
  opened(exchange: Exchange): void
  /** Of the partner, what is below that number is gone. */
  dropped(partner: string, floor: number): void
  close(id: number, answer: SentAnswer): Promise<Exchange | undefined>
  get(id: number): Promise<Exchange | undefined>
  select(filter: ExchangeFilter): Promise<readonly Exchange[]>
  forget(partner: string): void
}

const defaultLimit = 100
/** Requests whose answer is still to be told, kept at hand for then. */
const openMost = 50_000

export function openJournal(commands: Commands, keys: Keys, lanes: Pick<Lanes, 'answer' | 'settled'>): Journal {
  const open = new Map<number, Exchange>()
  const floors = new Map<string, number>()

  const get = async (id: number): Promise<Exchange | undefined> => {
    await lanes.settled()
    for (const partner of await commands.smembers(keys.partners)) {
      const { exchanges, answers } = keys.of(partner)
      const kept = await commands.hgetBuffer(exchanges, String(id))
      if (kept !== null) return readExchange(kept, (await commands.hgetBuffer(answers, String(id))) ?? Buffer.alloc(0))
    }
    return undefined
  }

  return {
    opened(exchange) {
      open.set(exchange.id, exchange)
      const [oldest] = open.size > openMost ? open.keys() : []
      if (oldest !== undefined) open.delete(oldest)
    },
    dropped: (partner, floor) => void floors.set(partner, Math.max(floor, floors.get(partner) ?? 0)),
    async close(id, answer) {
      const found = open.get(id) ?? (id === 0 ? undefined : await get(id))
      open.delete(id)
      if (found === undefined || id < (floors.get(found.partner) ?? 0)) return undefined
      lanes.answer(found.partner, { id, answer })
      return { ...found, answer }
    },
    get,
    async select({ partner: named, service, partnerTransId, outcome, after = 0, limit = defaultLimit }) {
      await lanes.settled()
      const wanted = [service, partnerTransId, outcome].map((text) => (text === undefined ? '' : JSON.stringify(text)))
      const partners = named === undefined ? await commands.smembers(keys.partners) : [named]
      const all = await Promise.all(
        partners.map(async (partner) => {
          const { numbered, exchanges, answers } = keys.of(partner)
          return (await commands.selectExchangesBuffer(
            numbered,
            exchanges,
            answers,
            after,
            limit,
            ...wanted,
          )) as Buffer[]
        }),
      )
      const rows = all.flatMap((found) => pairs(found).map(([kept, answered]) => readExchange(kept, answered)))
      return rows.sort((a, b) => a.id - b.id).slice(-limit)
    },
    forget(partner) {
      for (const { id, partner: of } of open.values()) if (of === partner) open.delete(id)
      floors.delete(partner)
    },
  }
}

/** Words that belong together in twos. */
export function pairs<Word>(words: readonly Word[]): readonly (readonly [Word, Word])[] {
  return Array.from({ length: words.length / 2 }, (_, i) => words.slice(i * 2, i * 2 + 2) as [Word, Word])
}
