/**
 * Rules that several simulators count together: a rule for three calls is good for three, whichever simulator they come to. Each
 * counts by what it knows and is told when that was stale; then it counts anew.
 */
import type { Matched } from './behaviour/rule-types.ts'
import type { Partner } from './partner.ts'
import type { Sharing, Tally } from './store/sharing.ts'

export type SharedRules = {
  /** What the match finds, counted by all. */
  match(partner: Partner, match: () => Matched): Promise<Matched>
  /** The counts are those of all by now. */
  catchUp(partner: Partner): Promise<void>
  /** Other rules are in force here: what was known of the counts is not theirs. */
  doubt(partner: Partner): void
  /** Rules that were taken away or written anew begin at nothing. */
  settle(partner: Partner): Promise<void>
}

type State = { number: number; tally: Tally; last: Promise<unknown> }

const unknown = -1

export function sharedRules(sharing: Sharing): SharedRules {
  const states = new Map<string, State>()
  const stateOf = ({ pid }: Partner): State => {
    const state = states.get(pid) ?? { number: unknown, tally: {}, last: Promise.resolve() }
    states.set(pid, state)
    return state
  }
  const inTurn = <Result>(partner: Partner, work: (state: State) => Promise<Result>): Promise<Result> => {
    const state = stateOf(partner)
    const turn = state.last.then(() => work(state))
    state.last = turn.catch(() => undefined)
    return turn
  }

  /** Adds to the counts of all; false when others have counted meanwhile: then theirs are in force here. */
  const add = async ({ pid, stage: { rules } }: Partner, state: State, added: Tally): Promise<boolean> => {
    const since = state.number
    // Should it fail, nobody knows whether it was counted.
    state.number = unknown
    const counted = await sharing.count(pid, since, added)
    state.number = counted.number
    if (counted.kind === 'stale') {
      state.tally = counted.tally
      rules.setCounts(counted.tally)
      return false
    }
    state.tally = { ...state.tally, ...rules.counts() }
    return true
  }

  return {
    match: (partner, match) =>
      inTurn(partner, async (state) => {
        for (;;) {
          const before = partner.stage.rules.counts()
          const matched = match()
          const added = difference(before, partner.stage.rules.counts())
          // What no condition of a rule holds for is counted by none.
          if (Object.keys(added).length === 0 && state.number !== unknown) return matched
          if (await add(partner, state, added)) return matched
        }
      }),
    catchUp: (partner) =>
      inTurn(partner, async (state) => {
        if (partner.stage.rules.size > 0) await add(partner, state, {})
      }),
    doubt(partner) {
      stateOf(partner).number = unknown
    },
    settle: (partner) =>
      inTurn(partner, async (state) => {
        const now = partner.stage.rules.counts()
        const fresh = Object.keys(state.tally).filter((rule) => {
          const [hits, seen] = now[rule] ?? [0, 0]
          return hits + seen === 0
        })
        await sharing.forgetCounts(partner.pid, fresh)
        state.tally = Object.fromEntries(Object.entries(state.tally).filter(([rule]) => !fresh.includes(rule)))
        if (fresh.length > 0) state.number = unknown
      }),
  }
}

function difference(before: Tally, after: Tally): Tally {
  const added: Record<string, [number, number]> = {}
  for (const [rule, [hits, seen]] of Object.entries(after)) {
    const [hitsBefore, seenBefore] = before[rule] ?? [0, 0]
    if (hits !== hitsBefore || seen !== seenBefore) added[rule] = [hits - hitsBefore, seen - seenBefore]
  }
  return added
}
