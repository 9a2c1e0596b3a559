/** The log of accounts and the counts of rules: what simulators of one Redis go through in the same order. */
import type { LogEntry, Sharing } from '../sharing.ts'
import type { Commands } from './connection.ts'
import type { Keys } from './keys.ts'

type SharedCounts = Pick<Sharing, 'log' | 'append' | 'position' | 'trimLog' | 'count' | 'forgetCounts'>

export function openSharedCounts(commands: Commands, keys: Keys, simulator: string): SharedCounts {
  return {
    async log(partner, after) {
      const { position, log } = keys.of(partner)
      const [first = '0', ...entries] = (await commands.readLog(position, log, after)) as string[]
      return entries.map((entry, i): LogEntry => {
        const bar = entry.indexOf('|')
        return { number: Number(first) + i, own: entry.slice(0, bar) === simulator, text: entry.slice(bar + 1) }
      })
    },
    async append(partner, text) {
      const { position, log } = keys.of(partner)
      await commands.appendLog(position, log, `${simulator}|${text}`)
    },
    position: async (partner) => Number((await commands.get(keys.of(partner).position)) ?? 0),
    async trimLog(partner, upTo) {
      const { position, log } = keys.of(partner)
      await commands.trimLog(position, log, upTo)
    },
    async count(partner, since, added) {
      const words = Object.entries(added).flatMap(([rule, [hits, seen]]) => [rule, hits, seen])
      const told = (await commands.countRules(keys.of(partner).tally, since, ...words)) as string[]
      const [kind, number = '0', ...all] = told
      if (kind === 'counted') return { kind, number: Number(number) }
      return { kind: 'stale', number: Number(number), tally: tallyOf(all) }
    },
    async forgetCounts(partner, rules) {
      if (rules.length > 0) await commands.forgetRules(keys.of(partner).tally, ...rules)
    },
  }
}

/** From `h/rule` and `s/rule`. */
function tallyOf(words: readonly string[]): Record<string, [number, number]> {
  const tally: Record<string, [number, number]> = {}
  for (let i = 0; i + 1 < words.length; i += 2) {
    const [kind = '', rule = ''] = [words[i]?.slice(0, 1), words[i]?.slice(2)]
    if (kind !== 'h' && kind !== 's') continue
    const counts = tally[rule] ?? [0, 0]
    tally[rule] = counts
    counts[kind === 'h' ? 0 : 1] = Number(words[i + 1])
  }
  return tally
}
