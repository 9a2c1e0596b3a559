/**
 * One at a time: what moves the same partner's clock waits for its turn, so that two advances add up and a reset never
 * meets a clock half way.
 */
import type { Partner } from '../partner.ts'

// By clock: it stays the same when the partner's key is changed.
const last = new WeakMap<Partner['clock'], Promise<unknown>>()

export function inTurn<Result>({ clock }: Partner, work: () => Promise<Result>): Promise<Result> {
  const turn = (last.get(clock) ?? Promise.resolve()).then(work)
  last.set(
    clock,
    turn.catch(() => undefined),
  )
  return turn
}
