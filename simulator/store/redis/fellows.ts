/**
 * The simulators of one Redis among themselves: who is there, what each tells the others and waits to be heard by them, whose work
 * is taken over when it is gone. Knows no payment.
 */
import type { Instant } from '../../../protocol/beijing-time.ts'
import type { Listener, News, Sharing } from '../sharing.ts'
import type { RedisDoor } from './connection.ts'
import type { Documents } from './documents.ts'
import type { ExchangeIds } from './exchange-ids.ts'
import { openHands } from './hands.ts'
import type { Keys } from './keys.ts'
import { openRound } from './round.ts'
import { openSharedCounts } from './shared-counts.ts'
import { openUpkeep } from './upkeep.ts'

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
  /** The tasks that were handed out here and are not done. */
  /** The connection was away: what is believed to be there may be lost. */
  readonly onReturn: () => Promise<void>
  readonly inHand: (partner: string) => ReadonlySet<string>
  readonly now: () => Instant
  readonly onError: (error: unknown) => void
}

const beatMs = 1_000
/** Who has not been heard of for so long is gone. */
const silentMs = 5_000
const watchedMs = 10_000
const beatsBetweenUpkeep = 10

export function openFellows({
  door,
  keys,
  simulator,
  ids,
  documents,
  journalAgeMs,
  inHand,
  onReturn,
  now,
  onError,
}: FellowParts): Fellows {
  const { commands } = door
  const upkeep = openUpkeep({ commands, keys, simulator, journalAgeMs, now, inHand })
  let listener: Listener | undefined
  let others: readonly string[] = []
  let highestShown = 0
  let wasAway = false
  const agreed = new Map<string, string>()
  let beats = 0
  const watching = new Map<string, Instant>()
  let beating: NodeJS.Timeout | undefined

  const hear = async (news: News) => {
    if (news.kind === 'shown') await ids.past(news.exchange)
    else if (news.kind === 'arrived') await beat()
    else await listener?.heard(news)
  }
  const round = openRound({ ...{ door, keys, simulator, onError }, hear })
  const tell = async (news: News) => {
    if (listener !== undefined) await round.tell(news, others)
  }

  const heard = (channel: string, message: string) => {
    if (channel === keys.journal) listener?.journal(message)
    else round.heard(channel, message)
  }

  const beat = async () => {
    const words = (await commands.beat(keys.simulators, simulator)) as (string | number)[]
    const silences = new Map<string, number>()
    for (let i = 0; i + 1 < words.length; i += 2) silences.set(String(words[i]), Number(words[i + 1]))
    silences.delete(simulator)
    others = [...silences].filter(([, silence]) => silence < silentMs).map(([who]) => who)
    for (const who of silences.keys()) if (!others.includes(who)) await upkeep.takeOver(who)
    round.onlyThese(others)
    for (const [partner, until] of watching) if (until < now()) watching.delete(partner)
    if (beats++ % beatsBetweenUpkeep === 0) await upkeep.run()
  }

  /** Should it have come back empty, everybody offers the same again. With the next beat once more, as long as it fails. */
  const returned = async () => {
    await onReturn()
    for (const [name, value] of agreed) await agree(name, async () => value)
    wasAway = false
    listener?.returned()
  }

  const agree: Sharing['agree'] = async (name, offer) => {
    const found = await commands.hget(keys.about, name)
    if (found === null) await commands.hsetnx(keys.about, name, await offer())
    const value = found ?? (await commands.hget(keys.about, name)) ?? ''
    agreed.set(name, value)
    return value
  }

  const sharing: Sharing = {
    async listen(listening) {
      listener = listening
      await door.listen([keys.news, keys.journal, keys.answersTo(simulator)], heard, () => {
        wasAway = true
      })
      await beat()
      await tell({ kind: 'arrived' })
      beating = setInterval(() => {
        beat()
          .then(() => (wasAway ? returned() : undefined))
          .then(() => listening.beat())
          // Away: said once by the connection itself.
          .catch(() => {})
      }, beatMs)
    },
    tell,
    mention(news) {
      if (others.length > 0) round.mention(news).catch(onError)
    },
    alone: openHands({ commands, keys, simulator, onError }),
    agree,
    isBusy: async (partner) => Number(await commands.leasesOfOthers(keys.of(partner).leases, simulator)) > 0,
    async watchJournal(partner) {
      // Half of its life is left at least, for whoever comes in between.
      if ((watching.get(partner) ?? 0) > now() + watchedMs / 2) return
      await commands.set(keys.of(partner).watched, '1', 'PX', watchedMs)
      watching.set(partner, now() + watchedMs)
    },
    documents: documents.read,
    isEmpty: documents.isEmpty,
    ...openSharedCounts(commands, keys, simulator),
  }

  return {
    sharing,
    async shown(exchange) {
      if (exchange <= highestShown) return
      await Promise.all([ids.past(exchange), tell({ kind: 'shown', exchange })])
      highestShown = exchange
    },
    async leave() {
      clearInterval(beating)
      if (listener === undefined) return
      listener = undefined
      await upkeep.takeOver(simulator)
    },
  }
}
