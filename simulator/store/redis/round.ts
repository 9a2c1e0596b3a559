/**
 * What one simulator tells all others, and waits until each has dealt with it: over a channel that all hear, and one for each on
 * which it hears who did. Knows no news.
 */
import type { News } from '../sharing.ts'
import type { RedisDoor } from './connection.ts'
import type { Keys } from './keys.ts'

export type Round = {
  tell(news: News, others: readonly string[]): Promise<void>
  /** Waits for nobody. */
  mention(news: News): Promise<void>
  heard(channel: string, message: string): void
  /** Everybody else is gone, and is waited for no longer. */
  onlyThese(others: readonly string[]): void
}

export type RoundParts = {
  readonly door: RedisDoor
  readonly keys: Keys
  readonly simulator: string
  readonly hear: (news: News) => Promise<void>
  readonly onError: (error: unknown) => void
}

type Message = { readonly from: string; readonly nth: number; readonly news: News; readonly quiet: boolean }

const heardMs = 5_000
const lookMs = 250

export function openRound({ door, keys, simulator, hear, onError }: RoundParts): Round {
  const { commands, isCluster } = door
  /** By number of the news: who has not said yet that it heard. */
  const unheard = new Map<number, { readonly by: Set<string>; readonly all: () => void }>()
  let nth = 0
  let hearing = Promise.resolve()

  const settle = (of: number, who: string) => {
    const waiting = unheard.get(of)
    waiting?.by.delete(who)
    if (waiting?.by.size === 0) waiting.all()
  }

  const publish = async (of: number, news: News, quiet: boolean) => {
    const message: Message = { from: simulator, nth: of, news, quiet }
    await commands.publish(keys.news, JSON.stringify(message))
  }

  /** Who is not connected any more hears nothing; should it come back, it takes up everything anew. */
  const passOver = async (number: number) => {
    const silent = [...(unheard.get(number)?.by ?? [])]
    // A node of a cluster knows its own listeners only.
    if (silent.length === 0 || isCluster) return
    const counts = await commands.pubsub('NUMSUB', ...silent.map(keys.answersTo))
    for (const [i, who] of silent.entries()) if (Number(counts[i * 2 + 1]) === 0) settle(number, who)
  }

  const answered = async ({ from, nth: of, news, quiet }: Message) => {
    await hear(news)
    if (!quiet) await commands.publish(keys.answersTo(from), `${of} ${simulator}`)
  }

  return {
    async tell(news, others) {
      if (others.length === 0) return
      const number = ++nth
      const heard = Promise.withResolvers<void>()
      unheard.set(number, { by: new Set(others), all: heard.resolve })
      const patience = setTimeout(heard.resolve, heardMs)
      const looking = setInterval(() => passOver(number).catch(onError), lookMs)
      try {
        await publish(number, news, false)
        await heard.promise
      } finally {
        clearTimeout(patience)
        clearInterval(looking)
        unheard.delete(number)
      }
    },
    mention: (news) => publish(++nth, news, true),
    heard(channel, message) {
      if (channel !== keys.news) {
        const [of = '', who = ''] = message.split(' ')
        return settle(Number(of), who)
      }
      const told = JSON.parse(message) as Message
      if (told.from === simulator) return
      // One after the other: what was told first is done first.
      hearing = hearing.then(() => answered(told)).catch(onError)
    },
    onlyThese(others) {
      for (const [of, { by }] of unheard) for (const who of by) if (!others.includes(who)) settle(of, who)
    },
  }
}
