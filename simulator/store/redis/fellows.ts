/**
 * The simulators of one Redis among themselves: who is there, what each tells the others and waits to be heard by them, whose work
 * is taken over when it is gone. Knows no payment.
 */
import type { Instant } from '../../../protocol/beijing-time.ts'
import type { Listener, News, Sharing } from '../sharing.ts'
import type { RedisDoor } from './connection.ts'
import type { Documents } from './documents.ts'
import type { ExchangeIds } from './exchange-ids.ts'
import type { Keys } from './keys.ts'
import { openSharedCounts } from './shared-counts.ts'

export type Fellows = {
  readonly sharing: Sharing
  /** An exchange of that number was shown to somebody. */
  shown(exchange: number): Promise<void>
  /** Before the connection closes: what it had in hand is for the others. */
  leave(): Promise<void>
}

export type FellowParts = {
  readonly door: RedisDoor
  readonly keys: Keys
  readonly simulator: string
  readonly ids: ExchangeIds
  readonly documents: Documents
  readonly journalAgeMs: number
  readonly now: () => Instant
  readonly onError: (error: unknown) => void
}

const beatMs = 1_000
/** Who has not been heard of for so long is gone. */
const silentMs = 5_000
const heardMs = 5_000
const lockMs = 30_000
const lockPauseMs = 10
const watchedMs = 10_000
/** Exchanges are looked through for aged ones every so many beats. */
const beatsBetweenAgeing = 10

type Message = { readonly from: string; readonly nth: number; readonly news: News; readonly quiet: boolean }

export function openFellows({
  door,
  keys,
  simulator,
  ids,
  documents,
  journalAgeMs,
  now,
  onError,
}: FellowParts): Fellows {
  const { commands } = door
  let listener: Listener | undefined
  let others: readonly string[] = []
  let highestShown = 0
  let nth = 0
  let beats = 0
  /** By number of the news: who has not said yet that it heard. */
  const unheard = new Map<number, { readonly by: Set<string>; readonly all: () => void }>()
  const watching = new Map<string, Instant>()
  let beating: NodeJS.Timeout | undefined
  let busy = Promise.resolve()

  const settle = (of: number, who: string) => {
    const waiting = unheard.get(of)
    waiting?.by.delete(who)
    if (waiting?.by.size === 0) waiting.all()
  }

  const publish = (news: News, quiet: boolean) => {
    const message: Message = { from: simulator, nth: ++nth, news, quiet }
    return { nth, sent: commands.publish(keys.news, JSON.stringify(message)) }
  }

  const tell = async (news: News) => {
    if (listener === undefined || others.length === 0) return
    const heard = Promise.withResolvers<void>()
    const { nth: number, sent } = publish(news, false)
    unheard.set(number, { by: new Set(others), all: heard.resolve })
    const patience = setTimeout(heard.resolve, heardMs)
    try {
      await sent
      await heard.promise
    } finally {
      clearTimeout(patience)
      unheard.delete(number)
    }
  }

  const hear = async ({ from, nth: of, news, quiet }: Message) => {
    if (from === simulator) return
    if (news.kind === 'shown') await ids.past(news.exchange)
    else if (news.kind === 'arrived') await beat()
    else await listener?.heard(news)
    if (!quiet) await commands.publish(keys.answersTo(from), `${of} ${simulator}`)
  }

  const heard = (channel: string, message: string) => {
    if (channel === keys.journal) listener?.journal(message)
    else if (channel === keys.news) {
      const read = JSON.parse(message) as Message
      // One after the other: what was told first is done first.
      busy = busy.then(() => hear(read)).catch(onError)
    } else {
      const [of = '', who = ''] = message.split(' ')
      settle(Number(of), who)
    }
  }

  const beat = async () => {
    const words = (await commands.beat(keys.simulators, simulator)) as (string | number)[]
    const silences = new Map<string, number>()
    for (let i = 0; i + 1 < words.length; i += 2) silences.set(String(words[i]), Number(words[i + 1]))
    silences.delete(simulator)
    others = [...silences].filter(([, silence]) => silence < silentMs).map(([who]) => who)
    for (const who of silences.keys()) if (!others.includes(who)) await takeOver(who)
    for (const { by } of unheard.values()) for (const who of by) if (!others.includes(who)) by.delete(who)
    for (const [partner, until] of watching) if (until < now()) watching.delete(partner)
    if (journalAgeMs !== Infinity && beats++ % beatsBetweenAgeing === 0) await age(now() - journalAgeMs)
  }

  /** First what it had in hand, then its name: whoever dies between the two leaves it to the next. */
  const takeOver = async (who: string) => {
    for (const partner of await commands.smembers(keys.partners)) {
      const { tasks, queue, leases } = keys.of(partner)
      await commands.releaseTasks(tasks, queue, leases, who)
    }
    await commands.zrem(keys.simulators, who)
  }

  const age = async (before: Instant) => {
    for (const partner of await commands.smembers(keys.partners)) {
      const { numbered, exchanges, answers } = keys.of(partner)
      await commands.ageExchanges(numbered, exchanges, answers, Math.max(0, before))
    }
  }

  const alone = async <Result>(partner: string, work: () => Promise<Result>): Promise<Result> => {
    const { hand } = keys.of(partner)
    const token = `${simulator} ${++nth}`
    for (let waited = 0; (await commands.set(hand, token, 'PX', lockMs, 'NX')) !== 'OK'; waited += lockPauseMs) {
      if (waited > lockMs) throw new Error(`somebody has changed partner ${partner} for ${lockMs} ms`)
      await new Promise((resolve) => setTimeout(resolve, lockPauseMs))
    }
    try {
      return await work()
    } finally {
      await commands.unlock(hand, token).catch(onError)
    }
  }

  const sharing: Sharing = {
    async listen(listening) {
      listener = listening
      await door.listen([keys.news, keys.journal, keys.answersTo(simulator)], heard, () => listening.returned())
      await beat()
      await tell({ kind: 'arrived' })
      beating = setInterval(() => {
        beat()
          .then(() => listening.beat())
          // Away: said once by the connection itself.
          .catch(() => {})
      }, beatMs)
    },
    tell,
    mention(news) {
      if (others.length > 0) publish(news, true).sent.catch(onError)
    },
    alone,
    async agree(name, offer) {
      const found = await commands.hget(keys.about, name)
      if (found !== null) return found
      await commands.hsetnx(keys.about, name, await offer())
      return (await commands.hget(keys.about, name)) ?? ''
    },
    isBusy: async (partner) => Number(await commands.leasesOfOthers(keys.of(partner).leases, simulator)) > 0,
    async watchJournal(partner) {
      // Half of its life is left at least, for whoever comes in between.
      if ((watching.get(partner) ?? 0) > now() + watchedMs / 2) return
      await commands.set(keys.of(partner).watched, '1', 'PX', watchedMs)
      watching.set(partner, now() + watchedMs)
    },
    documents: documents.read,
    ...openSharedCounts(commands, keys, simulator),
  }

  return {
    sharing,
    async shown(exchange) {
      if (exchange <= highestShown) return
      await tell({ kind: 'shown', exchange })
      highestShown = exchange
    },
    async leave() {
      clearInterval(beating)
      if (listener === undefined) return
      listener = undefined
      await takeOver(simulator)
    },
  }
}
