/** What has to be done now and then, by whichever simulator: tasks of one that is gone, tasks that nobody knows of, aged exchanges. */
import type { Instant } from '../../../protocol/beijing-time.ts'
import type { Commands } from './connection.ts'
import type { Keys } from './keys.ts'

export type Upkeep = {
  /** What it had in hand is for the others. First that, then its name: whoever dies between the two leaves it to the next. */
  takeOver(who: string): Promise<void>
  run(): Promise<void>
}

export type UpkeepParts = {
  readonly commands: Commands
  readonly keys: Keys
  readonly simulator: string
  readonly journalAgeMs: number
  readonly now: () => Instant
  readonly inHand: (partner: string) => ReadonlySet<string>
}

export function openUpkeep({ commands, keys, simulator, journalAgeMs, now, inHand }: UpkeepParts): Upkeep {
  /** Leases of this simulator that it knew nothing of at the last look. */
  let suspects = new Set<string>()

  const release = (partner: string, who: string, only: readonly string[] = []) => {
    const { tasks, queue, leases } = keys.of(partner)
    return commands.releaseTasks(tasks, queue, leases, who, ...only)
  }

  /** They were handed out, and the answer that said so never came. Twice unknown: one that is on its way is not meant. */
  const lookForLost = async (partners: readonly string[]) => {
    const before = suspects
    suspects = new Set()
    for (const partner of partners) {
      const leased = Object.entries(await commands.hgetall(keys.of(partner).leases))
      const unknown = leased.flatMap(([id, who]) => (who === simulator && !inHand(partner).has(id) ? [id] : []))
      const lost = unknown.filter((id) => before.has(`${partner}/${id}`))
      if (lost.length > 0) await release(partner, simulator, lost)
      for (const id of unknown) suspects.add(`${partner}/${id}`)
    }
  }

  const age = async (partners: readonly string[]) => {
    for (const partner of partners) {
      const { numbered, exchanges, answers } = keys.of(partner)
      await commands.ageExchanges(numbered, exchanges, answers, Math.max(0, now() - journalAgeMs))
    }
  }

  return {
    async takeOver(who) {
      for (const partner of await commands.smembers(keys.partners)) await release(partner, who)
      await commands.zrem(keys.simulators, who)
    },
    async run() {
      const partners = await commands.smembers(keys.partners)
      await lookForLost(partners)
      if (journalAgeMs !== Infinity) await age(partners)
    },
  }
}
